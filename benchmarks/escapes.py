#!/usr/bin/env python3
"""Takes away one escape of the writers after the other, and shows that a test fails.

Each entry names a file, what stands in it once, what is put there instead, and the tests
that must not pass then. They run on a copy of the checkout. An escape that can be taken
away while its tests pass survives: it is printed, and the exit status is 1.

    benchmarks/escapes.py
    benchmarks/escapes.py toml prose
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
COPIED: Final = ("generator", "templates", "tests", "conftest.py", "pyproject.toml")


LIBRARIES: Final = ("black", "click", "jinja2", "jsonschema_rs", "markdown_it", "yaml")
"""What each run of tests would have to import anew."""


class Escape(NamedTuple):
    """One escape, and how it is taken away."""

    file: str
    """Below `generator/specwright/`."""
    old: str
    new: str
    tests: str
    """Below `tests/`, one or several."""


LITERALS, PROSE = "unit/python/test_literals.py", "unit/python/test_prose.py"
TOML, LOCK = "unit/test_lock.py", "unit/test_lock.py"
TABLE, WORDS = "unit/naming/test_table.py", "unit/naming/test_words.py"
SHADOWING, NAMES = "unit/naming/test_shadowing.py", "injection/test_names.py"
REPORT, MACHINE = "unit/test_report.py", "unit/test_machine.py"
WRITERS, PROOF = "injection/test_writers.py", "unit/test_proof.py"
HIDDEN = f"{WRITERS}::test_what_cannot_be_seen_is_spelled_or_left_out"
MARKS = f"{WRITERS}::test_each_mark_of_markdown_is_only_a_character"


def escapes() -> Iterator[Escape]:
    """All of them."""
    yield from _literals()
    yield from _prose()
    yield from _gates()
    yield from _toml()
    yield from _names()
    yield from _messages()
    yield from _uses()
    yield from _proof()


def _literals() -> Iterator[Escape]:
    file = "python/literals.py"
    yield Escape(file, "ascii(str.__str__(value))", "repr(value)", LITERALS)
    yield Escape(file, "plain.replace('\"', '\\\\\"')", "plain", LITERALS)
    yield Escape(file, 'f"{flat_literal(key)}: "', "f'\"{key}\": '", LITERALS)
    yield Escape(file, "value != value or value in", "value in", LITERALS)
    yield Escape(file, 'or value in (float("inf"), float("-inf"))', "", LITERALS)
    yield Escape(file, '"b" + _quoted(repr(value)[1:])', "repr(value)", LITERALS)


def _prose() -> Iterator[Escape]:
    file = "python/prose.py"
    yield Escape(file, 'yield "\\\\\\\\"', "yield char", PROSE)
    yield Escape(file, "yield '\\\\\"'", "yield char", PROSE)
    yield Escape(file, "yield ascii(char)[1:-1]", "yield char", PROSE)
    yield Escape(
        file,
        '_PLAIN = re.compile(r"[ !#-\\[\\]-~]*")',
        '_PLAIN = re.compile(r".*", re.S)',
        PROSE,
    )
    yield Escape(file, 'body[0] = " " + body[0]', "pass", PROSE)
    yield Escape(file, 'end = " " if', 'end = "" if', PROSE)
    for kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        yield Escape(file, f'"{kind}"', '"--"', HIDDEN)
    for char in "\\`*_{}[]<>|#~":
        shown = f"\\{char}" if char in "\\[]" else char
        yield Escape(
            file,
            'r"([\\\\`*_{}\\[\\]<>|#~])"',
            'r"(['
            + "\\\\`*_{}\\[\\]<>|#~".replace("\\\\" if char == "\\" else shown, "", 1)
            + '])"',
            MARKS,
        )
    yield Escape(file, "_shown(sentence(text))", "sentence(text)", f"{PROSE} {WRITERS}")
    yield Escape(file, "shown = _shown(line)", "shown = line", PROSE)
    yield Escape(file, "_URL.fullmatch(line)", "line", PROSE)
    yield Escape(file, 'part.replace("|", "\\\\|")', "part", PROSE)
    yield Escape(file, '" ".join(paragraph.split())', "paragraph", WRITERS)
    yield Escape(file, "default=0) + 1)", "default=0) * 0 + 1)", PROSE)


def _gates() -> Iterator[Escape]:
    yield Escape(
        "render.py",
        '    raise TypeError(f"a template printed',
        '    return value\n    raise TypeError(f"a template printed',
        WRITERS,
    )
    yield Escape("render.py", "autoescape=True", "autoescape=False", WRITERS)
    yield Escape("render.py", "finalize=gate,", "", WRITERS)
    for name in ("__str__", "__format__"):
        what = "printed" if name == "__str__" else "formatted"
        yield Escape(
            "text.py",
            f'raise TypeError("text of a document cannot be {what}; use a writer")',
            "return self.raw  # type: ignore",
            WRITERS,
        )
    yield Escape("text.py", "allow_nan=False", "allow_nan=True", WRITERS)
    yield Escape("text.py", "    text.encode()\n", "", WRITERS)


def _toml() -> Iterator[Escape]:
    yield Escape("toml.py", "if char in '\"\\\\':", "if char in '\"':", TOML)
    yield Escape("toml.py", "if char in '\"\\\\':", "if char in '\\\\':", TOML)
    yield Escape(
        "toml.py", "elif 0x20 <= code < 0x7F:", "elif True:", f"{TOML} {WRITERS}"
    )
    yield Escape("toml.py", "elif 0xD800 <= code < 0xE000:", "elif False:", LOCK)
    yield Escape(
        "toml.py", "key if _BARE_KEY.fullmatch(key) else toml_string(key)", "key", TOML
    )
    yield Escape("lock.py", "_OUTSIDE.search(path) or ", "", LOCK)
    yield Escape("lock.py", '"\\\\" in path or ', "", LOCK)
    yield Escape("lock.py", '"\\0" in path or ', "", LOCK)
    yield Escape("lock.py", ' or ":" in path', "", LOCK)


def _names() -> Iterator[Escape]:
    yield Escape("naming/words.py", "    if text.isascii():\n", "    if text:\n", WORDS)
    yield Escape("naming/words.py", 'name = f"{fallback}_{name}"', "pass", WORDS)
    yield Escape(
        "naming/words.py",
        'f"{name}_" if keyword.iskeyword(name) else name',
        "name",
        WORDS,
    )
    yield Escape(
        "naming/words.py", "    if not name:\n        return fallback\n", "", WORDS
    )
    yield Escape(
        "naming/scope.py",
        'unicodedata.normalize("NFKC", name).casefold()',
        "name.casefold()",
        WRITERS,
    )
    exact = '    return unicodedata.normalize("NFKC", name)\n'
    yield Escape("naming/scope.py", exact, "    return name\n", TABLE)
    yield Escape("naming/scope.py", ".casefold()", "", TABLE)
    yield Escape(
        "naming/table.py",
        "    if len(name) <= LONGEST:\n        return name\n    rest",
        "    if name:\n        return name\n    rest",
        NAMES,
    )
    yield Escape("naming/table.py", "if length > _LONGEST_PATH:", "if False:", NAMES)
    yield Escape(
        "naming/table.py", "    if not name.isascii():\n", "    if False:\n", NAMES
    )
    yield Escape("naming/table.py", "bare if private else name", "name", NAMES)
    yield Escape(
        "naming/table.py",
        "path[-1] if path[-1] not in MODULES else",
        "path[-1] if True else",
        TABLE,
    )
    yield Escape("naming/memory.py", "[A-Za-z0-9_]*", "\\\\w*", WRITERS)
    yield Escape("naming/memory.py", "[A-Za-z]|_[0-9]", "\\\\w", WRITERS)
    for name in ("self", "chosen_url", "copy", "object", "type", "veiled"):
        line = '{"self", *CLIENT_OPTIONS} | {"chosen_url", "copy", "object", "type", "veiled"}'
        without = line.replace(f'"{name}"', '"no"')
        yield Escape("naming/reserved.py", line, without, SHADOWING)


def _messages() -> Iterator[Escape]:
    yield Escape("text.py", "return ascii(raw if", "return repr(raw if", WRITERS)
    yield Escape(
        "text.py",
        "c if c.isprintable() else ascii(c)[1:-1]",
        "c",
        f"{REPORT} {WRITERS}",
    )
    yield Escape(
        "report.py", "printable(diagnostic.message)", "diagnostic.message", REPORT
    )
    yield Escape("report.py", "bar} {printable(what)}:", "bar} {what}:", REPORT)
    yield Escape(
        "report.py",
        "{self.style('bold', name)}: {printable(text)}",
        "{self.style('bold', name)}: {text}",
        REPORT,
    )
    yield Escape("report.py", "printable(str(location))", "str(location)", REPORT)
    yield Escape("report.py", "printable(title + where)", "title + where", WRITERS)
    yield Escape(
        "report.py",
        'printable(text.replace("\\t", "    "))',
        'text.replace("\\t", "    ")',
        REPORT,
    )
    for char, code in (("%", "%25"), ("\\n", "%0A")):
        yield Escape("machine.py", f'.replace("{char}", "{code}")', "", MACHINE)
    for char, code in ((":", "%3A"), (",", "%2C")):
        yield Escape("machine.py", f'.replace("{char}", "{code}")', "", MACHINE)
    yield Escape(
        "machine.py", "printable(line) for line in", "line for line in", MACHINE
    )
    yield Escape("machine.py", "indent=2", "indent=2, ensure_ascii=False", MACHINE)


def _uses() -> Iterator[Escape]:
    file = "python/reference.py"
    yield Escape(
        file,
        '" ".join(markdown(Text(t)) for t in texts if t)',
        '" ".join(t for t in texts if t)',
        WRITERS,
    )
    yield Escape(
        file,
        "paragraphs(_said(called))",
        "Code(_said(called).raw)",
        WRITERS,
    )
    yield Escape(
        file,
        'request=fenced(f"{operation.method.raw} {operation.path.text}")',
        'request=Code(f"{operation.method.raw} {operation.path.text}")',
        WRITERS,
    )
    yield Escape(
        file,
        "reference=markdown(operation.docs.reference, is_url=True)",
        "reference=Code(operation.docs.reference.raw)",
        WRITERS,
    )
    yield Escape(
        file,
        'Code(fenced(flat(declared)).replace("|", "\\\\|"))',
        'Code(flat(declared).replace("|", "\\\\|"))',
        WRITERS,
    )
    yield Escape(
        file,
        'text=markdown(Text(f"{r.status.raw}, {r.docs.description.raw}"))',
        'text=Code(f"{r.status.raw}, {r.docs.description.raw}")',
        WRITERS,
    )
    file = "python/project.py"
    yield Escape(file, "{markdown(title)}", "{title.raw}", WRITERS)
    yield Escape(file, "text=markdown(each.doc)", "text=Code(each.doc.raw)", WRITERS)
    yield Escape(
        file,
        'Code(toml_string(f"Python client of the API {about}."))',
        "Code(f'\"Python client of the API {about}.\"')",
        WRITERS,
    )


def _proof() -> Iterator[Escape]:
    file = "proof.py"
    yield Escape(
        file, "        _compile(path, text)\n", "", "unit/commands/test_compile.py"
    )
    yield Escape(
        file, "for name in strangers(path, text, made):", "for name in ():", PROOF
    )
    yield Escape(file, "[^\\x00-\\x7f] | ", "", PROOF)
    yield Escape(file, "| \\\\ | \\#", "| \\#", PROOF)
    written = "prove(plan.write, generated.names)"
    yield Escape("run.py", written, "pass", "unit/commands/test_compile.py")


def survives(escape: Escape, copy: Path, number: int) -> bool:
    """Whether the tests pass without the escape."""
    path = copy / "generator/specwright" / escape.file
    text, times = path.read_text(encoding="utf-8"), path.stat()
    if text.count(escape.old) != 1:
        sys.exit(
            f"{escape.file}: {escape.old!r} stands there {text.count(escape.old)} times"
        )
    path.write_text(text.replace(escape.old, escape.new), encoding="utf-8")
    # Python takes its cached code for current unless the time of the file differs.
    os.utime(path, (times.st_atime, times.st_mtime + number + 1))
    code, output = tests(copy, escape.tests)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (times.st_atime, times.st_mtime))
    if code not in (0, 1):
        sys.exit(f"{escape}:\n{output}")
    return code == 0


def tests(copy: Path, names: str) -> tuple[int, str]:
    """Run some tests of the copy, in a process that has the libraries already."""
    output = copy / "output.txt"
    paths = [f"tests/{name}" for name in names.split()]
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_run, args=(copy, paths, output))
    process.start()
    process.join()
    return process.exitcode or 0, output.read_text(encoding="utf-8", errors="replace")


def _run(copy: Path, paths: list[str], output: Path) -> None:
    with output.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(copy)
    sys.path.insert(0, str(copy / "generator"))
    sys.exit(pytest.main(["-qx", "-n0", "-p", "no:cacheprovider", *paths]))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", help="only escapes of these files")
    wanted = parser.parse_args().files
    chosen = [e for e in escapes() if not wanted or any(w in e.file for w in wanted)]
    for library in LIBRARIES:
        import_module(library)
    begin, survivors = time.perf_counter(), 0
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            ignored = shutil.ignore_patterns("__pycache__")
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=ignored)
            else:
                shutil.copy2(source, copy / name)
        names = " ".join(dict.fromkeys(n for e in chosen for n in e.tests.split()))
        code, output = tests(copy, names)
        if code:
            sys.exit(f"the tests fail with all escapes in place:\n{output}")
        for number, escape in enumerate(chosen):
            if survives(escape, copy, number):
                survivors += 1
                print(f"SURVIVES {escape.file}: {escape.old!r}", flush=True)
    seconds = time.perf_counter() - begin
    print(f"{len(chosen)} escapes taken away, {survivors} survive, {seconds:.0f} s")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
