"""The surface of a package, of the same decisions that its files are printed from."""

from __future__ import annotations

from specwright.graph import reachable
from specwright.ir import Encoding, Key, NamedSchema, ObjectSchema, Schema, UnionSchema
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.imports import Imports
from specwright.python.layout import Declaration, Piece, flat
from specwright.python.literals import literal
from specwright.python.methods import error_class
from specwright.python.package import Package
from specwright.surface import Field, Method, Parameter, Surface, Type
from specwright.text import Text


def surface_of(package: Package) -> Surface:
    """Everything that a package offers its users."""
    return _Reader(package).surface()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._imports = Imports(("client",))
        self._schemes = {scheme.key: scheme for scheme in package.schemes}
        calls = package.calls.values()
        schemas = package.api.schemas
        sent = [a.schema for call in calls for a in call.arguments]
        self._sent = reachable(tuple(sent), schemas)
        received = [schema for call in calls for schema in _received(call)]
        received += [payload.schema for payload in package.api.payloads]
        self._received = reachable(tuple(received), schemas)

    def surface(self) -> Surface:
        package = self._package
        client = package.config.client_class
        names = {str(name) for name in package.names.models.values()}
        given = [a.declaration(is_async=False) for a in package.arguments]
        given += [a.declaration(is_async=False) for a in package.servers.arguments]
        return Surface(
            package=package.config.package,
            client=client,
            arguments=tuple(map(_declared, given)),
            environments=tuple(package.servers.environments),
            methods=tuple(self._method(call) for call in package.calls.values()),
            types=tuple(
                self._type(package.api.schemas[key], ".".join(module))
                for key, module in package.modules.items()
            ),
            exports=tuple(sorted(set(package.exports()) - names)),
        )

    def _method(self, call: Call) -> Method:
        package, operation = self._package, call.operation
        methods = package.methods
        server = operation.servers[0].url.raw if operation.servers else ""
        errors = tuple(
            (
                f"{response.status.raw} {error_class(response.status.raw, methods.errors)}",
                self._text(schema) if schema is not None else "",
            )
            for response, schema in call.errors
        )
        path = "".join(
            part.raw if isinstance(part, Text) else "{}"
            for part in operation.path.parts
        )
        returns = methods.returns(call.reply, self._imports, is_async=False)
        return Method(
            name=package.names.attribute(operation.key),
            operation=operation.key,
            parameters=tuple(self._parameter(a) for a in call.arguments),
            returns=flat(returns),
            errors=errors,
            verb=operation.method.raw,
            path=path,
            body=f"{call.body} {call.media_type.raw}" if call.media_type else "",
            accept=call.reply.accept.raw,
            auth=self._auth(operation.security),
            server=server,
            file=operation.location.file,
            line=operation.location.line,
        )

    def _parameter(self, argument: Argument) -> Parameter:
        declared = self._package.methods.declaration(
            argument, self._imports, is_async=False
        )
        place: str = argument.place
        if place not in ("path", "body", "content_type"):
            place = f"{place} {argument.wire.raw}"
        default = "" if declared.default is None else flat(declared.default)
        return Parameter(
            name=argument.name,
            type=flat(declared.annotation),
            required=argument.is_needed,
            default=default,
            positional=argument.is_positional,
            place=place,
            style=_style(argument.encoding),
            constant=argument.constant is not None,
        )

    def _type(self, named: NamedSchema, module: str) -> Type:
        package, schema = self._package, named.schema
        fields: tuple[Field, ...] = ()
        alias = ""
        if isinstance(schema, ObjectSchema):
            names = package.names.fields[named.key]
            fields = tuple(
                Field(
                    name=names[prop.name],
                    wire=prop.name.raw,
                    type=self._text(prop.schema),
                    required=prop.required,
                    default=self._constant(prop.schema) if prop.required else "",
                )
                for prop in schema.properties
            )
        else:
            alias = self._text(schema)
            if isinstance(schema, UnionSchema) and schema.discriminator is not None:
                alias = f"{alias} | UnknownVariant"
        item = package.types.pages.get(named.key)
        return Type(
            name=package.names.models[named.key],
            schema=named.anchor,
            module=module,
            fields=fields,
            alias=alias,
            pages="" if item is None else self._text(item),
            sent=named.key in self._sent,
            received=named.key in self._received,
            file=named.location.file,
            line=named.location.line,
        )

    def _text(self, schema: Schema) -> str:
        return flat(self._package.types.annotation(schema, self._imports))

    def _constant(self, schema: Schema) -> str:
        constant = self._package.types.constant(schema)
        return "" if constant is None else flat(literal(constant))

    def _auth(self, security: tuple[tuple[Key, ...], ...] | None) -> str:
        ways = [
            " and ".join(self._credential(key) for key in keys)
            for keys in security or ()
        ]
        return " or ".join(way or "nothing" for way in ways)

    def _credential(self, key: Key) -> str:
        scheme = self._schemes.get(key)
        if scheme is None:
            return key
        words = [scheme.kind, scheme.name.raw, scheme.prefix.raw, scheme.token_url.raw]
        return " ".join(word for word in words if word)


def _received(call: Call) -> list[Schema]:
    found = [schema for _, schema in call.errors if schema is not None]
    found += [schema for _, schema in call.reply.statuses]
    return found if call.reply.schema is None else [*found, call.reply.schema]


def _style(encoding: Encoding) -> str:
    if encoding.content_type:
        return f"as {encoding.content_type.raw}"
    words = [encoding.style.raw, "exploded" if encoding.explode else ""]
    words.append("unescaped" if encoding.allow_reserved else "")
    return " ".join(word for word in words if word)


def _declared(piece: Piece) -> Parameter:
    assert isinstance(piece, Declaration)
    default = "" if piece.default is None else flat(piece.default)
    return Parameter(
        name=str(piece.name),
        type=flat(piece.annotation),
        required=not default,
        default=default,
    )
