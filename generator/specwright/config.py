"""`client.toml`: what the user decides about one client. Frozen; a pure value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Final

from specwright import config_checks as checks
from specwright.codes import CODES, finding
from specwright.diagnostics import Diagnostics, Severity, Unusable
from specwright.naming.words import Casing, pascal, snake
from specwright.read.limits import GREATEST, Limits
from specwright.settings import (
    NOTHING,
    Config,
    CredentialConfig,
    Hook,
    Hooks,
    PagesConfig,
    Selection,
)
from specwright.text import show
from specwright.toml import Toml, read_toml

__all__ = [
    "NOTHING",
    "Config",
    "CredentialConfig",
    "PagesConfig",
    "Selection",
    "load_config",
]


def load_config(
    client: str, data: bytes | None, name: str
) -> tuple[Config, Diagnostics]:
    """The configuration in ``data``, the bytes of the file ``name``; None for no file.

    What is wrong in it is reported, each at its place, and the default stands for it,
    so that one run finds every mistake.
    """
    found = Diagnostics()
    config = Config(
        name=client,
        package=snake(client, Casing.PEP8) or "client",
        client_class=pascal(client, Casing.PEP8) or "Client",
    )
    if data is None:
        _check_derived(config, name, found)
        return config, found
    try:
        toml = read_toml(data, name, "SW601")
    except Unusable as error:
        found.add(error.diagnostic)
        return config, found
    return _Reader(toml, found).config(config), found


def _check_derived(config: Config, name: str, found: Diagnostics) -> None:
    problems = {
        "SW604": checks.bad_package(config.package),
        "SW605": checks.bad_class(config.client_class),
    }
    for code, problem in problems.items():
        if problem:
            found.add(
                finding(
                    code,
                    f"{problem} (the name comes from the folder)",
                    consequence="nothing is generated for the client",
                    hint=f"write {name} with `package` and `class` in it",
                )
            )
    if not found.has_errors:
        found.add(
            finding(
                "SW608",
                f"{name} does not exist",
                consequence=f"the package is `{config.package}`, "
                f"the client's class `{config.client_class}`",
                hint="write the file to choose other names, or to set the credential",
            )
        )


class _Reader:
    """Takes one `client.toml` apart."""

    KEYS: Final = ("package", "class", "version", "naming", "client_class")
    TABLES: Final = (
        *("credential", "environments", "repairs", "components"),
        *("pagination", "include", "exclude", "references", "limits"),
        "resource_classes",
    )

    def __init__(self, toml: Toml, found: Diagnostics) -> None:
        self._toml = toml
        self._found = found

    def config(self, default: Config) -> Config:
        known = (*self.KEYS, *self.TABLES)
        self._refuse_unknown((), self._toml.values, known)
        naming = self._text(("naming",), "SW606", checks.bad_casing)
        package = self._text(("package",), "SW604", checks.bad_package)
        return replace(
            default,
            package=package or default.package,
            hooks=self._hooks(package or default.package),
            client_class=self._text(("class",), "SW605", checks.bad_class)
            or default.client_class,
            version=self._text(("version",), "SW606", checks.bad_version)
            or default.version,
            casing=Casing(naming) if naming else None,
            credential=self._credential(),
            environments=self._texts("environments", checks.bad_environment),
            repairs=self._repairs(),
            components=self._texts("components", checks.bad_component),
            pagination=self._pagination(),
            include=self._selection("include"),
            exclude=self._selection("exclude"),
            reference_hosts=self._hosts(),
            toml=self._toml,
            limits=self._limits(),
        )

    def _credential(self) -> CredentialConfig | None:
        table = self._table("credential")
        if table is None:
            return None
        rules = {
            "header": checks.bad_header,
            "argument": checks.bad_argument,
            "env": checks.bad_variable,
            "prefix": checks.bad_prefix,
        }
        self._refuse_unknown(("credential",), table, tuple(rules))
        given = {
            key: text
            for key, check in rules.items()
            if (text := self._text(("credential", key), "SW606", check)) is not None
        }
        if "header" not in table:
            self._report("SW606", ("credential",), "`header` is missing here")
        if "header" not in given:
            return None
        return CredentialConfig(**given)

    def _repairs(self) -> dict[str, Severity | None]:
        known = [code for code in CODES if code.startswith("SW1")]
        levels: dict[str, Severity | None] = {}
        for code, word in self._texts("repairs", checks.bad_level).items():
            if code in known:
                levels[code] = checks.LEVELS[word]
            else:
                self._report(
                    "SW607",
                    ("repairs", code),
                    f"{show(code)} is not the code of a repair",
                    _suggestion(code, known) or "`specwright explain` lists the codes",
                )
        return levels

    def _pagination(self) -> dict[str, PagesConfig | None]:
        found: dict[str, PagesConfig | None] = {}
        for name, value in (self._table("pagination") or {}).items():
            path = ("pagination", name)
            if isinstance(value, bool):
                found[name] = PagesConfig() if value else None
            elif isinstance(value, dict):
                self._refuse_unknown(path, value, PagesConfig.KEYS)
                given = {key: self._text((*path, key), "SW606", _any) for key in value}
                known = {k: v for k, v in given.items() if k in PagesConfig.KEYS and v}
                found[name] = PagesConfig(**known)
            else:
                message = f"pagination is true, false or a table, not {_kind(value)}"
                self._report("SW603", path, message)
        return found

    def _limits(self) -> Limits:
        table = self._table("limits") or {}
        self._refuse_unknown(("limits",), table, tuple(Limits.__slots__))
        found: dict[str, int] = {}
        for name in Limits.__slots__:
            value, greatest = table.get(name), GREATEST.get(name)
            if isinstance(value, int) and checks.is_limit(value, greatest):
                found[name] = value
            elif name in table:
                self._report("SW606", ("limits", name), checks.no_limit(name, greatest))
        return Limits(**found)

    def _hooks(self, package: str) -> Hooks:
        table = self._table("resource_classes") or {}
        value = self._toml.values.get("client_class", ())
        return Hooks(
            client=self._classes(package, ("client_class",), value),
            resources={
                path: self._classes(package, ("resource_classes", path), value)
                for path, value in table.items()
            },
        )

    def _classes(
        self, package: str, path: tuple[str, ...], value: object
    ) -> tuple[Hook, ...]:
        """A class, or the synchronous and the asynchronous one."""
        entries = value if isinstance(value, (list, tuple)) else [value]
        found: list[Hook] = []
        for entry in entries:
            if not isinstance(entry, str):
                message = f"`{path[-1]}` names classes, not {_kind(entry)}"
                self._report("SW603", path, message)
            elif problem := checks.bad_hook(package, entry):
                self._report("SW606", path, problem)
            else:
                module, _, name = entry.partition(":")
                parts = tuple(module.split("."))[1:]
                found.append(Hook(module=parts, name=name))
        if len({hook.is_async for hook in found}) < len(found):
            message = "two classes for one: that for the asynchronous client is"
            self._report("SW606", path, f"{message} called `Async...`")
        return tuple(found)

    def _selection(self, key: str) -> Selection:
        table = self._table(key) or {}
        self._refuse_unknown((key,), table, Selection.KINDS)
        return Selection(
            **{
                kind: self._list((key, kind), partial(checks.bad_entry, kind))
                for kind in Selection.KINDS
                if kind in table
            }
        )

    def _hosts(self) -> tuple[str, ...]:
        table = self._table("references") or {}
        self._refuse_unknown(("references",), table, ("hosts",))
        if "hosts" not in table:
            return ()
        return self._list(("references", "hosts"), checks.bad_host)

    def _list(
        self, path: tuple[str, str], check: Callable[[str], str]
    ) -> tuple[str, ...]:
        """The strings of the array at ``path``, without those that were reported."""
        table = self._toml.values[path[0]]
        value = table.get(path[1]) if isinstance(table, dict) else None
        if not isinstance(value, list):
            message = f"`{path[1]}` is an array of strings, not {_kind(value)}"
            self._report("SW603", path, message, "put the values in square brackets")
            return ()
        entries = []
        for index, entry in enumerate(value):
            if not isinstance(entry, str):
                message = f"`{path[1]}` holds strings, not {_kind(entry)}"
                self._report("SW603", (*path, index), message)
            elif problem := check(entry):
                self._report("SW606", (*path, index), problem)
            else:
                entries.append(entry)
        return tuple(dict.fromkeys(entries))

    def _texts(self, key: str, check: Callable[[str, str], str]) -> dict[str, str]:
        table = self._table(key) or {}
        texts = {}
        for name in table:
            text = self._text((key, name), "SW606", partial(check, name))
            if text is not None:
                texts[name] = text
        return texts

    def _table(self, key: str) -> Mapping[str, object] | None:
        value = self._toml.values.get(key)
        if value is None or isinstance(value, dict):
            return value
        self._report(
            "SW603",
            (key,),
            f"`{key}` is a table, not {_kind(value)}",
            f"write `[{key}]` on a line of its own, and its keys below",
        )
        return None

    def _text(
        self, path: tuple[str, ...], code: str, check: Callable[[str], str]
    ) -> str | None:
        """The string at ``path``; None where it is absent or was reported."""
        value: object = self._toml.values
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            return None
        if not isinstance(value, str):
            self._report(
                "SW603",
                path,
                f"`{path[-1]}` is a string, not {_kind(value)}",
                "put the value in quotes",
            )
        elif problem := check(value):
            self._report(code, path, problem)
        else:
            return value
        return None

    def _refuse_unknown(
        self, path: tuple[str, ...], table: Mapping[str, object], known: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                where = f"`[{path[-1]}]`" if path else "client.toml"
                listed = ", ".join(f"`{name}`" for name in known)
                self._report(
                    "SW602",
                    (*path, key),
                    f"{show(key)} is not a key of {where}",
                    _suggestion(key, known) or f"the keys are {listed}",
                )

    def _report(
        self, code: str, path: tuple[str | int, ...], message: str, hint: str = ""
    ) -> None:
        self._found.add(
            finding(
                code,
                message,
                self._toml.at(*path),
                consequence="nothing is generated for the client",
                hint=hint,
            )
        )


def _any(value: str) -> str:
    return "" if value else "this is empty; leave the key out"


def _suggestion(word: str, known: tuple[str, ...] | list[str]) -> str:
    near = get_close_matches(word.lower(), [name.lower() for name in known], n=1)
    return next(
        (f"did you mean `{name}`?" for name in known if [name.lower()] == near), ""
    )


def _kind(value: object) -> str:
    match value:
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "a table"
        case _:
            return "a date or time"
