"""Operations of the bundle to operations of the API model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from specwright.bundle import BundledOperation
from specwright.diagnostics import Diagnostics
from specwright.ir import (
    NO_CONSTRAINTS,
    AnySchema,
    Docs,
    Exchange,
    Key,
    MediaType,
    ObjectSchema,
    Operation,
    Parameter,
    ParameterPlace,
    RequestBody,
    Response,
    Sample,
    Schema,
    StringSchema,
)
from specwright.lower.called import NAMING, called
from specwright.lower.choices import is_chosen
from specwright.lower.constraints import Constraints
from specwright.lower.cursor import Cursor, data
from specwright.lower.docs import docs_of, given_name
from specwright.lower.encodings import Encodings
from specwright.lower.events import payload
from specwright.lower.media import is_form, is_multipart
from specwright.lower.paths import VARIABLE, path_template, without_query
from specwright.lower.reply_headers import ReplyHeaders
from specwright.lower.schemas import Place, Schemas
from specwright.read.info import PageInfo
from specwright.read.tree import Map
from specwright.text import Data, Text, json_data

_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""What media types and security say already (OpenAPI 3.1, Parameter Object, `name`)."""

Security: TypeAlias = tuple[tuple[Key, ...], ...] | None
"""Alternatives of scheme keys; None: the operation takes no credential."""


@dataclass(frozen=True, slots=True)
class Operations:
    """Lowers operations, each as one transaction on the schemas they share."""

    root: Cursor
    schemas: Schemas
    constraints: Constraints
    diagnostics: Diagnostics
    headers: ReplyHeaders

    def lower(self, found: BundledOperation, key: Key, security: Security) -> Operation:
        """One operation, whole."""
        at = _cursor(found)
        before = len(self.schemas.degraded)
        group, name, named_by = called(found, at, self.root / "tags")
        words = (*group, name)
        body = self._body(at / "requestBody", words)
        parameters = self._parameters(found, at, words)
        responses = self._responses(at / "responses", words)
        headers = self.headers.lower(at / "responses", words)
        self.schemas.finish()
        return Operation(
            key=key,
            operation_id=name,
            document_id=at.text("operationId"),
            group=group,
            named_by=named_by,
            chosen=is_chosen(at, *NAMING),
            method=Text(found.method.upper()),
            path=path_template(without_query(found.path, _queried(parameters))),
            parameters=parameters,
            request_body=body,
            responses=responses,
            headers=headers,
            security=security,
            docs=_docs(at, found.page),
            samples=_samples(found.page),
            exchanges=_exchanges(found.page),
            degraded=tuple(each.key for each in self.schemas.degraded[before:]),
            location=at.location,
        )

    def _parameters(
        self, found: BundledOperation, at: Cursor, words: tuple[Text, ...]
    ) -> tuple[Parameter, ...]:
        """The operation's parameters after those of its path that it does not replace."""
        item = self.root / "paths" / found.place[1]
        shared = Cursor(found.path_item, item.path, found.path_item, item.mark)
        result: dict[tuple[str, str], Parameter] = {}
        for source in (shared / "parameters", at / "parameters"):
            for child in source.elements():
                parameter = self._parameter(self.schemas.follow(child), words)
                if parameter is not None:
                    name = parameter.name.raw
                    # RFC 9110 section 5.1: names of headers ignore case.
                    same = name.lower() if parameter.place == "header" else name
                    result[parameter.place, same] = parameter
        path = without_query(found.path, _queried(result.values()))
        return (*result.values(), *_undeclared(path, result, at))

    def _parameter(self, at: Cursor, words: tuple[Text, ...]) -> Parameter | None:
        place = _place(at.text("in").raw)
        name = at.text("name")
        if place is None or not name:
            return None
        if place == "header" and name.raw.lower() in _IGNORED_HEADERS:
            return None
        encodings = Encodings(self.diagnostics)
        encoding = encodings.parameter(at, place)
        content = list((at / "content").items())
        schema_at = content[0][1] / "schema" if content else at / "schema"
        encodings.check_defined(at, self.schemas.follow(schema_at), encoding)
        schema: Schema = StringSchema()
        constraints = NO_CONSTRAINTS
        if not encoding.is_opaque:
            constraints = self.constraints.of(schema_at)
            schema = self.schemas.lower(schema_at, Place(None, (*words, name)))
        docs = docs_of(at)
        if not docs.description:
            docs = replace(docs, description=schema_at.text("description"))
        if not docs.examples:
            docs = replace(docs, examples=docs_of(schema_at).examples)
        return Parameter(
            name=name,
            place=place,
            required=at.flag("required") or place == "path",
            schema=schema,
            default=self.schemas.default(schema_at),
            style=encoding.style,
            explode=encoding.explode,
            allow_reserved=encoding.allow_reserved,
            content=encoding.content_type,
            constraints=constraints,
            docs=docs,
            location=at.location,
            given=given_name(at, "x-fern-parameter-name"),
            chosen=is_chosen(at, "x-fern-parameter-name"),
        )

    def _body(self, at: Cursor, words: tuple[Text, ...]) -> RequestBody | None:
        if at.node is None:
            return None
        at = self.schemas.follow(at)
        content = tuple(
            self._media(name, child, (*words, Text("Request")), lift=False)
            for name, child in (at / "content").items()
        )
        if not content:
            return None
        return RequestBody(
            required=at.flag("required"),
            content=content,
            docs=docs_of(at),
            location=at.location,
        )

    def _media(
        self, name: str, at: Cursor, words: tuple[Text, ...], *, lift: bool
    ) -> MediaType:
        schema_at = at / "schema"
        form = is_form(name) and not lift
        files = is_multipart(name) and not lift
        inline = None if lift else self._inline(schema_at, words, form, files)
        item = payload(name, at, words, self.schemas, self.schemas.follow)
        schema: Schema = AnySchema()
        if item is None:
            schema = inline or self.schemas.lower(
                schema_at, Place(None, words), is_form=files
            )
        if item is None and "itemSchema" in at:
            place = Place(None, (*words, Text("Item")))
            item = self.schemas.lower(at / "itemSchema", place)
        encodings = Encodings(self.diagnostics).fields(at, name) if form else ()
        shown = docs_of(at).examples
        for _, example in (at / "examples").items():
            if isinstance(example.node, Map) and "value" in example.node:
                shown = (*shown, data(example.node["value"]))
        if not shown:
            shown = docs_of(schema_at).examples
        return MediaType(
            media_type=Text(name),
            schema=schema,
            item_schema=item,
            examples=shown,
            encodings=encodings,
            constraints=NO_CONSTRAINTS if lift else self.constraints.of(schema_at),
        )

    def _inline(
        self, at: Cursor, words: tuple[Text, ...], form: bool, files: bool
    ) -> ObjectSchema | None:
        """An inline object body: its properties become arguments, it needs no name.

        A form's object is lowered from its place too, so that its files are files
        whether the schema is a component or not. A form of pairs of text has none.
        """
        target = self.schemas.follow(at) if form else at
        node = target.node
        if not isinstance(node, Map) or not isinstance(node.get("properties"), Map):
            return None
        if not node["properties"] or {"oneOf", "anyOf", "allOf", "enum"} & set(node):
            return None
        required = target.strings("required")
        place = Place(None, words)
        return ObjectSchema(
            properties=tuple(
                self.schemas.property(
                    name, child, name in required, place, is_form=files
                )
                for name, child in self.schemas.entries(target)
            )
        )

    def _responses(self, at: Cursor, words: tuple[Text, ...]) -> tuple[Response, ...]:
        result = []
        for status, child in at.items():
            if status.startswith("x-"):
                continue
            response = self.schemas.follow(child)
            place = (
                *words,
                Text("Response" if status[0] == "2" else f"Error {status}"),
            )
            content = tuple(
                self._media(name, media, place, lift=True)
                for name, media in (response / "content").items()
            )
            result.append(
                Response(
                    status=Text(status.upper() if status != "default" else status),
                    content=content,
                    undecided="x-specwright-reply" in response,
                    docs=docs_of(response),
                    location=response.location,
                )
            )
        return tuple(result)


