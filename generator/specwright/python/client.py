"""What the client's module needs: credentials, environments, the first resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from specwright.config import Config
from specwright.ir import Api, Key, SecurityScheme
from specwright.naming.reserved import CLIENT_OPTIONS
from specwright.naming.resources import attribute
from specwright.naming.scope import settle
from specwright.naming.words import Casing, constant
from specwright.python.layout import (
    Declaration,
    Group,
    Pair,
    Piece,
    call,
    display,
    statement,
    subscript,
)
from specwright.python.literals import flat_literal
from specwright.python.methods import item
from specwright.python.prose import docstring, sentence
from specwright.python.types import NONE, union
from specwright.text import Code, Text

_TOKENS = {"bearer": ("token", "TOKEN"), "basic": ("credentials", "CREDENTIALS")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """One credential of the client."""

    argument: Code
    env: Code
    """Literal of the environment variable's name; `""` for none."""
    env_name: Text
    entry: Piece
    """`"name": Credential(...)` of a dict display."""
    doc: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentView:
    """One server."""

    name: Code
    url: Code


def credential_names(api: Api, config: Config) -> dict[Key, str]:
    """The constructor's argument for each scheme."""
    wanted: dict[Key, tuple[str, ...]] = {}
    for scheme in api.security_schemes:
        if _is_configured(scheme, config) and config.credential is not None:
            wanted[scheme.key] = (config.credential.argument,)
            continue
        kind = scheme.prefix.raw.lower()
        name = _TOKENS[kind][0] if kind in _TOKENS else "api_key"
        own = attribute(scheme.key, Casing.PEP8, fallback=name)
        wanted[scheme.key] = (name, own, f"{own}_credential")
    return settle(wanted, CLIENT_OPTIONS)


def credentials(
    api: Api, config: Config, names: dict[Key, str]
) -> list[CredentialView]:
    """The client's credentials, in the document's order."""
    return [_credential(s, config, names[s.key]) for s in api.security_schemes]


def default_auth(api: Api) -> tuple[tuple[Key, ...], ...]:
    """The requirement that most operations have; the client's default."""
    counts = Counter(op.security for op in api.operations if op.security)
    if not counts:
        return ()
    most = max(counts.values())
    return next(
        op.security
        for op in api.operations
        if op.security and counts[op.security] == most
    )


def _credential(
    scheme: SecurityScheme, config: Config, argument: str
) -> CredentialView:
    prefix, env = scheme.prefix.raw, ""
    if _is_configured(scheme, config) and config.credential is not None:
        env = config.credential.env
        prefix = config.credential.prefix or prefix
    else:
        kind = prefix.lower()
        suffix = (
            _TOKENS[kind][1] if kind in _TOKENS else constant(argument, Casing.PEP8)
        )
        env = f"{constant(config.package, Casing.PEP8)}_{suffix}"
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
    return CredentialView(
        argument=Code(argument),
        env=flat_literal(env),
        env_name=Text(env),
        entry=Pair(Code(f"{flat_literal(argument)}: "), made),
        doc=Text(sentence(scheme.docs.description) or f"Sent as `{scheme.name.raw}`."),
    )


