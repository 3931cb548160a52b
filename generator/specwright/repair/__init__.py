"""Turns known deviations of published documents into valid OpenAPI, and says so.

One rule, one function, one code. Rules go by the shape of the document, never by the
name of an endpoint, a schema or a vendor. ``D1`` to ``D5`` name the dialects of
documentation sites in which a deviation was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from specwright.codes import CODES, finding
from specwright.diagnostics import Diagnostics, Severity
from specwright.read.document import Document
from specwright.read.tree import locate
from specwright.repair import (
    discriminators,
    enums,
    names,
    references,
    replies,
    schemas,
    security,
    servers,
    tags,
)
from specwright.repair.draft import Change, Draft, Rule

__all__ = ["REPAIRS", "Repair", "repair"]


class Repair(NamedTuple):
    """A rule with its code and what it means for the output."""

    code: str
    rule: Rule
    consequence: str


REPAIRS: tuple[Repair, ...] = (
    Repair(
        "SW101",
        tags.nested_tags,
        "The method is found under the resource of that name.",
    ),
    Repair(
        "SW102",
        tags.dotted_tags,
        "The method is found under the resource of that name.",
    ),
    Repair("SW103", tags.empty_tags, "The empty tag names no resource."),
    Repair(
        "SW104", enums.literal_types, "Values are sent and read as the literal's type."
    ),
    Repair("SW105", enums.enum_objects, "The type allows the values themselves."),
    Repair("SW106", schemas.any_types, "The type is `Any`."),
    Repair("SW107", schemas.type_spellings, "The schema has that type."),
    Repair(
        "SW108", schemas.required_properties, "The property is required as it says."
    ),
    Repair("SW109", schemas.nullable_types, "None is a value of the type."),
    Repair("SW110", schemas.schema_examples, "The values are kept as examples."),
    Repair("SW111", schemas.named_examples, "The values are kept as examples."),
    Repair("SW112", schemas.exclusive_limits, "The limit itself is excluded."),
    Repair("SW113", schemas.repeated_names, "It counts once."),
    Repair(
        "SW114",
        schemas.recursive_references,
        "The schema refers to the outermost one around it.",
    ),
    Repair("SW115", schemas.null_variants, "The variant is null."),
    Repair("SW120", servers.page_server, "The client talks to that server."),
    Repair(
        "SW121",
        servers.server_disagreement,
        "The client talks to the servers of the document.",
    ),
    Repair(
        "SW122",
        security.credential_headers,
        "The client sends it with every call that wants it; it is no argument.",
    ),
    Repair(
        "SW123", security.undeclared_security, "The client sends it where it has one."
    ),
    Repair("SW124", security.ignored_headers, "It is no argument of the method."),
    Repair("SW130", replies.empty_bodies, "The method sends no body."),
    Repair("SW131", replies.required_bodies, "Its required properties are demanded."),
    Repair(
        "SW132",
        replies.undecided_replies,
        "The client decides by what arrives: JSON is parsed, an empty body is None, "
        "anything else is a stream of bytes.",
    ),
    Repair(
        "SW133", replies.missing_descriptions, "The reply is documented by its status."
    ),
    Repair(
        "SW134",
        replies.required_path_parameters,
        "The parameter is a required argument.",
    ),
    Repair(
        "SW140", names.unescaped_references, "The reference leads to that component."
    ),
    Repair(
        "SW141", discriminators.discriminator_mappings, "The variant is chosen by them."
    ),
    Repair("SW142", names.component_names, "Only the references inside change."),
    Repair(
        "SW145",
        references.references_through_references,
        "The reference leads to that place.",
    ),
    Repair(
        "SW146",
        references.references_to_another_kind,
        "It is read as if it were written so.",
    ),
    Repair("SW147", replies.media_types, "The content is of that type."),
)
"""All rules in the order in which they are applied."""


def repair(
    document: Document,
    levels: Mapping[str, Severity | None],
    diagnostics: Diagnostics,
    *,
    credential: str = "",
) -> Document:
    """A copy of ``document`` with every rule applied that is not switched off.

    ``levels`` maps a code to its severity, or to None to switch the rule off; without
    an entry a rule has the severity of its code. Places that one rule changed in one
    document in the same way are reported together, at the first of them; as an error,
    each is reported. ``credential`` is the header that carries the credential, where
    the configuration says so.
    """
    draft = Draft(document, credential)
    for code, rule, consequence in REPAIRS:
        level = levels.get(code, CODES[code].severity)
        if level is None:
            continue
        found: dict[str, list[Change]] = {}
        for number, change in enumerate(rule(draft)):
            group = str(number) if level is Severity.ERROR else change.message
            found.setdefault(group, []).append(change)
        for changes in found.values():
            _report(draft, code, level, consequence, changes, diagnostics)
    return replace(document, root=draft.root)


def _report(
    draft: Draft,
    code: str,
    level: Severity,
    consequence: str,
    changes: list[Change],
    diagnostics: Diagnostics,
) -> None:
    first = changes[0]
    more = f" (the first of {len(changes)} such places)" if len(changes) > 1 else ""
    diagnostics.add(
        finding(
            code,
            first.message + more,
            locate(draft.original, first.path, key=first.key),
            severity=level,
            consequence=consequence,
            hint=(
                f"`specwright explain {code}` tells more; set its level under "
                "[repairs] in client.toml."
            ),
        )
    )
