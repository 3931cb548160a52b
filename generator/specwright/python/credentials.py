"""The client's credentials: their arguments, their environment, how they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from specwright.access import SecurityScheme
from specwright.config import Config
from specwright.ir import Api, Key
from specwright.naming.memory import NOTHING, Memory, Settled, credential_key
from specwright.naming.reserved import CONSTRUCTOR
from specwright.naming.resources import attribute
from specwright.naming.scope import settle
from specwright.naming.words import Casing, constant
from specwright.python.layout import (
    Declaration,
    Group,
    Pair,
    Piece,
    call,
    subscript,
)
from specwright.python.literals import flat_literal
from specwright.python.prose import sentence
from specwright.python.types import NONE, union
from specwright.text import EMPTY, Code, Text

_LOGIN = (("username", "User name"), ("password", "Password"))
_CLIENT = (("client_id", "Name of the client"), ("client_secret", "Its secret"))
_SECRETS = {"basic": _LOGIN, "digest": _LOGIN, "client_credentials": _CLIENT}
"""The values of a scheme that takes two: what each is called, and what it is."""

_CLASSES = {
    "basic": ("logins", "BasicCredential"),
    "digest": ("logins", "DigestCredential"),
    "client_credentials": ("oauth", "OAuthCredential"),
}
_KEYS = {"basic": "basic", "digest": "digest", "client_credentials": "oauth"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentView:
    """One argument of the client's constructor."""

    name: Code
    doc: Text
    env_name: Text = EMPTY
    """The environment variable that stands in for it."""
    annotation: Piece | None = None
    """None: a secret, which a function may give."""
    default: Code = NONE
    gives_tokens: bool = False
    """It says where tokens come from."""

    @property
    def is_secret(self) -> bool:
        return self.annotation is None

    def declaration(self, *, is_async: bool) -> Piece:
        """The argument with its type and default."""
        annotation = self.annotation
        if annotation is None:
            made = subscript("Callable", [Code("[]"), Code("str")])
            awaited = subscript("Callable", [Code("[]"), Code("Awaitable[str]")])
            given: list[Piece] = [
                Code("str"),
                made,
                *([awaited] if is_async else []),
                NONE,
            ]
            annotation = union(given)
        return Declaration(self.name, annotation, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """One credential of the client."""

    arguments: tuple[ArgumentView, ...]
    entry: Piece
    """`"name": Credential(...)` of a dict display."""
    copied: Piece
    """`"name": argument` of another."""
    imports: tuple[tuple[str, str], ...]
    """Modules of the runtime, and what of them is used."""

    @property
    def secrets(self) -> tuple[ArgumentView, ...]:
        return tuple(each for each in self.arguments if each.is_secret)


@dataclass(frozen=True, slots=True)
class Credentials:
    """The names of the credentials of one API, all settled."""

    schemes: tuple[SecurityScheme, ...]
    """Those that are sent by the client."""
    keys: dict[Key, str]
    """Per scheme: what requirements call it."""
    arguments: Mapping[tuple[Key, str], str]
    """Per scheme and part: the client's argument."""

    def argument(self, scheme: SecurityScheme, part: str = "value") -> str:
        return self.arguments[scheme.key, part]

    def settled(self, config: Config) -> Iterator[Settled]:
        """What the lock keeps of these names."""
        for scheme in self.schemes:
            for part, _ in _wanted(scheme, config):
                yield Settled(
                    key=credential_key(scheme.key, part),
                    name=self.argument(scheme, part),
                    chosen=is_configured(scheme, config),
                )


def settled(api: Api, config: Config, memory: Memory = NOTHING) -> Credentials:
    """Names for the credentials and their arguments, in the document's order.

    What ``memory`` has keeps its name, unless the configuration gives another.
    """
    schemes = tuple(
        _chosen(s, config) for s in api.security_schemes if s.kind != "certificate"
    )
    wanted: dict[tuple[Key, str], tuple[str, ...]] = {}
    for scheme in schemes:
        for part, candidates in _wanted(scheme, config):
            wanted[scheme.key, part] = candidates
    chosen = {
        (scheme.key, part): name
        for scheme in schemes
        if is_configured(scheme, config)
        for part, (name, *_) in _wanted(scheme, config)
    }
    held = {each: memory.name(credential_key(*each)) for each in wanted}
    arguments = settle(
        wanted, CONSTRUCTOR, chosen, {k: name for k, name in held.items() if name}
    )
    keys = {
        scheme.key: (_KEYS.get(scheme.kind) or arguments[scheme.key, "value"],)
        for scheme in sorted(schemes, key=lambda s: s.kind in _KEYS)
    }
    return Credentials(schemes, settle(keys, ()), arguments)


def _chosen(scheme: SecurityScheme, config: Config) -> SecurityScheme:
    """The scheme with the prefix that the configuration gives it."""
    if is_configured(scheme, config) and config.credential and config.credential.prefix:
        return replace(scheme, prefix=Text(config.credential.prefix))
    return scheme


def _wanted(
    scheme: SecurityScheme, config: Config
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a scheme with names for each, the best one first."""
    if is_configured(scheme, config) and config.credential is not None:
        yield "value", (config.credential.argument,)
        return
    parts = [name for name, _ in _SECRETS.get(scheme.kind, ())]
    if scheme.kind == "client_credentials":
        parts += ["token_url", "scopes"]
    for part in parts:
        own = attribute(f"{scheme.key.split()[0]} {part}", Casing.PEP8, fallback=part)
        yield part, (part, own)
    if not parts:
        is_token = scheme.prefix and scheme.name.raw == "Authorization"
        name = "token" if is_token else "api_key"
        own = attribute(scheme.key, Casing.PEP8, fallback=name)
        yield "value", (name, own, f"{own}_credential")


def is_configured(scheme: SecurityScheme, config: Config) -> bool:
    """Whether the configuration speaks of this scheme."""
    chosen = config.credential
    return chosen is not None and (
        chosen.header.casefold() == scheme.name.raw.casefold()
        and scheme.kind == "header"
    )


def credentials(names: Credentials, config: Config) -> list[CredentialView]:
    """The client's credentials, in the document's order."""
    return [
        (
            _login(scheme, names, config)
            if scheme.kind in _CLASSES
            else _single(scheme, names, config)
        )
        for scheme in names.schemes
    ]


def _single(
    scheme: SecurityScheme, names: Credentials, config: Config
) -> CredentialView:
    prefix, argument = scheme.prefix.raw, names.argument(scheme)
    env = _env(argument, config)
    if is_configured(scheme, config) and config.credential is not None:
        env = config.credential.env
    made = call(
        "Credential",
        [
            Pair(Code("kind="), flat_literal(scheme.kind)),
            Pair(Code("name="), flat_literal(scheme.name)),
            *([Pair(Code("prefix="), flat_literal(f"{prefix} "))] if prefix else []),
            Pair(Code("value="), Code(argument)),
            Pair(Code("argument="), flat_literal(argument)),
            Pair(Code("env="), flat_literal(env)),
        ],
    )
    about = sentence(scheme.description) or f"Sent as `{scheme.name.raw}`."
    head = Code(f"{flat_literal(argument)}: ")
    return CredentialView(
        arguments=(_secret(argument, about, env),),
        entry=Pair(head, made),
        copied=Pair(head, Code(argument)),
        imports=(("credentials", "Credential"),),
    )


def _login(
    scheme: SecurityScheme, names: Credentials, config: Config
) -> CredentialView:
    """A credential of two values."""
    module, class_name = _CLASSES[scheme.kind]
    views, options = [], []
    about = sentence(scheme.description)
    for part, what in _SECRETS[scheme.kind]:
        argument = names.argument(scheme, part)
        env = _env(argument, config)
        views.append(_secret(argument, f"{what}. {about}".strip(), env))
        value: list[Piece] = [
            Code(argument),
            Pair(Code("argument="), flat_literal(argument)),
            Pair(Code("env="), flat_literal(env)),
        ]
        if part == "password":
            value.append(Pair(Code("may_be_empty="), Code("True")))
        options.append(Pair(Code(f"{part}="), call("CredentialValue", value)))
        about = ""
    given = [view.name for view in views]
    if scheme.kind == "client_credentials":
        for view, part in zip(_token_options(scheme, names), _TOKEN, strict=True):
            views.append(view)
            options.append(Pair(Code(f"{part}="), view.name))
    head = Code(f"{flat_literal(names.keys[scheme.key])}: ")
    return CredentialView(
        arguments=tuple(views),
        entry=Pair(head, call(class_name, options)),
        copied=Pair(head, Group(Code("("), tuple(given), Code(")"), is_display=True)),
        imports=(("credentials", "CredentialValue"), (module, class_name)),
    )


_TOKEN = ("token_url", "scopes")


def _token_options(
    scheme: SecurityScheme, names: Credentials
) -> Iterator[ArgumentView]:
    scopes = " ".join(scope.raw for scope in scheme.scopes)
    texts = {
        "token_url": (scheme.token_url, "Where the client gets its tokens."),
        "scopes": (Text(scopes), "What tokens are asked for, separated by spaces."),
    }
    for part, (default, doc) in texts.items():
        yield ArgumentView(
            name=Code(names.argument(scheme, part)),
            doc=Text(doc),
            annotation=Code("str"),
            default=flat_literal(default),
            gives_tokens=part == "token_url",
        )


def _secret(argument: str, about: str, env: str) -> ArgumentView:
    read = f" Without it, `{env}` of the environment is read." if env else ""
    return ArgumentView(
        name=Code(argument),
        doc=Text(
            f"{about} A string, or a function that is called for each request.{read}"
        ),
        env_name=Text(env),
    )


def _env(argument: str, config: Config) -> str:
    package = constant(config.package, Casing.PEP8)
    return f"{package}_{constant(argument, Casing.PEP8)}"


def arguments_of(views: Iterable[CredentialView]) -> list[ArgumentView]:
    """The arguments of all credentials."""
    return [argument for view in views for argument in view.arguments]
