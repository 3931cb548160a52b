"""What the client's module needs: credentials, environments, the first resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specwright.config import Config
from specwright.ir import Api, Key
from specwright.python.credentials import ArgumentView, CredentialView
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
from specwright.python.prose import docstring
from specwright.python.servers import Servers
from specwright.python.types import NONE, union
from specwright.text import Code


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructorView:
    """How one client class is made, copied and closed."""

    definition: Code
    docstring: Code
    veils: tuple[Code, ...]
    """Statements that hide the credentials from tracebacks."""
    transport: Code
    copy_definition: Code
    copy_transport: Code


def constructor(
    credentials: list[CredentialView],
    config: Config,
    auth: Piece,
    servers: Servers,
    options: Mapping[str, str],
    *,
    is_async: bool,
) -> ConstructorView:
    """The constructor and `with_options` of a client, sync or async.

    ``options`` are its further arguments, each with what is said about it.
    """
    prefix = "Async" if is_async else ""
    arguments = [argument for view in credentials for argument in view.arguments]
    declared = {
        argument.name: argument.declaration(is_async=is_async) for argument in arguments
    }
    secrets = [declared[a.name] for a in arguments if a.is_secret]
    where = [*_where(config, servers)]
    own = union([Code(f"httpx.{prefix}Client"), NONE])
    parameters = [
        *(
            [*declared.values(), *where]
            if servers.environments
            else [*where, *declared.values()]
        ),
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
    copied = [
        Pair(Code("credentials="), display("{", [c.copied for c in credentials], "}")),
        *_passed_on("headers", "timeout", "limits", "max_retries", "strict"),
    ]
    made = call(f"{prefix}Transport", _transport(credentials, config, auth, servers))
    return ConstructorView(
        definition=_method("__init__", parameters, "None"),
        docstring=docstring(_constructor_doc(arguments, servers, options), 2),
        veils=tuple(
            statement(call("veiled", [a.name]), 2, f"{a.name} = ")
            for a in arguments
            if a.is_secret
        ),
        transport=statement(made, 2, "self._transport = "),
        copy_definition=_method("with_options", changed, "Self"),
        copy_transport=statement(
            call("self._transport.with_options", copied), 2, "copy._transport = "
        ),
    )


def _transport(
    credentials: list[CredentialView], config: Config, auth: Piece, servers: Servers
) -> Iterator[Piece]:
    """The arguments of the transport."""
    url = call("given_url", [Code("base_url")])
    if servers.environments:
        kind = Code(f"{config.client_class}Environment")
        url = call("chosen_url", [Code("base_url"), Code("environment"), kind])
    yield Pair(Code("base_url="), url)
    if servers.has_own and servers.environments:
        yield Pair(Code("base_url_is_given="), Code("base_url is not None"))
    if servers.variables:
        entries = [
            Pair(Code(f"{flat_literal(variable.name)}: "), argument.name)
            for variable, argument in zip(
                servers.variables, servers.arguments, strict=True
            )
        ]
        yield Pair(Code("server_variables="), display("{", entries, "}"))
    package = config.package.replace("_", "-")
    yield Pair(Code("user_agent="), flat_literal(f"{package}-python/{config.version}"))
    yield Pair(Code("package="), flat_literal(config.package))
    yield Pair(Code("credentials="), display("{", [c.entry for c in credentials], "}"))
    yield Pair(Code("auth="), auth)
    yield from _passed_on("headers", "timeout", "limits", "max_retries", "strict")
    yield from _passed_on("httpx_client")


_TIMEOUT = union([Code("float"), Code("httpx.Timeout"), NONE, Code("Omit")])
_HEADERS = subscript("Mapping", [Code("str"), Code("str")])
_OPTIONS: tuple[Piece, ...] = (
    Declaration(Code("headers"), union([_HEADERS, NONE]), NONE),
    Declaration(Code("timeout"), _TIMEOUT, Code("OMIT")),
    Declaration(Code("limits"), union([Code("Limits"), NONE]), NONE),
)
"""Parameters of the constructor and of `with_options`."""


def _where(config: Config, servers: Servers) -> Iterator[Piece]:
    """What says where to send requests, as parameters."""
    kind = Code(f"{config.client_class}Environment")
    if servers.environments:
        default = servers.environments[0][0]
        yield Declaration(Code("base_url"), union([Code("str"), NONE]), NONE)
        yield Declaration(Code("environment"), kind, Code(f"{kind}.{default}"))
    else:
        yield Declaration(Code("base_url"), Code("str"))
    for argument in servers.arguments:
        yield argument.declaration(is_async=False)


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


def _constructor_doc(
    arguments: list[ArgumentView], servers: Servers, options: Mapping[str, str]
) -> Iterator[str]:
    yield "Make a client. Nothing is read or sent before it is needed."
    yield ""
    yield "Args:"
    for each in arguments:
        yield from item(each.name, each.doc.raw, 80)
    for name, text in server_docs(servers).items():
        yield from item(name, text, 80)
    for name, text in options.items():
        yield from item(name, text, 80)


def server_docs(servers: Servers) -> dict[str, str]:
    """What is said about the arguments that choose a server."""
    docs = {"base_url": "URL to send requests to."}
    if servers.base_path:
        path = servers.base_path.raw
        docs["base_url"] = f"URL to send requests to, down to its path `{path}`."
    if servers.environments:
        docs["base_url"] = "URL to send requests to, instead of the environment's."
        docs["environment"] = "Which of the API's servers to use."
    return docs | {str(each.name): each.doc.raw for each in servers.arguments}


def option_docs(api: Api) -> dict[str, str]:
    """What is said about the other arguments of a client."""
    if not any(scheme.kind == "certificate" for scheme in api.security_schemes):
        return OPTION_DOCS
    certificate = (
        " The API asks for a certificate of the client: give a client that has one,"
        " as in `httpx.Client(verify=ssl_context)`."
    )
    return OPTION_DOCS | {"httpx_client": OPTION_DOCS["httpx_client"] + certificate}


OPTION_DOCS = {
    "headers": "Sent with every request.",
    "timeout": "Seconds for connecting and for each read, or an `httpx.Timeout`;"
    " None waits for ever.",
    "limits": "What a reply may take at most: time, size, growth when it is unpacked;"
    " see `Limits`.",
    "max_retries": "How often a request is sent again after a failure that may pass.",
    "strict": "Raise where a reply does not match the API's description, instead of"
    " returning what could be read and logging the rest; and before anything is sent,"
    " where an argument is outside of the limits that it has there.",
    "httpx_client": "Used for the requests, with its own settings; it is not closed"
    " here.",
}
