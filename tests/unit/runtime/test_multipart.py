"""Multipart bodies, byte for byte, and that files are streamed."""

from __future__ import annotations

import io
import os
import tempfile
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from runtime.bodies import CHUNK
from runtime.models import Model
from runtime.multipart import FileList, Part, multipart_body
from runtime.omit import OMIT
from runtime.styles import Styled


class Settings(Model):
    speed: float
    style: str | None = None


def send(caller: Any, **body: Any) -> bytes:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", **body)
    request = caller.exchange.request
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert request.headers["content-length"] == str(len(request.content))
    sent: bytes = caller.exchange.body()
    return sent


def field(name: str, value: bytes, kind: str | None = None) -> bytes:
    extra = f"\r\nContent-Type: {kind}" if kind else ""
    head = f'--BOUNDARY\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def file(name: str, filename: str, kind: str, value: bytes) -> bytes:
    head = (
        f'--BOUNDARY\r\nContent-Disposition: form-data; name="{name}"; '
        f'filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return head.encode() + value + b"\r\n"


END = b"--BOUNDARY--\r\n"


def test_text_fields(caller: Any) -> None:
    form = {
        "text": '"quoted" é\n',
        "yes": True,
        "number": 1.5,
        "none": None,
        "omitted": OMIT,
        "tags": ["a", 2, None],
        "empty": [],
    }
    assert send(caller, form=form) == (
        field("text", '"quoted" é\n'.encode())
        + field("yes", b"true")
        + field("number", b"1.5")
        + field("tags", b"a")
        + field("tags", b"2")
        + END
    )


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ({"a": [1, None], "b": OMIT}, b'{"a":[1,null]}'),
        (Settings(speed=1.0), b'{"speed":1.0}'),
        ([{"a": 1}, {"b": 2}], b'[{"a":1},{"b":2}]'),
        ([Settings(speed=2.0)], b'[{"speed":2.0}]'),
        ([["a"]], b'[["a"]]'),
    ],
)
def test_objects_are_one_json_part(caller: Any, value: object, sent: bytes) -> None:
    expected = field("settings", sent, "application/json") + END
    assert send(caller, form={"settings": value}) == expected


