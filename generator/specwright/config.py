"""`client.toml`: what the user decides about one client. Frozen; a pure value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from specwright.diagnostics import Severity
from specwright.naming.words import Casing


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialConfig:
    """The client's credential, where a document does not declare a security scheme."""

    header: str
    """Wire name of the header, `xi-api-key`."""
    argument: str = "api_key"
    """Keyword of the client's constructor."""
    env: str = ""
    """Environment variable that is read when the client is made; empty for none."""
    prefix: str = ""
    """Put before the value with a space, `Bearer`; empty for the bare value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One client's configuration."""

    name: str
    """The folder in `specs/`."""
    package: str
    """Import name; also the distribution's name, with `-` for `_`."""
    client_class: str
    """`ElevenLabs`; the asynchronous one is `AsyncElevenLabs`."""
    version: str = "0.1.0"
    casing: Casing | None = None
    """None: `fern` where the spec files came from Fern's exporter, else `pep8`."""
    credential: CredentialConfig | None = None
    environments: Mapping[str, str] = field(default_factory=dict)
    """Names for the servers, `PRODUCTION_US = "https://..."`; the first is the default."""
    repairs: Mapping[str, Severity | None] = field(default_factory=dict)
    """Level per repair code; None switches the repair off."""
    components: Mapping[str, str] = field(default_factory=dict)
    """Which file's definition of a component wins, where files disagree."""
