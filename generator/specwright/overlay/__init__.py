"""What a user says about an API beside its documents: overlays, overrides, a subset.

They are laid over the bundle of all files, after repairs and before validation, so
that they can mend what is wrong there, and findings stand in the file that is to blame.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from specwright.bundle import Bundle
from specwright.config import Config
from specwright.diagnostics import Diagnostic, Diagnostics, Unusable
from specwright.overlay.document import Action, actions_of
from specwright.overlay.overrides import override
from specwright.overlay.rebuild import as_published, rebuilt
from specwright.overlay.subset import is_ignored, take_subset
from specwright.read.document import read_mapping
from specwright.read.tree import Map

__all__ = ["Amendments", "amend", "is_amendment", "read_amendments"]

_NAME = re.compile(r"(?:.*[./-])?(overlay|overrides)\.(?:yaml|yml|json)", re.S)
_DOCUMENT = ("openapi", "swagger", "asyncapi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendments:
    """The overlays and overrides among a client's files, read and checked."""

    specs: Mapping[str, bytes]
    """The other files: those that describe the API."""
    actions: tuple[Action, ...] = ()
    """Of all overlays, in the order of their files."""
    overrides: tuple[Map, ...] = ()


def read_amendments(inputs: Mapping[str, bytes], found: Diagnostics) -> Amendments:
    """Tell a client's overlays and overrides from its spec files by their names.

    `overlay.yaml` and `NAME.overlay.yaml` are overlays, `overrides.yaml`,
    `NAME.overrides.yaml` and `NAME-overrides.yaml` are overrides; so for `.yml` and
    `.json`. A file of such a name that is a whole document is a spec file.
    """
    specs = dict(inputs)
    read: list[tuple[str, Map]] = []
    for name, data in sorted(inputs.items()):
        named = _NAME.fullmatch(name)
        if named is None:
            continue
        try:
            root = read_mapping(data, name)
        except Unusable as error:
            del specs[name]
            found.add(error.diagnostic)
            continue
        if any(key in root for key in _DOCUMENT) and "overlay" not in root:
            continue
        del specs[name]
        read.append((named[1], root))
    problems: list[Diagnostic] = []
    actions: list[Action] = []
    for kind, root in read:
        if kind == "overlay":
            actions += actions_of(root, specs, problems)
    for problem in problems:
        found.add(problem)
    return Amendments(
        specs=specs,
        actions=tuple(actions),
        overrides=tuple(root for kind, root in read if kind == "overrides"),
    )


def is_amendment(name: str) -> bool:
    """Whether a file of this name is one of the user's, and no spec file."""
    return _NAME.fullmatch(name) is not None


def amend(
    bundle: Bundle, amendments: Amendments, config: Config, found: Diagnostics
) -> Bundle:
    """The bundle with overrides, then overlays, then without what is left out.

    The same bundle where there is nothing to do. What cannot be done is an error.
    """
    changed = bool(amendments.actions or amendments.overrides)
    partial = bool(config.include or config.exclude)
    if not (changed or partial or any(map(is_ignored, bundle.operations))):
        return bundle
    editor = as_published(bundle)
    for overrides in amendments.overrides:
        override(editor, overrides, found)
    if amendments.actions:
        # The library for JSONPath takes a while to import, which others spare.
        from specwright.overlay.apply import apply

        apply(editor, amendments.actions, found)
    if changed:
        bundle = rebuilt(bundle, editor)
    if not (partial or any(map(is_ignored, bundle.operations))):
        return bundle
    take_subset(bundle, editor, config, found)
    return rebuilt(bundle, editor)
