"""Findings and differences as SARIF 2.1.0, which code hosts show beside the code.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from specwright import __version__
from specwright.codes import CODES
from specwright.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from specwright.drift import Difference
    from specwright.run import Checked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_Object = dict[str, object]


def document(checked: Sequence[Checked], above: str = "") -> str:
    """All clients as one run. ``above`` is the way from the repository to the workspace."""
    writer = _Writer(above)
    results = [result for one in checked for result in writer.results(one)]
    rules = sorted({str(result["ruleId"]) for result in results})
    for result in results:
        result["ruleIndex"] = rules.index(str(result["ruleId"]))
    driver = {
        "name": "specwright",
        "version": __version__,
        "rules": [_rule(code) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str) -> _Object:
    rule = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": rule.severity.value},
    }


class _Writer:
    """Makes results, and tells those apart that say the same (section 3.27.17)."""

    def __init__(self, above: str) -> None:
        self._above = above
        self._times: dict[str, int] = {}

    def results(self, checked: Checked) -> Iterator[_Object]:
        for finding in checked.findings:
            yield self._finding(finding, checked.name)
        for difference in checked.differences:
            yield self._difference(difference)

    def _finding(self, found: Diagnostic, client: str) -> _Object:
        parts = (found.message, *found.detail, found.consequence, found.hint)
        # A result without a place is not shown; the client's folder stands for it.
        file = found.location.file if found.location else f"specs/{client}"
        pointer = found.location.pointer if found.location else ""
        result: _Object = {
            "ruleId": found.code,
            "level": found.severity.value,
            "message": {"text": "\n".join(filter(None, parts))},
            "locations": [self._location(file, found.location)],
            "partialFingerprints": self._print(
                found.code, file, pointer, found.message
            ),
        }
        if found.related:
            result["relatedLocations"] = [
                {**self._location(at.file, at), "message": {"text": what}}
                for what, at in found.related
            ]
        return result

    def _difference(self, difference: Difference) -> _Object:
        mend = ", or ".join((difference.command, *difference.others))
        code, file = difference.kind.code, difference.file
        return {
            "ruleId": code,
            "level": "error",
            "message": {"text": f"{difference.reason}\nTo mend it: {mend}"},
            "locations": [self._location(file, None)],
            "partialFingerprints": self._print(code, file, difference.reason),
        }

    def _location(self, file: str, at: Location | None) -> _Object:
        uri = quote(self._above + file)
        physical: _Object = {"artifactLocation": {"uri": uri}}
        if at is not None:
            physical["region"] = {
                "startLine": max(1, at.line),
                "startColumn": max(1, at.column),
            }
        location: _Object = {"physicalLocation": physical}
        if at is not None and at.pointer:
            location["logicalLocations"] = [{"fullyQualifiedName": at.pointer}]
        return location

    def _print(self, *parts: str) -> dict[str, str]:
        """The same for the same result on other lines and in other orders."""
        text = "\0".join(parts)
        times = self._times[text] = self._times.get(text, 0) + 1
        data = f"{text}\0{times}".encode("utf-8", "surrogatepass")
        return {"specwright/v1": hashlib.sha256(data).hexdigest()}
