"""What the server sends by itself: webhooks, and callbacks of operations.

Their operations are the other way round: the client's side receives the request, so all
that it needs is the type of the body (OpenAPI 3.1, Callback Object).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.ir import Operation, Payload
from specwright.lower.cursor import Cursor
from specwright.lower.docs import docs_of
from specwright.lower.media import is_json
from specwright.lower.schemas import Place, Schemas
from specwright.objects import METHODS
from specwright.text import Text


@dataclass(frozen=True, slots=True)
class Payloads:
    """Lowers what the server sends; what is left out is reported."""

    schemas: Schemas
    diagnostics: Diagnostics

    def webhooks(self, at: Cursor) -> Iterator[Payload]:
        """Those of a `webhooks` map."""
        for name, item in at.items():
            yield from self._requests(
                name, self.schemas.follow(item), f"webhook {name}"
            )

    def callbacks(self, operation: Operation, at: Cursor) -> Iterator[Payload]:
        """Those of the Operation Object at a cursor."""
        for name, callback in (at / "callbacks").items():
            own = f"{operation.operation_id.raw} {name}"
            what = f"callback {name} of {operation.key}"
            for expression, item in self.schemas.follow(callback).items():
                if not expression.startswith("x-"):
                    yield from self._requests(own, self.schemas.follow(item), what)

    def links(self, operations: list[Cursor]) -> None:
        """Say how many links there are, and where the first one is."""
        found = [
            link
            for at in operations
            for _, response in (at / "responses").items()
            for _, link in (self.schemas.follow(response) / "links").items()
        ]
        if found:
            self._report(
                f"links between operations are not generated; there are {len(found)}",
                found[0],
                "Call the other operation with what the reply holds.",
            )

    def _requests(self, name: str, item: Cursor, what: str) -> Iterator[Payload]:
        operations = [(m, item / m) for m in METHODS if m in item]
        operations += (item / "additionalOperations").items()
        for method, at in operations:
            content = dict(
                (self.schemas.follow(at / "requestBody") / "content").items()
            )
            kinds = [media for media in content if is_json(media)]
            if content and not kinds:
                self._report(
                    f"the body of the {what} is no JSON: {next(iter(content))}",
                    at,
                    "Read it yourself.",
                )
            if not kinds:
                continue
            place = Place(None, (Text(name), Text("Payload")))
            yield Payload(
                key=f"{method.upper()} {self.schemas.anchors.of(item.path)}",
                name=Text(name),
                source=Text(what),
                schema=self.schemas.lower(content[kinds[0]] / "schema", place),
                docs=docs_of(at),
            )

    def _report(self, message: str, at: Cursor, hint: str) -> None:
        self.diagnostics.add(
            finding(
                "SW405",
                message,
                at.location,
                consequence="Nothing is generated for it.",
                hint=hint,
            )
        )
