"""The files that record what a client sends: one block a call, written and read back.

A block says the call in comments, then the request, as editors know `.http` files:

    ### client.voices.add: with_everything
    # operation: POST /v1/voices
    # spec: 0f3a9c1d5b7e2468
    # query "page_size": 3
    POST https://api.acme.test/v1/voices?page_size=3
    content-type: application/json

    {"name":"name"}

What a JSON body holds is not said twice. `FILE` stands for a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from specwright.text import JsonValue
from specwright.wire.request import body_bytes, compact

FOLDER = "wire"
FILE = "FILE"
HEAD = """\
# What this client sends, computed from the specification. Written by specwright: a change
# of it that no change of the specification explains is not generated until it is accepted.
"""

Said: TypeAlias = "tuple[str, str, str]"
"""An argument: its place, its wire name, and its value in JSON."""

_START = "\n\n### "
_COMMENT = re.compile(r"# (\w+) (?=\")")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One recorded call."""

    attribute: str
    variant: str
    key: str
    """Method and path, as `shown`."""
    spec: str
    """The hash of what the specification said about the request."""
    arguments: tuple[Said, ...]
    request: str
    """As `Request.text` has it."""

    @property
    def json_body(self) -> tuple[JsonValue, ...]:
        """The body, where it is JSON; empty where there is none or another."""
        _, mark, body = self.request.partition("\n\n")
        try:
            return (json.loads(body_bytes(body)),) if mark else ()
        except ValueError:
            return ()


def shown(text: str) -> str:
    """Text on one line, everything escaped that is not printable, as JSON does it."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def argument(place: str, name: str, value: str) -> Said:
    """What a block says of an argument; ``value`` is JSON, or has `FILE` in it."""
    return place, shown(compact(name)), shown(value)


def write(blocks: Sequence[Block]) -> str:
    """The text of a file."""
    return "\n\n".join([HEAD.rstrip("\n"), *map(_written, blocks)]) + "\n"


def _written(block: Block) -> str:
    name = f"client.{block.attribute}"
    lines = [f"### {name}: {block.variant}" if block.variant else f"### {name}"]
    lines += [f"# operation: {block.key}", f"# spec: {block.spec}"]
    lines += [f"# {place} {name}: {value}" for place, name, value in block.arguments]
    return "\n".join([*lines, block.request])


def read(text: str) -> Iterator[Block]:
    """The blocks of a file; what is no block is passed over."""
    for block in text.removesuffix("\n").split(_START)[1:]:
        first, *lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        facts = dict(line[2:].split(": ", 1) for line in comments if ": " in line)
        if comments != lines[: len(comments)] or not {"operation", "spec"} <= {*facts}:
            continue
        name, _, variant = first.partition(": ")
        yield Block(
            attribute=name.removeprefix("client."),
            variant=variant,
            key=facts["operation"],
            spec=facts["spec"],
            arguments=tuple(said for line in comments for said in _said(line)),
            request="\n".join(lines[len(comments) :]),
        )


def _said(line: str) -> Iterator[Said]:
    if start := _COMMENT.match(line):
        try:
            _, end = json.JSONDecoder().raw_decode(line, start.end())
        except ValueError:
            return
        yield start[1], line[start.end() : end], line[end:].removeprefix(": ")


def by_operation(files: Mapping[str, bytes]) -> dict[str, tuple[Block, ...]]:
    """The recorded calls of each operation, from files by path."""
    found: dict[str, list[Block]] = {}
    for path, data in sorted(files.items()):
        if path.startswith(f"{FOLDER}/"):
            text = data.decode("utf-8", "replace").replace("\r\n", "\n")
            for block in read(text):
                found.setdefault(block.key, []).append(block)
    return {key: tuple(blocks) for key, blocks in found.items()}
