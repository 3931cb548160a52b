"""`multipart/form-data` bodies (RFC 7578), streamed from where their files are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .bodies import (
    BinaryReader,
    Body,
    BytesSource,
    Source,
    form_values,
    source_of,
    utf8,
)
from .headers import (
    check_header_name,
    check_header_value,
    check_media_type,
    is_json,
)
from .omit import OMIT
from .styles import Styled, json_text, named

FileContent = bytes | bytearray | BinaryReader | os.PathLike[str]
File = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""A file to send: bytes, an open binary file or a `pathlib.Path`, or a tuple of file
name, one of these and, if wanted, the content type and further headers of its part."""

_WHOLE: tuple[type, ...] = (bytes, bytearray, memoryview, str)
_DEFAULT_NAME = "upload"
_DEFAULT_TYPE = "application/octet-stream"
_OWN = frozenset({"content-disposition", "content-type"})
_ESCAPED = re.compile(r'["\\\x00-\x1a\x1c-\x1f]')


@dataclass(frozen=True, slots=True)
class Part:
    """A field whose content type the API names (OpenAPI 3.1, Encoding Object).

    A file keeps the type that comes with it, or that its name tells.
    """

    value: object
    content_type: str


@dataclass(frozen=True, slots=True)
class FileList:
    """A field that takes several files: a sequence of them, or one."""

    value: object


def multipart_body(
    form: Mapping[str, object],
    files: Mapping[str, object],
    content_type: str = "multipart/form-data",
) -> Body:
    """Build a multipart body: the fields of the form first, then the files.

    Args:
        form: Text fields; see `bodies.form_values` for lists and objects. A `Part`
            has a content type, a `Styled` value is written in its style.
        files: A `File` by field name, or a `FileList`, or a `Part` of these; `OMIT`
            is left out.
        content_type: The kind of multipart.

    Returns:
        The body. Without a part it is the closing delimiter alone, which servers read
        as a form without fields; without a body they would miss the form.

    Raises:
        TypeError: a value that cannot be sent, such as a `str` for a file.
        ValueError: a content type that is none.
        OSError: a path that cannot be read.
    """
    # Random, so that no content can hold it and end its part early.
    boundary = os.urandom(16).hex()
    sources: list[Source] = []
    for head, source in _parts(form, files):
        opening = utf8("the name of a field", f"--{boundary}\r\n{head}\r\n\r\n")
        sources += [BytesSource(opening), source, BytesSource(b"\r\n")]
    sources.append(BytesSource(f"--{boundary}--\r\n".encode("ascii")))
    return Body(sources, f"{content_type}; boundary={boundary}")


def first_file(files: Mapping[str, object]) -> str | None:
    """Return the name of the first field that has a file; None where none has."""
    for name, value in files.items():
        if _files(name, value.value if isinstance(value, Part) else value):
            return name
    return None


def _parts(
    form: Mapping[str, object], files: Mapping[str, object]
) -> Iterator[tuple[str, Source]]:
    for name, value in form.items():
        for key, text, kind in _fields(name, value):
            yield _head(key, None, kind), BytesSource(utf8(name, text))
    for name, value in files.items():
        part = value if isinstance(value, Part) else Part(value, _DEFAULT_TYPE)
        for file in _files(name, part.value):
            yield _file_part(name, file, part.content_type)


def _fields(name: str, value: object) -> Iterator[tuple[str, str, str | None]]:
    """Yield name, text and content type of each part of a field."""
    if isinstance(value, Styled):
        for key, texts in named(name, value):
            yield key, value.delimiter.join(texts), None
        return
    kind: str | None = None
    if isinstance(value, Part):
        kind, value = value.content_type, value.value
    if kind is not None and is_json(kind):
        whole = json_text(value)
        if whole is not None:
            yield name, whole, kind
        return
    for text, is_object in form_values(name, value):
        yield name, text, kind or ("application/json" if is_object else None)


def _files(name: str, value: object) -> Sequence[object]:
    """Return the files of a field: those of a `FileList`, or the only one."""
    takes_several = isinstance(value, FileList)
    if isinstance(value, FileList):
        value = value.value
    if value is OMIT:
        return ()
    if value is None:
        raise TypeError(f"{name} must be a file, not None")
    if isinstance(value, _WHOLE) or not isinstance(value, Sequence):
        return [value]
    items = cast("Sequence[object]", value)
    # A tuple that begins with a name is one file.
    first = items[0] if items else b""
    if isinstance(items, tuple) and (first is None or isinstance(first, str)):
        return [items]
    if not takes_several:
        raise TypeError(f"{name} takes one file, not a {type(items).__name__} of files")
    return items


def _file_part(name: str, file: object, default: str) -> tuple[str, Source]:
    content, kind, further = file, None, ""
    if isinstance(file, tuple):
        items = cast("tuple[Any, ...]", cast("object", file))
        if len(items) not in (2, 3, 4):
            raise TypeError(
                f"{name}: a file as a tuple is (name, content), "
                "(name, content, content_type) or (name, content, content_type, headers)"
            )
        filename: str | None = items[0]
        if not (filename is None or isinstance(cast("object", filename), str)):
            raise TypeError(f"{name}: the name of a file must be a string or None")
        content = items[1]
        kind = items[2] if len(items) > 2 else None
        further = _further(name, items[3]) if len(items) > 3 else ""
    else:
        filename = _filename(file)
    try:
        source = source_of(content)
    except TypeError as error:
        raise TypeError(f"{name}: {error}") from None
    if kind is None and filename:
        kind = _guess(filename) or default
    if kind is not None:
        check_media_type(kind, f"{name}: the content type")
    return _head(name, filename, kind) + further, source


def _further(name: str, headers: object) -> str:
    """Return the lines of a part's own headers (RFC 7578, section 4.8)."""
    if not isinstance(headers, Mapping):
        raise TypeError(f"{name}: the headers of a file must be a mapping")
    lines = ""
    for key, value in cast("Mapping[object, object]", headers).items():
        known = check_header_name(key, name)
        if not isinstance(value, str):
            raise TypeError(f"{name}: the header {known} must be a string")
        if known.lower() in _OWN:
            raise ValueError(f"{name}: {known} has a place of its own in the tuple")
        lines += f"\r\n{known}: {check_header_value(known, value, name)}"
    return lines


def _filename(content: object) -> str:
    is_path = hasattr(content, "__fspath__")
    found: Any = content if is_path else getattr(content, "name", None)
    if not is_path and not isinstance(found, str):
        return _DEFAULT_NAME  # bytes, or a file that has no name
    return os.path.basename(os.fspath(found)) or _DEFAULT_NAME


def _guess(filename: str) -> str | None:
    import mimetypes  # reads the system's tables, so only where it is needed

    return mimetypes.guess_type(filename)[0]


def _head(name: str, filename: str | None, kind: str | None) -> str:
    head = f'Content-Disposition: form-data; name="{_escape(name)}"'
    if filename:
        head += f'; filename="{_escape(filename)}"'
    if kind is not None:
        head += f"\r\nContent-Type: {kind}"
    return head


def _escape(text: str) -> str:
    """Escape a name as httpx and the HTML standard do (4.10.21.8)."""

    def replace(match: re.Match[str]) -> str:
        mark = match.group()
        return "\\\\" if mark == "\\" else f"%{ord(mark):02X}"

    return _ESCAPED.sub(replace, text)