def _is_configured(scheme: SecurityScheme, config: Config) -> bool:
    chosen = config.credential
    return chosen is not None and (
        chosen.header.casefold() == scheme.name.raw.casefold()
        and scheme.kind == "header"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructorView:
    """How one client class is made, copied and closed."""

    definition: Code
    docstring: Code
    transport: Code
    copy_definition: Code
    copy_transport: Code


def constructor(
    credentials_: list[CredentialView],
    config: Config,
    auth: Code,
    *,
    has_servers: bool,
    default_environment: str,
    is_async: bool,
) -> ConstructorView:
    """The constructor and `with_options` of a client, sync or async."""
    prefix = "Async" if is_async else ""
    secrets = _secrets(credentials_, is_async=is_async)
    where = _where(config, default_environment) if has_servers else _BASE_URL
    own = union([Code(f"httpx.{prefix}Client"), NONE])
    parameters = [
        *([*secrets, *where] if has_servers else [*where, *secrets]),
        *_OPTIONS,
        Declaration(Code("max_retries"), Code("int"), Code("2")),
        Declaration(Code("strict"), Code("bool"), Code("False")),
        Declaration(Code("httpx_client"), own, NONE),
    ]
    changed = [
        *secrets,
        *_OPTIONS,
        Declaration(Code("max_retries"), union([Code("int"), NONE]), NONE),
        Declaration(Code("strict"), union([Code("bool"), NONE]), NONE),
    ]
    url = "environment.value if base_url is None else base_url"
    package = config.package.replace("_", "-")
    arguments = [
        Pair(Code("base_url="), Code(url if has_servers else "base_url")),
        Pair(Code("user_agent="), flat_literal(f"{package}-python/{config.version}")),
        Pair(Code("package="), flat_literal(config.package)),
        Pair(Code("credentials="), display("{", [c.entry for c in credentials_], "}")),
        Pair(Code("auth="), auth),
        *_passed_on("headers", "timeout", "max_retries", "strict", "httpx_client"),
    ]
    entries = [
        Pair(Code(f"{flat_literal(c.argument)}: "), c.argument) for c in credentials_
    ]
    copied = [
        Pair(Code("credentials="), display("{", entries, "}")),
        *_passed_on("headers", "timeout", "max_retries", "strict"),
    ]
    return ConstructorView(
        definition=_method("__init__", parameters, "None"),
        docstring=docstring(
            _constructor_doc(credentials_, config, has_servers=has_servers), 2
        ),
        transport=statement(
            call(f"{prefix}Transport", arguments), 2, "self._transport = "
        ),
        copy_definition=_method("with_options", changed, "Self"),
        copy_transport=statement(
            call("self._transport.with_options", copied), 2, "copy._transport = "
        ),
    )


_TIMEOUT = union([Code("float"), Code("httpx.Timeout"), NONE, Code("Omit")])
_HEADERS = subscript("Mapping", [Code("str"), Code("str")])
_OPTIONS: tuple[Piece, ...] = (
    Declaration(Code("headers"), union([_HEADERS, NONE]), NONE),
    Declaration(Code("timeout"), _TIMEOUT, Code("OMIT")),
)
"""Parameters of the constructor and of `with_options`."""
_BASE_URL: list[Piece] = [Declaration(Code("base_url"), Code("str"))]
"""What says where to send requests, when the document does not."""


def _secrets(views: list[CredentialView], *, is_async: bool) -> list[Piece]:
    """The credentials as parameters."""
    made = subscript("Callable", [Code("[]"), Code("str")])
    awaited = subscript("Callable", [Code("[]"), Code("Awaitable[str]")])
    source = union([Code("str"), made, *([awaited] if is_async else []), NONE])
    return [Declaration(view.argument, source, NONE) for view in views]


def _where(config: Config, default: str) -> list[Piece]:
    """What says where to send requests, as parameters."""
    kind = Code(f"{config.client_class}Environment")
    return [
        Declaration(Code("base_url"), union([Code("str"), NONE]), NONE),
        Declaration(Code("environment"), kind, Code(f"{kind}.{default}")),
    ]


def _passed_on(*names: str) -> Iterator[Pair]:
    return (Pair(Code(f"{name}="), Code(name)) for name in names)


def _method(name: str, parameters: list[Piece], returns: str) -> Code:
    group = Group(
        Code(f"def {name}("),
        (Code("self"), Code("*"), *parameters),
        Code(")"),
        is_definition=True,
        returns=Code(returns),
    )
    return statement(group, 1)


def credential_doc(view: CredentialView) -> str:
    """What a credential is, and where it comes from."""
    env = view.env_name.raw
    read = f" Without it, `{env}` of the environment is read." if env else ""
    return (
        f"{view.doc.raw} A string, or a function that is called for each"
        f" request.{read}"
    )


def _constructor_doc(
    credentials_: list[CredentialView], config: Config, *, has_servers: bool
) -> Iterator[str]:
    yield "Make a client. Nothing is read or sent before it is needed."
    yield ""
    yield "Args:"
    for each in credentials_:
        yield from item(each.argument, credential_doc(each), 80)
    url = "URL to send requests to, instead of the environment's."
    yield from item("base_url", url if has_servers else "URL to send requests to.", 80)
    if has_servers:
        yield from item("environment", "Which of the API's servers to use.", 80)
    for name, text in OPTION_DOCS.items():
        yield from item(name, text, 80)


OPTION_DOCS = {
    "headers": "Sent with every request.",
    "timeout": "Seconds for connecting and for each read, or an `httpx.Timeout`;"
    " None waits for ever.",
    "max_retries": "How often a request is sent again after a failure that may pass.",
    "strict": "Raise where a reply does not match the API's description, instead of"
    " returning what could be read and logging the rest.",
    "httpx_client": "Used for the requests, with its own settings; it is not closed"
    " here.",
}
