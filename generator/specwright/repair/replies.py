"""Bodies and replies: what an exporter leaves out, and what that must not mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specwright.http import MEDIA_TYPE
from specwright.nearest import nearest
from specwright.read.tree import Map, Node, Seq
from specwright.repair.draft import Change, Draft
from specwright.text import show

REPLY = "x-specwright-reply"
"""Extension of a Response Object; `undecided`: what arrives says what the reply is."""

UNDECIDED = "undecided"

_SUCCESS = re.compile(r"2(?:[0-9]{2}|XX)\Z")
_NO_BODY = {"204", "205"}
_PLACEHOLDER = re.compile(r"_Response_2(?:[0-9]{2}|XX)\Z")
_REF = "#/components/schemas/"
_ANNOTATIONS = {"type", "properties", "title", "description", "required"}


def undecided_replies(draft: Draft) -> Iterator[Change]:
    """A success without content, or with an object of nothing, can be anything (D1).

    The same export stands for bytes, for no body at all, and for an empty object, so
    the reply is marked; the client looks at what arrives.
    """
    if not draft.exported:
        return
    for _, path, responses in draft.objects("responses"):
        for status, node in responses.items():
            if not _SUCCESS.match(status) or status in _NO_BODY:
                continue
            response = draft.resolved(node)
            if not isinstance(response, Map) or REPLY in response:
                continue
            content = response.get("content")
            if not content and nearest("content", response.keys() - {"content"}):
                continue  # A slip, which the validator reports.
            if not content:
                what = "has no content"
            elif isinstance(content, Map) and _says_nothing(draft, content):
                what = "is an object without properties"
            else:
                continue
            response.put(REPLY, UNDECIDED)
            yield Change(
                path=(*path, status),
                key=True,
                message=f"the reply to {status} {what}, which exporters write for bytes too",
            )


def _says_nothing(draft: Draft, content: Map) -> bool:
    """JSON of an object schema that is only a placeholder."""
    media = content.get("application/json")
    if len(content) != 1 or not isinstance(media, Map):
        return False
    schema = media.get("schema")
    if isinstance(schema, Map) and isinstance(ref := schema.get("$ref"), str):
        if not (ref.startswith(_REF) and _PLACEHOLDER.search(ref)):
            return False
        schema = draft.resolved(schema)
    return (
        isinstance(schema, Map)
        and schema.get("type") == "object"
        and not schema.get("properties")
        and not {k for k in schema if not k.startswith("x-")} - _ANNOTATIONS
    )


def required_bodies(draft: Draft) -> Iterator[Change]:
    """A body is required where its schema has required properties (D1).

    The exporter writes no ``requestBody.required``, whether the body is or not.
    """
    if not draft.exported:
        return
    for _, path, body in draft.objects("request-body"):
        content = body.get("content")
        if "required" in body or "$ref" in body or not isinstance(content, Map):
            continue
        schemas = [
            draft.resolved(media.get("schema"))
            for media in content.values()
            if isinstance(media, Map)
        ]
        if schemas and all(_has_required(draft, schema, 0) for schema in schemas):
            body.put("required", True)
            yield Change(
                path=path,
                message="`required` is not given; the body has required properties",
            )


def _has_required(draft: Draft, schema: Node, depth: int) -> bool:
    if not isinstance(schema, Map) or depth > 20:
        return False
    required = schema.get("required")
    if isinstance(required, Seq) and required:
        return True
    parts = schema.get("allOf")
    return isinstance(parts, Seq) and any(
        _has_required(draft, draft.resolved(part), depth + 1) for part in parts
    )


def empty_bodies(draft: Draft) -> Iterator[Change]:
    """``requestBody: {content: {}}`` describes no body and is dropped."""
    for _, path, operation in draft.objects("operation"):
        body = operation.get("requestBody")
        if isinstance(body, Map) and "$ref" not in body and body.get("content") == {}:
            del operation["requestBody"]
            yield Change(
                path=(*path, "requestBody"),
                key=True,
                message="the request body has no media type",
            )


def missing_descriptions(draft: Draft) -> Iterator[Change]:
    """A Response Object without its required ``description`` gets an empty one."""
    for _, path, response in draft.objects("response"):
        if "description" in response or "$ref" in response:
            continue
        # A slip such as `descripton` is the validator's to report, once.
        if nearest("description", response) is None:
            response.put("description", "")
            yield Change(
                path=path, key=True, message="the response has no `description`"
            )


def required_path_parameters(draft: Draft) -> Iterator[Change]:
    """A path parameter is required, whether its ``required`` says so or not.

    OpenAPI 3.1, Parameter Object: for ``in: path`` the property is REQUIRED and its
    value MUST be true.
    """
    for _, path, parameter in draft.objects("parameter"):
        if parameter.get("in") != "path" or parameter.get("required") is True:
            continue
        given = "required" in parameter
        if not given and nearest("required", parameter) is not None:
            continue
        yield Change(
            path=(*path, "required") if given else path,
            message=(
                "a path parameter cannot be optional"
                if given
                else "the path parameter lacks `required: true`"
            ),
        )
        parameter.put("required", True)


_SHORT = {
    "": "*/*",
    "json": "application/json",
    "xml": "application/xml",
    "form-data": "multipart/form-data",
    "x-www-form-urlencoded": "application/x-www-form-urlencoded",
}
"""What is written for a media type, and the one that is meant."""


def media_types(draft: Draft) -> Iterator[Change]:
    """``text/plain; utf-8`` is ``text/plain``; what is none is left out beside others."""
    for kind in ("request-body", "response", "parameter", "header"):
        for _, path, node in draft.objects(kind):
            content = node.get("content")
            if not isinstance(content, Map):
                continue
            meant = {name: _media_type(name) for name in content}
            is_alone = not any(meant.values())
            for name, found in meant.items():
                if found in content or (not found and is_alone):
                    meant[name] = name
            changes = {name: found for name, found in meant.items() if found != name}
            for name, found in changes.items():
                instead = f"`{found}` is meant" if found else "it is left out"
                yield Change(
                    path=(*path, "content", name),
                    key=True,
                    message=f"{show(name)} is not a media type; {instead}",
                )
            if changes:
                node["content"] = _renamed(content, meant)


def _renamed(content: Map, meant: dict[str, str]) -> Map:
    """The content under the names that are meant; without those that mean nothing."""
    renamed = content.like({meant[n]: v for n, v in content.items() if meant[n]})
    for name, found in meant.items():
        if found and name in content.entries:
            renamed.entries[found] = content.entries[name]
    return renamed


def _media_type(name: str) -> str:
    """What is meant by a key of `content`; empty for nothing that is known."""
    if MEDIA_TYPE.fullmatch(name) or name.startswith("x-"):
        return name
    essence = name.partition(";")[0].strip()
    return essence if MEDIA_TYPE.fullmatch(essence) else _SHORT.get(name.strip(), "")
