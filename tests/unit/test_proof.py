"""The last look before anything is written: names that nobody made."""

from __future__ import annotations

import time

import pytest
from injection.forms import forms
from injection.trials import CONFIG
from support.specs import generate, openapi

from specwright import pipeline
from specwright.diagnostics import Unusable
from specwright.proof import prove, strangers, written

GOOD = (
    '"""A module, and `os` in its prose."""\n\n'
    "from __future__ import annotations\n\n"
    "from typing import TYPE_CHECKING\n\n"
    'X: str = "os.system"\n'
)


def found(text: str, path: str = "src/acme/x.py") -> list[str]:
    return list(strangers(path, text, {"X", "acme"}))


def test_strings_say_what_they_like() -> None:
    assert found(GOOD) == []
    assert found("X = 'a\"b' \"it's\" b'\\'' b\"\\\\\" 1.5e-3\n") == []
    assert found('X = """a "quoted" \\""" __import__ """\n') == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('X = "" + __import__("os") + ""\n', "__import__"),
        ('"""a"""\n__import__\n"""b"""\n', "__import__"),
        ('X = "\\\\" + evil() + "\\\\"\n', "evil"),
        ("X = 1..__class__\n", "__class__"),
        ("X = 1 if evil else 2\n", "evil"),
        ("X = X.__subclasses__\n", "__subclasses__"),
        ("@evil\nclass X: pass\n", "evil"),
        ("def X(a=evil): pass\n", "evil"),
        ("X: evil = 1\n", "evil"),
        ("X = \uff45vil\n", "\uff45"),
        ("X = \u0430cme\n", "\u0430"),
        ("# coding: utf-7\nX = 1\n", "# coding: utf-7"),
        ("X = 1  # evil\n", "# evil"),
        ("X = \\\n    1\n", "\\"),
        # In these strings there is code, or a backslash that is none.
        ('X = f"{acme}"\n', 'f"{acme}"'),
        ('X = rb"\\\\" + acme\n', 'rb"\\\\"'),
        ("X = F'{acme}'\n", "F'"),
    ],
)
def test_whatever_else_is_a_stranger(text: str, name: str) -> None:
    compile(text, "x", "exec")
    assert name in found(text)


def test_tests_may_name_their_functions_and_constants() -> None:
    text = "CREATE_REPLY_200 = 1\n\n\ndef test_create_200() -> None:\n    pass\n"
    assert found(text, "tests/test_x.py") == []
    assert found(text) == ["CREATE_REPLY_200", "test_create_200"]


def test_nothing_is_written_of_a_client_with_a_stranger() -> None:
    files = {"README.md": b"evil", "src/acme/x.py": b"X = 1\nevil = 2\n"}
    with pytest.raises(Unusable) as caught:
        prove(files, {"X"})
    assert caught.value.diagnostic.code == "SW890"
    assert "'evil'" in caught.value.diagnostic.message
    prove(files, {"X", "evil"})


def test_what_could_act_is_not_among_the_names_of_every_client() -> None:
    dangerous = {
        *("__import__", "eval", "exec", "compile", "open", "input", "breakpoint"),
        *("__builtins__", "__class__", "__bases__", "__subclasses__", "__globals__"),
        *("__loader__", "__dict__", "__code__", "os", "sys", "subprocess", "urllib"),
        *(
            "popen",
            "Popen",
            "socket",
            "shutil",
            "pickle",
            "marshal",
            "ctypes",
            "codecs",
        ),
        *(
            "setattr",
            "delattr",
            "vars",
            "locals",
            "memoryview",
            "exit",
            "quit",
            "print",
        ),
        *("urlopen", "environ", "getenv", "spawn", "rmtree", "unlink"),
    }
    assert dangerous & written() == set()


@pytest.mark.parametrize("name", forms())
def test_everything_that_is_generated_is_made_of_known_names(name: str) -> None:
    form = forms()[name]
    made = pipeline.generate(form.files(form.tree), CONFIG)
    prove({path: text.encode() for path, text in made.files.items()}, made.names)


def test_it_takes_little_of_the_time() -> None:
    schemas = "".join(
        f"M{n}: {{type: object, properties: {{a{n}: {{type: string}},"
        f" b: {{$ref: '#/components/schemas/M{n // 2}'}}}}}}\n"
        for n in range(300)
    )
    reply = "content: {application/json: {schema: {$ref: '#/components/schemas/M299'}}}"
    path = f"/x: {{get: {{responses: {{'200': {{description: D., {reply}}}}}}}}}\n"
    begin = time.process_time()
    made = generate(openapi(path, schemas))
    generated = time.process_time() - begin
    written()
    begin = time.process_time()
    for name, text in made.files.items():
        if name.endswith("types.py"):
            assert list(strangers(name, text, made.names)) == []
    assert time.process_time() - begin < generated / 4