@pytest.mark.parametrize(
    "call",
    [
        {"form": {}, "files": {}},
        {"form": {"a": None, "b": OMIT, "c": []}},
        {"files": {"a": OMIT, "b": FileList(()), "c": Part(FileList(OMIT), "a/b")}},
    ],
)
def test_a_form_of_nothing_is_multipart_all_the_same(
    caller: Any, call: dict[str, Any]
) -> None:
    assert send(caller, **call) == END


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"audio": None}, "^audio must be a file, not None"),
        ({"audio": Part(None, "a/b")}, "^audio must be a file, not None"),
        ({"audio": FileList(None)}, "^audio must be a file, not None"),
        ({"audio": [b"a"]}, "^audio takes one file, not a list of files"),
        ({"audio": (b"a", b"b")}, "^audio takes one file, not a tuple of files"),
        ({"audio": (7, b"b")}, "^audio takes one file"),
        ({"audio": ("a", b"b", "c", {}, "d")}, "^audio: a file as a tuple is"),
        ({"audio": ("a", b"b", "c/d", "e")}, "^audio: the headers of a file must be"),
        ({"audio": ("a", b"b", "c/d", {"E": 1})}, "^audio: the header E must be a str"),
    ],
)
def test_what_is_no_file_is_refused_by_name(
    caller: Any, files: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        caller.request("POST", "/x", files=files)
    assert caller.exchange.requests == []


def test_fields_come_before_files(caller: Any) -> None:
    sent = send(caller, files={"audio": b"\x00\xff"}, form={"a": "b"})
    kind = "application/octet-stream"
    expected = field("a", b"b") + file("audio", "upload", kind, b"\x00\xff") + END
    assert sent == expected


def named(data: bytes, name: object) -> io.BytesIO:
    stream = io.BytesIO(data)
    vars(stream)["name"] = name
    return stream


@pytest.mark.parametrize(
    ("given", "filename", "kind"),
    [
        (lambda: io.BytesIO(b"data"), "upload", "application/octet-stream"),
        (lambda: named(b"data", "/some/where/a.wav"), "a.wav", "audio/x-wav"),
        (lambda: named(b"data", 3), "upload", "application/octet-stream"),
        (lambda: ("b.txt", b"data"), "b.txt", "text/plain"),
        (lambda: ("b.txt", io.BytesIO(b"data"), None), "b.txt", "text/plain"),
        (lambda: ("b", b"data", "audio/mpeg; a=b"), "b", "audio/mpeg; a=b"),
        (lambda: ('a"\r\nb\\', b"data", "a/b"), "a%22%0D%0Ab\\\\", "a/b"),
        (lambda: ("é.bin", bytearray(b"data"), "a/b"), "é.bin", "a/b"),
    ],
)
def test_files(caller: Any, given: Any, filename: str, kind: str) -> None:
    sent = send(caller, files={"audio": given()})
    assert sent == file("audio", filename, kind, b"data") + END


def test_a_file_may_have_no_name(caller: Any) -> None:
    sent = send(caller, files={"a": (None, b"x"), "b": (None, b"y", "text/csv")})
    assert sent == field("a", b"x") + field("b", b"y", "text/csv") + END


def test_a_file_may_have_headers_of_its_own(caller: Any) -> None:
    sent = send(caller, files={"f": ("a", b"b", "c/d", {"X-Part": " é "})})
    head = b'Content-Disposition: form-data; name="f"; filename="a"\r\n'
    own = "Content-Type: c/d\r\nX-Part: é\r\n\r\nb\r\n".encode()
    assert sent == b"--BOUNDARY\r\n" + head + own + END


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"A B": "c"}, "f: 'A B' is not the name"),
        ({"A": "b\r\nC: d"}, "f: the value of 'A' holds a line break"),
        ({"content-type": "a/b"}, "f: content-type has a place of its own"),
    ],
)
def test_headers_of_a_file_are_checked(
    caller: Any, headers: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        caller.request("POST", "/x", files={"f": ("a", b"b", "c/d", headers)})


def test_a_list_of_files_repeats_the_name(caller: Any) -> None:
    files = FileList([b"a", ("n", b"b", "a/b")])
    sent = send(caller, files={"files": files, "none": OMIT})
    kind = "application/octet-stream"
    expected = file("files", "upload", kind, b"a") + file("files", "n", "a/b", b"b")
    assert sent == expected + END


@pytest.mark.parametrize(
    "files", [[b"a", b"b"], (b"a", b"b"), deque([b"a", b"b"]), [("upload", b"a"), b"b"]]
)
def test_any_sequence_of_files(caller: Any, files: Any) -> None:
    sent = send(caller, files={"files": FileList(files)})
    kind = "application/octet-stream"
    one, other = (file("files", "upload", kind, data) for data in (b"a", b"b"))
    assert sent == one + other + END
    assert send(caller, files={"files": FileList(b"a")}) == one + END


def test_a_path_is_streamed_from_disk(caller: Any, tmp_path: Path) -> None:
    audio = tmp_path / "take 1.mp3"
    data = os.urandom(3 * CHUNK + 5)
    audio.write_bytes(data)
    sent = send(caller, files={"audio": audio})
    assert sent == file("audio", "take 1.mp3", "audio/mpeg", data) + END


def test_a_file_is_never_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * (5 * CHUNK))
    with large.open("rb") as opened:
        for content in (large, opened):
            body = multipart_body({}, {"f": content})
            chunks = body.content()
            assert not isinstance(chunks, bytes)
            assert max(map(len, chunks)) == CHUNK


def test_an_open_file_is_sent_from_where_it_stands(caller: Any) -> None:
    stream = io.BytesIO(b"skipped data")
    stream.seek(8)
    sent = send(caller, files={"f": ("n", stream, "a/b")})
    assert sent == file("f", "n", "a/b", b"data") + END


def test_a_file_of_unknown_length_is_sent_in_chunks(caller: Any) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"piped")
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        caller.exchange.reply(json=None)
        caller.request("POST", "/x", files={"f": ("n", pipe, "a/b")})
    assert caller.exchange.body() == file("f", "n", "a/b", b"piped") + END
    assert caller.exchange.request.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("wrapped", [lambda f: f, lambda f: ("name", f)])
def test_a_str_for_a_file_is_refused_with_help(caller: Any, wrapped: Any) -> None:
    with pytest.raises(TypeError, match=r"audio: .*str: pass bytes.*pathlib\.Path"):
        caller.request("POST", "/x", files={"audio": wrapped("take.mp3")})
    assert caller.exchange.requests == []


