"""Grows OpenAPI documents: mostly in form, with odd names and odd values anywhere.

All choices come from a `random.Random`, so a seed gives the same document for ever, and
hypothesis can take the place of the seed (`hypothesis.strategies.randoms`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from injection.payloads import PAYLOADS

NAMES = (
    *("id", "name", "Name", "NAME", "na me", "na-me", "na_me", "naMe", "a", "A", "a_"),
    *("_a", "1", "01", "class", "None", "self", "list", "str", "type", "items", "next"),
    *(
        "Model",
        "Acme",
        "AsyncAcme",
        "Error",
        "NotFoundError",
        "types",
        "client",
        "test",
    ),
    *(
        "resource",
        "request",
        "request_options",
        "json_text",
        "dt",
        "int",
        "body",
        "file",
    ),
    *("close", "copy", "schema", "model_config", "Stream", "Page", "data", "cursor"),
    *(
        "has_more",
        "limit",
        "offset",
        "page",
        "next_cursor",
        "results",
        "api_key",
        "token",
    ),
    *(
        "environment",
        "base_url",
        "x-api-key",
        "Authorization",
        "con",
        "nul",
        "\u00e9t\u00e9",
    ),
    *(
        "\u00c9t\u00e9",
        "\u8072",
        "\ufb01",
        "fi",
        "$ref",
        "x-a",
        "",
        "/",
        "~",
        "{a}",
        "a.b",
    ),
)
MEDIA = (
    *(
        "application/json",
        "application/json",
        "text/event-stream",
        "multipart/form-data",
    ),
    *("application/x-www-form-urlencoded", "text/plain", "image/png", "*/*", "text/*"),
    *("application/problem+json", "application/jsonl", "application/octet-stream"),
    *(
        "multipart/mixed",
        "application/xml",
        "json",
        "",
        'a/b; c="d"',
        "APPLICATION/JSON",
    ),
)
FORMATS = (
    *("date-time", "date", "time", "uuid", "email", "uri", "byte", "binary", "int32"),
    *(
        "int64",
        "float",
        "double",
        "password",
        "duration",
        "ipv4",
        "decimal",
        "odd format",
    ),
)
PATTERNS = ("^a+$", "(a+)+$", "^\\d{4}$", "^.{2,3}$", "\\p{L}", "(?=x)x")
STATUSES = ("200", "201", "204", "400", "404", "422", "4XX", "5XX", "default", "302")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
VERSIONS = ("3.1.0", "3.1.0", "3.0.3", "3.2.0", "3.1.1", "2.0")
STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
PATTERNS_OF_LISTS = ("cursor", "limit", "offset", "page", "after", "starting_after")
_COMPONENT = re.compile(r"[A-Za-z0-9._-]+")
_MIXED = tuple(
    text for text in PAYLOADS.values() if not re.search("[\ud800-\udfff]", text)
)


class Grammar:
    """One document. ``odd`` is how often a value is not what it should be."""

    def __init__(self, random: Random, odd: float = 0.02, size: int = 40) -> None:
        self._random = random
        self._odd = odd
        self._left = size
        self._schemas = [self.key() for _ in range(random.randint(0, 5))]
        self._schemes = [self.key() for _ in range(random.randint(0, 2))]
        self._version = self.choose(VERSIONS)

    def document(self) -> Any:
        """A whole document, in the version that was drawn."""
        if self._version == "2.0":
            return self._swagger()
        document = {
            "openapi": self._version,
            "info": self.maybe({"title": self.text(), "version": "1"}),
            "servers": self.some(self._server, 2),
            "security": self.some(self._requirement, 1),
            "tags": self.some(
                lambda: {"name": self.name(), "description": self.text()}, 2
            ),
            "paths": self._paths(3),
            "components": {
                "schemas": {name: self.schema() for name in self._schemas},
                "parameters": self.keyed(self._parameter, 1),
                "responses": self.keyed(self._response, 1),
                "requestBodies": self.keyed(self._body, 1),
                "securitySchemes": {name: self._scheme() for name in self._schemes},
            },
        }
        if self.chance(0.1) and self._version != "3.0.3":
            document["webhooks"] = self.keyed(self._path_item, 1)
        kept = {k: v for k, v in document.items() if v or k in ("paths", "info")}
        return self.maybe(kept)

    def _swagger(self) -> Any:
        return {
            "swagger": "2.0",
            "info": {"title": self.text(), "version": "1"},
            "host": self.pick(
                ("api.acme.test", "localhost:80"), ("", "a/b", self.text())
            ),
            "basePath": self.pick(("/v1", "/"), ("", "v1/")),
            "schemes": ["https"],
            "consumes": self.some(lambda: self.choose(MEDIA), 2),
            "produces": self.some(lambda: self.choose(MEDIA), 2),
            "paths": self._paths(2),
            "definitions": {name: self.schema() for name in self._schemas},
            "securityDefinitions": {name: self._scheme() for name in self._schemes},
        }

    # What choices are made of.

    def chance(self, of: float) -> bool:
        return self._random.random() < of

    def choose(self, values: Any) -> Any:
        return values[self._random.randrange(len(values))]

    def pick(self, good: Any, bad: Any) -> Any:
        """One of the good ones, but as often as odd values come a bad one."""
        return self.choose(bad if self.chance(self._odd) else good)

    def key(self) -> str:
        """The name of a component (OpenAPI 3.1, Components Object)."""
        good = [name for name in NAMES if _COMPONENT.fullmatch(name)]
        return str(self.pick(good, NAMES))

    def name(self) -> str:
        return str(self.choose(NAMES) if self.chance(0.96) else self.choose(_MIXED))

    def text(self) -> str:
        if self.chance(0.2):
            return str(self.choose(_MIXED))
        return str(self.choose(("", "Some text.", "a", "Of *one* `thing`.\n\n- two\n")))

    def odd(self) -> Any:
        """A value that is in the wrong place almost everywhere."""
        return self.choose(
            (
                *(None, True, False, 0, -1, 1.5, 1e300, 10**30, "", " ", "x", [], {}),
                *(
                    [None],
                    [[]],
                    {"": None},
                    {"$ref": "#"},
                    {"$ref": "#/nowhere"},
                    ["a", 1],
                ),
                *({"$ref": 1}, {"type": "object"}, "#/components/schemas/a", -0.0),
                self.choose(_MIXED),
            )
        )

    def maybe(self, value: Any) -> Any:
        return self.odd() if self.chance(self._odd) else value

    def some(self, make: Callable[[], Any], most: int) -> list[Any]:
        return [self.maybe(make()) for _ in range(self._random.randint(0, most))]

    def keyed(
        self, make: Callable[[], Any], most: int, key: Callable[[], str] | None = None
    ) -> dict[str, Any]:
        count = self._random.randint(0, most)
        return {(key or self.name)(): self.maybe(make()) for _ in range(count)}

    def with_some(self, needed: dict[str, Any], **others: Callable[[], Any]) -> Any:
        """A mapping with what it needs, and some of the rest."""
        for key, make in others.items():
            if self.chance(0.15):
                needed[key.rstrip("_")] = self.maybe(make())
        return needed

    # Parts of documents.

    def _server(self) -> Any:
        url = self.pick(
            ("https://api.acme.test", "/", "https://{a}.acme.test/{b}", "https://x/y/"),
            ("", "{scheme}://x", "//x", "HTTPS://X:99999", self.text()),
        )
        variables = {
            name: self.maybe(
                self.with_some({"default": self.name()}, description=self.text)
            )
            for name in ("a", "b")
            if f"{{{name}}}" in url
        }
        server = self.with_some({"url": url}, description=self.text)
        return server | ({"variables": variables} if variables else {})

    def _requirement(self) -> Any:
        names = self.pick([*self._schemes, None], [*self._schemes, self.name()])
        return {} if names is None else {names: self.some(self.name, 1)}

    def _scheme(self) -> Any:
        url = "https://a.test/token"
        flow = {"tokenUrl": url, "scopes": self.keyed(self.text, 2)}
        place = self.choose(("header", "query"))
        good: list[Any] = [{"type": "apiKey", "in": place, "name": self.name() or "k"}]
        if self._version == "2.0":
            good += [
                {"type": "basic"},
                {"type": "oauth2", "flow": "application"} | flow,
            ]
        else:
            kind = self.choose(("basic", "bearer", "digest", "odd"))
            good += [{"type": "http", "scheme": kind}]
            name = self.choose(("clientCredentials", "password"))
            good += [{"type": "oauth2", "flows": {name: flow}}]
            good += [{"type": "openIdConnect", "openIdConnectUrl": url}]
        bad = ({"type": "odd"}, {"type": "apiKey"}, {"type": "oauth2", "flows": {}})
        return self.with_some(self.pick(good, bad), description=self.text)

    def _path(self) -> str:
        words = ("v1", "{id}", "users", self.name())
        count = self._random.randint(0, 3)
        parts = [str(self.choose(words)) for _ in range(count)]
        while parts.count("{id}") > 1:
            parts.remove("{id}")
        return str(self.pick(("/",), ("", "//"))) + "/".join(parts)

    def _paths(self, most: int) -> Any:
        paths = {self._path() for _ in range(self._random.randint(0, most))}
        return {p: self.maybe(self._path_item("{id}" in p)) for p in sorted(paths)}

    def _path_item(self, has_id: bool = False) -> Any:
        item = {
            self.pick(METHODS, ("query", "trace", "GET", self.name())): self.maybe(
                self._operation()
            )
            for _ in range(self._random.randint(0, 2))
        }
        item["parameters"] = self.some(self._parameter, 1)
        if has_id != self.chance(self._odd):
            needed = {"name": "id", "in": "path", "required": True}
            old = self._version == "2.0"
            kind = {"type": "string"} if old else {"schema": self._scalar()}
            item["parameters"].append(needed | kind)
        if self._version == "2.0":
            return item
        return self.with_some(
            item, summary=self.text, servers=lambda: self.some(self._server, 1)
        )

    def _operation(self) -> Any:
        responses = {self._status(): self.maybe(self._response()) for _ in range(2)}
        operation: dict[str, Any] = {"responses": responses}
        if self.chance(0.6):
            operation["parameters"] = self._parameters(4)
        if self._version == "2.0":
            return self.with_some(
                operation,
                operationId=self.name,
                tags=lambda: self.some(self.name, 2),
                consumes=lambda: self.some(lambda: self.choose(MEDIA), 1),
            )
        if self.chance(0.5):
            operation["requestBody"] = self.maybe(self._body())
        return self.with_some(
            operation,
            operationId=self.name,
            tags=lambda: self.some(self.name, 2),
            summary=self.text,
            description=self.text,
            deprecated=lambda: True,
            security=lambda: self.some(self._requirement, 2),
            servers=lambda: self.some(self._server, 1),
            callbacks=lambda: self.keyed(lambda: {"{$url}": self._path_item()}, 1),
            externalDocs=lambda: {"url": self.text()},
            **{
                "x-fern-sdk-method-name": self.name,
                "x-fern-sdk-group-name": lambda: self.some(self.name, 2),
                "x-speakeasy-name-override": self.name,
            },
        )

    def _status(self) -> str:
        return str(self.pick(STATUSES, ("2", "5xx", "600", "", "x-a", self.name())))

    def _parameters(self, most: int) -> list[Any]:
        """Different ones (OpenAPI 3.1, Operation Object)."""
        made = self.some(self._parameter, most)
        seen = {
            (str(p.get("name")), p.get("in")): p for p in made if isinstance(p, dict)
        }
        return made if self.chance(self._odd) else list(seen.values())

    def _parameter(self) -> Any:
        if self.chance(self._odd):
            return {"$ref": f"#/components/parameters/{self.name()}"}
        place = self.pick(
            ("query", "query", "header", "cookie"),
            ("path", "querystring", "body", "formData", "x"),
        )
        name = self.choose(PATTERNS_OF_LISTS) if self.chance(0.4) else self.name()
        parameter: dict[str, Any] = {"name": name or "n", "in": place}
        if self._version == "2.0":
            parameter["in"] = self.pick(("query", "header", "formData"), ("body", "x"))
            kind = self.pick(("string", "array", "integer"), ("file", "x"))
            parameter |= {"type": kind, "items": {"type": "string"}}
            return self.with_some(
                parameter,
                description=self.text,
                collectionFormat=lambda: self.choose(("csv", "ssv", "pipes")),
            )
        if self.chance(0.1):
            parameter["content"] = {self.choose(MEDIA): self._media()}
            return self.with_some(parameter, description=self.text)
        parameter["schema"] = self.schema()
        if self.chance(0.2):
            parameter["style"] = self.pick(STYLES.get(place, ("form",)), ("odd",))
        return self.with_some(
            parameter,
            explode=lambda: self.chance(0.5),
            required=lambda: self.chance(0.5),
            description=self.text,
            example=self.value,
            deprecated=lambda: True,
        )

    def _body(self) -> Any:
        return self.with_some(
            {"content": self._content(2)}, required=lambda: True, description=self.text
        )

    def _response(self) -> Any:
        if self.chance(self._odd):
            return {"$ref": f"#/components/responses/{self.name()}"}
        if self._version == "2.0":
            return self.with_some({"description": self.text(), "schema": self.schema()})
        return self.with_some(
            {"description": self.text(), "content": self._content(1)},
            headers=lambda: self.keyed(lambda: {"schema": self.schema()}, 1),
            links=lambda: self.keyed(lambda: {"operationId": self.name()}, 1),
        )

    def _content(self, most: int) -> Any:
        return self.keyed(self._media, most, lambda: str(self.choose(MEDIA)))

    def _media(self) -> Any:
        media = {"schema": self.schema()}
        if self._version == "3.2.0" and self.chance(0.2):
            media = {"itemSchema": self.schema()}
        return self.with_some(
            media,
            example=self.value,
            examples=lambda: self.keyed(lambda: {"value": self.value()}, 2),
            encoding=lambda: self.keyed(
                lambda: {
                    "contentType": self.choose(MEDIA),
                    "style": self.choose(STYLES["query"]),
                    "explode": self.chance(0.5),
                },
                2,
            ),
        )

    def schema(self) -> Any:
        """A schema; a small one when the document is large already."""
        self._left -= 1
        if self._left < 0 or self.chance(0.2):
            return self._reference() if self.chance(0.5) else self._scalar()
        make = self.choose(
            (
                *(self._scalar, self._scalar, self._object, self._object, self._array),
                *(self._combined, self._combined, self._tagged, self._rare),
                *(self._page, self._merged, self._reference),
            )
        )
        made = self.with_some(
            make(),
            description=self.text,
            title=self.text,
            default=self.value,
            example=self.value,
            examples=lambda: self.some(self.value, 2),
            nullable=lambda: True,
            deprecated=lambda: True,
            readOnly=lambda: True,
            writeOnly=lambda: True,
        )
        return self.maybe(made if self.chance(0.97) else True)

    def _reference(self) -> Any:
        name = self.choose(self._schemas) if self._schemas else self.name()
        if not self._schemas and not self.chance(self._odd):
            return {}
        kind = "definitions" if self._version == "2.0" else "components/schemas"
        pointer = name.replace("~", "~0").replace("/", "~1")
        return {"$ref": f"#/{kind}/{pointer}"}

    def _scalar(self) -> Any:
        kind = self.choose(("string", "string", "integer", "number", "boolean", "null"))
        return self.with_some(
            {"type": kind},
            format=lambda: self.choose(FORMATS),
            enum=lambda: self.some(self.value, 4),
            const=self.value,
            pattern=lambda: self.pick(PATTERNS, ("[", "\\", "(?i)x", "")),
            minLength=lambda: self.choose((0, 3, 400)),
            maxLength=lambda: self.choose((0, 5)),
            minimum=lambda: self.choose((0, -1.5, 10)),
            maximum=lambda: self.choose((0, 100)),
            multipleOf=lambda: self.pick((3, 0.1), (0, -1)),
            type=lambda: self.pick((kind,), (["string", "null"], kind)),
        )

    def _object(self) -> Any:
        properties = self.keyed(self.schema, 4)
        return self.with_some(
            {"type": "object", "properties": properties},
            required=lambda: self.some(lambda: self.choose((*properties, "x")), 3),
            additionalProperties=lambda: self.choose((False, True, self._scalar())),
            patternProperties=lambda: {"^x": self._scalar()},
            allOf=lambda: [self.schema()],
            discriminator=lambda: {"propertyName": self.name()},
        )

    def _array(self) -> Any:
        return self.with_some(
            {"type": "array", "items": self.schema()},
            minItems=lambda: self.choose((1, 3, 100)),
            maxItems=lambda: self.choose((0, 2)),
            uniqueItems=lambda: True,
            prefixItems=lambda: [self._scalar(), *self.some(self._scalar, 2)],
        )

    def _combined(self) -> Any:
        kind = self.choose(("oneOf", "anyOf", "allOf"))
        return self.with_some(
            {kind: [self.schema(), *self.some(self.schema, 2)]},
            properties=lambda: self.keyed(self.schema, 2),
            type=lambda: "object",
        )

    def _tagged(self) -> Any:
        name = self.name()

        def variant() -> Any:
            tag = self.with_some(
                {"type": "string"}, const=self.name, enum=lambda: ["a"]
            )
            return {"type": "object", "properties": {name: tag}, "required": [name]}

        variants = [
            self._reference() if self.chance(0.5) else variant()
            for _ in range(self._random.randint(1, 3))
        ]
        found: dict[str, Any] = {"propertyName": name}
        if self.chance(0.4):
            found["mapping"] = self.keyed(lambda: self._reference().get("$ref", "a"), 2)
        return {"oneOf": variants, "discriminator": self.maybe(found)}

    def _merged(self) -> Any:
        return {"allOf": [self._reference(), self._object()]}

    def _page(self) -> Any:
        return {
            "type": "object",
            "properties": {
                self.choose(("data", "items", "results")): {
                    "type": "array",
                    "items": self.schema(),
                },
                self.choose(("next_cursor", "has_more", "next")): self._scalar(),
            },
        }

    def _rare(self) -> Any:
        return self.choose(
            (
                {"not": self._scalar()},
                {"if": self._scalar(), "then": self._scalar(), "else": False},
                self.pick(({},), ({"$dynamicRef": "#x", "$anchor": "x"}, {"type": []})),
                {"type": ["string", "object", "array", "null"]},
                {"enum": [None, 1, "1", 1.0, True, [], {}]},
                {"type": "object", "minProperties": 1, "unevaluatedProperties": False},
                {"type": "string", "contentMediaType": "application/json"},
                self.pick(({"$defs": {"a": {}}},), ({"type": "file"},)),
                {"type": "string", "x-enum-meta": 1, "enum": [{"value": "a"}]},
                {},
            )
        )

    def value(self) -> Any:
        """A JSON value, of any kind."""
        return self.choose(
            (
                *(
                    None,
                    True,
                    0,
                    1,
                    2.5,
                    "",
                    "a",
                    [],
                    {},
                    ["a"],
                    {"a": 1},
                    10**20,
                    1e22,
                ),
                self.text(),
                self.name(),
                {self.name(): self.text()},
                [[{}]],
            )
        )
