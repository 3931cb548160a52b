"""How values are written that are no JSON of their own: parameters, fields of forms."""

from __future__ import annotations

from dataclasses import dataclass

from specwright.codes import finding
from specwright.diagnostics import Diagnostics
from specwright.ir import Encoding, ParameterPlace
from specwright.lower.cursor import Cursor
from specwright.lower.kinds import kinds
from specwright.lower.media import essence, is_json, is_multipart, is_text
from specwright.text import Text, show

_STYLES: dict[ParameterPlace, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "querystring": ("form",),
    "cookie": ("form", "cookie"),
}
"""OpenAPI 3.2, Style Values; the default of each place comes first."""

_BY_STYLE = ("style", "explode", "allowReserved")
_EXPLODED = frozenset({"form", "cookie"})
_DELIMITED = ("spaceDelimited", "pipeDelimited")
_DEFINED = {
    "deepObject": ("object",),
    **dict.fromkeys(_DELIMITED, ("array", "object")),
}
"""What a style is for, where that is not everything (OpenAPI 3.2, Style Values)."""
_URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Encodings:
    """Reads `style`, `explode`, `allowReserved`, `content` and `encoding`."""

    diagnostics: Diagnostics

    def parameter(self, at: Cursor, place: ParameterPlace) -> Encoding:
        """How a parameter is written (OpenAPI 3.2, Parameter Object)."""
        content = next(iter((at / "content").items()), None)
        if content is None:
            return self._styled(at, place)
        kind = essence(content[0])
        is_form = place == "querystring" and kind == _URLENCODED
        is_opaque = not (is_json(kind) or is_text(kind) or is_form)
        if is_opaque:
            self._add(
                at,
                f"the value of this parameter is {show(kind)}",
                "It is taken as text, and sent as it is.",
            )
        return Encoding(
            style=Text(_STYLES[place][0]),
            content_type=Text(kind),
            is_opaque=is_opaque,
        )

    def check_defined(self, at: Cursor, schema: Cursor, encoding: Encoding) -> None:
        """Say so where the standard does not define how the value is written."""
        style = encoding.style.raw
        types = set(kinds(schema.node) or ()) - {"null"}
        fitting = _DEFINED.get(style, ())
        if not types or not fitting:
            return
        if types.isdisjoint(fitting):
            reason = f"for a value of type {min(types)}"
        elif encoding.explode and style in _DELIMITED:
            reason = "with `explode: true`"
        else:
            return
        is_numbered = style == "deepObject" and "array" in types
        sent = "It is sent as style `form` would write it."
        self._say(
            "SW410",
            at,
            f"style `{style}` is not defined {reason}",
            "Its items are sent by number, `name[0]=a`." if is_numbered else sent,
        )

    def fields(self, at: Cursor, media_type: str) -> tuple[tuple[str, Encoding], ...]:
        """The `encoding` of a form's media type, by property."""
        found = []
        for name, child in (at / "encoding").items():
            if any(key in child for key in _BY_STYLE):
                found.append((name, self._styled(child, "query")))
            elif "contentType" in child:
                content_type = child.text("contentType")
                found.append((name, Encoding(content_type=content_type)))
            if is_multipart(media_type) and "headers" in child:
                self._add(
                    child / "headers",
                    f"parts named {show(name)} have headers of their own",
                    "They are sent where a file is given as a tuple with them.",
                )
        return tuple(found)

    def _styled(self, at: Cursor, place: ParameterPlace) -> Encoding:
        known = _STYLES[place]
        style = at.text("style").raw or known[0]
        if style not in known:
            self._add(
                at,
                f"style {show(style)} is not one of those for {place}",
                f"It is sent in style `{known[0]}`.",
            )
            style = known[0]
        return Encoding(
            style=Text(style),
            explode=at.flag("explode", default=style in _EXPLODED),
            allow_reserved=at.flag("allowReserved"),
        )

    def _add(self, at: Cursor, message: str, consequence: str) -> None:
        self._say("SW402", at, message, consequence)

    def _say(self, code: str, at: Cursor, message: str, consequence: str) -> None:
        self.diagnostics.add(
            finding(
                code,
                message,
                at.location,
                consequence=consequence,
                hint="Check that the server accepts that.",
            )
        )