def test_a_text_file_is_refused(caller: Any, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("text")
    with note.open() as opened, tempfile.NamedTemporaryFile("w+") as temporary:
        for file in (io.StringIO("x"), opened, temporary):
            with pytest.raises(TypeError, match="f: the file is open in text mode"):
                caller.request("POST", "/x", files={"f": file})


def test_what_is_no_file_is_refused(caller: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="f: a file cannot be given as int"):
        caller.request("POST", "/x", files={"f": 3})
    with pytest.raises(TypeError, match=r"f: a file as a tuple is \(name, content\)"):
        caller.request("POST", "/x", files={"f": ("a", b"b", "c/d", {}, 1)})
    with pytest.raises(FileNotFoundError):
        caller.request("POST", "/x", files={"f": tmp_path / "missing"})
    with pytest.raises(IsADirectoryError):
        caller.request("POST", "/x", files={"f": tmp_path})
    assert caller.exchange.requests == []


@pytest.mark.parametrize("kind", ["a/b\r\nX: y", "text", "a/b; c", "é/b", ""])
def test_a_content_type_cannot_add_a_header(caller: Any, kind: str) -> None:
    with pytest.raises(ValueError, match=r"f: .* is not a media type"):
        caller.request("POST", "/x", files={"f": ("n", b"", kind)})


def test_a_field_name_cannot_add_a_header(caller: Any) -> None:
    sent = send(caller, form={'a"\r\nX: y': "1"})
    assert sent == field("a%22%0D%0AX: y", b"1") + END


def test_the_boundary_is_random_and_cannot_be_replaced(caller: Any) -> None:
    types = set()
    for _ in range(3):
        options = {"headers": {"Content-Type": "multipart/form-data; boundary=x"}}
        send(caller, form={"a": 1}, options=options)
        types.add(caller.exchange.request.headers["content-type"])
    assert len(types) == 3


def test_extra_fields_are_merged_into_the_form(caller: Any) -> None:
    sent = send(caller, form={"a": 1, "b": 2}, options={"body": {"a": 3, "c": [4]}})
    assert sent == field("a", b"3") + field("b", b"2") + field("c", b"4") + END


def test_a_value_without_text_is_refused_by_name(caller: Any) -> None:
    with pytest.raises(TypeError, match="a: a value of type bytes"):
        caller.request("POST", "/x", form={"a": b"x"})


def test_a_part_has_the_content_type_that_it_is_given(caller: Any) -> None:
    form = {
        "note": Part("a,b", "text/csv"),
        "list": Part([1, None], "application/json"),
        "none": Part(None, "application/json"),
        "unset": Part(OMIT, "text/csv"),
        "object": Part({"a": 1}, "application/vnd.a+json"),
    }
    assert send(caller, form=form) == b"".join(
        [
            field("note", b"a,b", "text/csv"),
            field("list", b"[1,null]", "application/json"),
            field("object", b'{"a":1}', "application/vnd.a+json"),
            END,
        ]
    )


def test_a_file_is_of_its_own_type_before_that_of_its_part(caller: Any) -> None:
    files = {
        "bytes": Part(b"1", "image/png"),
        "named": Part(
            FileList([("a.txt", b"2"), ("b", b"3", "image/gif")]), "image/png"
        ),
        "none": Part(OMIT, "image/png"),
    }
    assert send(caller, files=files) == b"".join(
        [
            file("bytes", "upload", "image/png", b"1"),
            file("named", "a.txt", "text/plain", b"2"),
            file("named", "b", "image/gif", b"3"),
            END,
        ]
    )


def test_a_field_in_a_style(caller: Any) -> None:
    form = {
        "tags": Styled(["a b", "c&d"], "pipeDelimited"),
        "object": Styled({"k": [1]}, "deepObject"),
        "none": Styled(None, "form"),
    }
    assert send(caller, form=form) == (
        field("tags", b"a b|c&d") + field("object[k][0]", b"1") + END
    )


def test_another_kind_of_multipart(caller: Any) -> None:
    caller.exchange.reply(json=None)
    caller.request("POST", "/x", form=Settings(speed=2), content_type="multipart/mixed")
    kind = caller.exchange.request.headers["content-type"]
    assert kind.startswith("multipart/mixed; boundary=")
    assert caller.exchange.body() == field("speed", b"2.0") + END
