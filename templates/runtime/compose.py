"""The body of a call: which of its arguments make it, and in what media type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from .bodies import Body, content_body, json_body, type_of, urlencoded_body
from .encode import to_wire
from .headers import is_json, media_type
from .multipart import FileList, first_file, multipart_body
from .omit import OMIT

if TYPE_CHECKING:
    from .constraints import Check
    from .plan import CallArguments

_FORM = "multipart/form-data"


def body_of(
    arguments: CallArguments, extra: Mapping[str, object], check: Check
) -> Body:
    """Return the body that a method's arguments make, with more fields from its options.

    Raises:
        ValueError, TypeError: an argument that cannot be sent; it is named.
        OSError: a file that cannot be read.
    """
    json = arguments.get("json", OMIT)
    content = arguments.get("content", OMIT)
    kind = arguments.get("content_type")
    form, files = arguments.get("form"), arguments.get("files")
    urlencoded, types = arguments.get("urlencoded"), arguments.get("types", ())
    if json is not OMIT and files is not None:
        kind = _type_beside(files, kind, types)
        is_form = media_type(kind) == _FORM
        form = {**_fields(json), **_fields(form or {})} if is_form else None
        files = files if is_form else None
    if form is not None or files is not None:
        fields = {**_fields(form or {}), **extra}
        kind = kind or _FORM
        several = {name: FileList(file) for name, file in (files or {}).items()}
        check(media_type(kind), {**fields, **several})
        return multipart_body(fields, files or {}, kind)
    if urlencoded is not None:
        fields = {**_fields(urlencoded), **extra}
        check("application/x-www-form-urlencoded", fields)
        return urlencoded_body(fields)
    if "either" in arguments:
        either = arguments["either"]
        kind = kind or type_of(either, types)
        json, content = (either, OMIT) if is_json(kind) else (OMIT, either)
        json = OMIT if json is None else json
    if content is not OMIT and content is not None:
        _refuse_extra(extra)
        raw = kind or "text/plain"
        if isinstance(content, str) and not is_json(raw):
            check(media_type(raw), content)
        return content_body(content, kind)
    if extra:
        json = _with_fields(json, extra)
    if json is OMIT:
        return Body()
    kind = kind or "application/json"
    check(media_type(kind), json)
    return _json(json, kind)


def _type_beside(
    files: Mapping[str, object], kind: str | None, types: Sequence[str]
) -> str:
    """Return the type of fields that may be JSON or, with files beside them, a form."""
    name = first_file(files)
    if name is None:
        return kind or types[0]
    if kind is not None and media_type(kind) != _FORM:
        raise ValueError(
            f"{name} is a file, which a body of content_type {kind!r} cannot have; "
            f"{_FORM!r} can"
        )
    return _FORM


def _json(json: object, kind: str) -> Body:
    """Return fields in the form that was asked for: JSON, or one of the two others."""
    name = media_type(kind)
    if name == "application/x-www-form-urlencoded":
        return urlencoded_body(_fields(json))
    if name == _FORM:
        return multipart_body(_fields(json), {})
    return json_body(json, kind)


def _fields(form: object) -> Mapping[str, object]:
    """Return the fields of a form: those of a mapping as they are, or of a model."""
    if not isinstance(form, Mapping):
        form = to_wire(form)
    if not isinstance(form, Mapping):
        raise TypeError("a form has fields, but this body is no object")
    return cast("Mapping[str, object]", form)


def _with_fields(json: object, extra: Mapping[str, object]) -> Mapping[str, object]:
    fields: Any = {} if json is OMIT else to_wire(json)
    if not isinstance(fields, dict):
        _refuse_extra(extra)
    return {**cast("dict[str, object]", fields), **extra}


def _refuse_extra(extra: Mapping[str, object]) -> None:
    if extra:
        raise TypeError("request_options: body has fields, but this body is no object")
