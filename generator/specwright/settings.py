"""What the user decides about one client, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from specwright.diagnostics import Location, Severity
from specwright.naming.words import Casing
from specwright.read.limits import DEFAULT, Limits
from specwright.toml import Toml


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
class Selection:
    """Which operations: all that any entry selects. Without entries it is false."""

    tags: tuple[str, ...] = ()
    """Tags as they are written, or resources: `voices` is all below it too."""
    paths: tuple[str, ...] = ()
    """`*` is anything within a segment, `**` anything at all: `/v1/voices/**`."""
    methods: tuple[str, ...] = ()
    """HTTP methods, in any case."""
    operations: tuple[str, ...] = ()
    """operationIds."""

    KINDS: ClassVar = ("tags", "paths", "methods", "operations")

    def __bool__(self) -> bool:
        return any(True for _ in self.entries())

    def entries(self) -> Iterator[tuple[str, str]]:
        """All entries, each with the key that it stands under."""
        for kind in self.KINDS:
            for entry in getattr(self, kind):
                yield kind, entry


NOTHING: Final = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesConfig:
    """How one operation's list is read page by page; wire names, empty as inferred."""

    parameter: str = ""
    """The query parameter that asks for a page."""
    items: str = ""
    """The property of the reply that holds the items."""
    next: str = ""
    """The property that holds the value for the next page."""
    more: str = ""
    """The property that tells whether there is another page."""

    KEYS: ClassVar = ("parameter", "items", "next", "more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A class of the user's that stands for a generated one: a subclass of it."""

    module: tuple[str, ...]
    """Below the package."""
    name: str

    @property
    def is_async(self) -> bool:
        """Whether it stands for the asynchronous class."""
        return self.name.startswith("Async")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """The user's classes in the package."""

    client: tuple[Hook, ...] = ()
    resources: Mapping[str, tuple[Hook, ...]] = field(default_factory=dict)
    """By attribute path, `voices.pvc`."""

    def of(self, path: tuple[str, ...], *, is_async: bool) -> Hook | None:
        """The class for the resource at a path, that of the client for none."""
        found = self.resources.get(".".join(path), ()) if path else self.client
        return next((hook for hook in found if hook.is_async is is_async), None)

    def all(self) -> Iterator[tuple[tuple[str, ...], Hook]]:
        """Each with the path that it is for."""
        for hook in self.client:
            yield (), hook
        for path, hooks in self.resources.items():
            for hook in hooks:
                yield tuple(path.split(".")), hook

    def own(self, path: str) -> bool:
        """Whether a file, by its path below the package, belongs to the classes.

        It does if it is the module of one, or stands in its folder, where that cannot
        be a generated one.
        """
        for _, hook in self.all():
            folder, module = hook.module[0], "/".join(hook.module)
            if folder.startswith("_") and path.startswith(f"{folder}/"):
                return True
            if path == f"{module}.py" or path.startswith(f"{module}/"):
                return True
        return False


NO_HOOKS: Final = Hooks()


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
    pagination: Mapping[str, PagesConfig | None] = field(default_factory=dict)
    """By method and path, `GET /v1/voices`; None switches it off."""
    include: Selection = NOTHING
    """The operations to generate; without entries all of them."""
    exclude: Selection = NOTHING
    """The operations to leave out, whatever `include` says."""
    reference_hosts: tuple[str, ...] = ()
    """The hosts of documents that references may lead to, `api.example.com`."""
    hooks: Hooks = NO_HOOKS
    limits: Limits = DEFAULT
    """How much is read and written before it is refused."""
    toml: Toml | None = field(default=None, compare=False, repr=False)
    """The file, for findings about it; no part of what is said."""

    def at(self, *path: str | int) -> Location | None:
        """Where a key of `client.toml` stands; None without the file."""
        return self.toml.at(*path) if self.toml else None

    @property
    def credential_header(self) -> str:
        """The header that carries the credential; empty where nothing is said."""
        return self.credential.header if self.credential else ""
