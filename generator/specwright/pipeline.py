"""The whole way from spec files to output files, as one pure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from specwright.diagnostics import Diagnostics


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationSummary:
    """What `specwright list --operations` shows of one operation."""

    file: str
    pointer: str
    method: str
    path: str
    attribute: str
    """`voices.pvc.samples.speakers.separate`"""
    degraded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one client's inputs become. ``files`` is empty when a spec is unusable."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Text by path below `generated/CLIENT/`, without the lock."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the lock records beside files: settled names, degraded nodes, and so on."""
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    operations: tuple[OperationSummary, ...] = ()