def _queried(parameters: Iterable[Parameter]) -> set[str]:
    return {p.name.raw for p in parameters if p.place == "query"}


def _undeclared(
    path: str, declared: dict[tuple[str, str], Parameter], at: Cursor
) -> list[Parameter]:
    """Variables of the path that no parameter declares."""
    return [
        Parameter(
            name=Text(name),
            place="path",
            required=True,
            schema=StringSchema(),
            default=None,
            style=Text("simple"),
            explode=False,
            docs=Docs(),
            location=at.location,
        )
        for name in dict.fromkeys(VARIABLE.findall(path))
        if ("path", name) not in declared
    ]


def _cursor(found: BundledOperation) -> Cursor:
    return Cursor(found.node, found.place, found.node, found.node.mark)


def _place(raw: str) -> ParameterPlace | None:
    match raw:
        case "path" | "query" | "querystring" | "header" | "cookie":
            return raw
        case _:
            return None


def _docs(at: Cursor, page: PageInfo | None) -> Docs:
    docs = docs_of(at)
    if page is not None and page.reference:
        return replace(docs, reference=Text(page.reference))
    external = (at / "externalDocs").text("url")
    return replace(docs, reference=external) if external else docs


def _samples(page: PageInfo | None) -> tuple[Sample, ...]:
    if page is None:
        return ()
    return tuple(
        Sample(language=Text(s.language), code=Text(s.code)) for s in page.samples
    )


def _exchanges(page: PageInfo | None) -> tuple[Exchange, ...]:
    return tuple(
        Exchange(request=_json(example.request), response=_json(example.response))
        for example in (page.examples if page else ())
    )


def _json(text: str) -> Data | None:
    """JSON that a page shows; None where it shows none, or none that can be read."""
    try:
        return json_data(json.loads(text)) if text else None
    except (ValueError, RecursionError):
        return None
