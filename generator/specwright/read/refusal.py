"""How the readers stop: at a mark, with the path that leads there."""

from __future__ import annotations

from typing import Final

from specwright.codes import finding
from specwright.diagnostics import Location, Source, Unusable
from specwright.read.tree import Mark, pointer


class Refusal(Exception):
    """A text cannot be read on. Raised inside a reader, never out of it."""

    def __init__(
        self,
        code: str,
        message: str,
        mark: Mark,
        *,
        hint: str = "",
        related: tuple[tuple[str, Mark], ...] = (),
        key: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code: Final = code
        self.mark: Final = mark
        self.hint: Final = hint
        self.related: Final = related
        self.key: Final = key
        """The key at fault, where it is not on the path yet."""

    def unusable(self, source: Source, path: list[str | int]) -> Unusable:
        """The finding for this refusal; ``path`` is from the root downwards."""
        tokens = path if self.key is None else [*path, self.key]
        at = pointer(tokens)
        return Unusable(
            finding(
                self.code,
                str(self),
                _place(source, self.mark, at),
                consequence="The file cannot be used.",
                hint=self.hint,
                related=tuple(
                    (what, _place(source, m, at)) for what, m in self.related
                ),
            )
        )


def _place(source: Source, mark: Mark, at: str) -> Location:
    """The location of a mark; a mark past the end is put at the last character."""
    line, column = mark.line, mark.column
    last = source.text.rstrip("\n").count("\n") + 1
    if line > last:
        line, column = last, max(1, len(source.line(last)))
    return Location(source=source, line=line, column=column, pointer=at)
