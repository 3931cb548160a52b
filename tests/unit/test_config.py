from __future__ import annotations

import pytest

from specwright.codes import CODES
from specwright.codes.rule import Rule
from specwright.config import CredentialConfig, load_config
from specwright.diagnostics import Diagnostic, Severity
from specwright.naming.words import Casing
from specwright.read.limits import Limits

NAME = "specs/acme/client.toml"


def findings(text: str) -> tuple[Diagnostic, ...]:
    return load_config("acme", text.encode(), NAME)[1].sorted()


def only(text: str) -> Diagnostic:
    found = findings(text)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def repair_code(monkeypatch: pytest.MonkeyPatch) -> str:
    rule = Rule("SW199", Severity.WARNING, "a repair", "It mends.")
    monkeypatch.setitem(CODES, "SW199", rule)
    return rule.code


def test_every_key_is_read(repair_code: str) -> None:
    config, found = load_config(
        "acme",
        b"""\
package = "acme_api"
class = "AcmeAPI"
version = "1.2.0rc1"
naming = "fern-smart"

[credential]
header = "x-acme-key"
argument = "key"
env = "ACME_KEY"
prefix = "Token"

[environments]
PRODUCTION = "https://api.acme.test/v1"
LOCAL = "http://localhost:8080"

[repairs]
SW199 = "off"

[components]
"Voice Settings" = "one.yaml"
""",
        NAME,
    )
    assert not found.sorted()
    assert (config.name, config.package, config.client_class) == (
        "acme",
        "acme_api",
        "AcmeAPI",
    )
    assert config.version == "1.2.0rc1"
    assert config.casing is Casing.FERN_SMART
    assert config.credential == CredentialConfig(
        header="x-acme-key", argument="key", env="ACME_KEY", prefix="Token"
    )
    assert list(config.environments.items()) == [
        ("PRODUCTION", "https://api.acme.test/v1"),
        ("LOCAL", "http://localhost:8080"),
    ]
    assert config.repairs == {repair_code: None}
    assert config.components == {"Voice Settings": "one.yaml"}


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("note", Severity.NOTE),
        ("warn", Severity.WARNING),
        ("warning", Severity.WARNING),
        ("error", Severity.ERROR),
    ],
)
def test_repair_levels(word: str, level: Severity, repair_code: str) -> None:
    config, _ = load_config(
        "acme", f'[repairs]\n{repair_code} = "{word}"'.encode(), NAME
    )
    assert config.repairs == {repair_code: level}


def test_no_file_gives_names_from_the_folder_and_says_so() -> None:
    config, found = load_config("acme-voice2", None, NAME)
    assert (config.package, config.client_class) == ("acme_voice2", "AcmeVoice2")
    (note,) = found
    assert note.code == "SW608"
    assert note.severity is Severity.NOTE
    assert "acme_voice2" in note.consequence


def test_no_file_and_a_folder_that_cannot_be_a_package() -> None:
    _, found = load_config("json", None, NAME)
    assert [d.code for d in found] == ["SW604"]
    assert found.has_errors


def test_a_config_without_keys_takes_the_defaults_silently() -> None:
    config, found = load_config("acme", b"# nothing yet\n", NAME)
    assert not found.sorted()
    assert (config.package, config.version, config.casing) == ("acme", "0.1.0", None)


@pytest.mark.parametrize(
    ("text", "place", "suggestion"),
    [
        ('pakage = "x"', "1:1", "`package`"),
        ('# note\n\n  clas = "X"', "3:3", "`class`"),
        ('[credential]\nheader = "k"\nheadr = "x"', "3:1", "`header`"),
        ('[enviroments]\nA = "https://a.test"', "1:2", "`environments`"),
        ('credential = {header = "k", evn = "K"}', "1:29", "`env`"),
        ('credential.header = "k"\ncredential."en v" = "K"', "2:1", "`env`"),
        ('package = "acme"\nqqq = 1', "2:1", "the keys are"),
    ],
)
def test_unknown_keys(text: str, place: str, suggestion: str) -> None:
    finding = only(text)
    assert finding.code == "SW602"
    assert str(finding.location) == f"{NAME}:{place}"
    assert suggestion in finding.hint


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("version = 1.0", "1:1", "a number"),
        ("\nclass = true", "2:1", "a boolean"),
        ("version = 2025-01-01", "1:1", "a date"),
        ('package = ["a"]', "1:1", "an array"),
        ('environments = "x"', "1:1", "a string"),
        ("[environments]\nA = 1", "2:1", "a number"),
        ('[credential]\nheader = "k"\n[credential.env]\nA = "1"', "3:2", "a table"),
    ],
)
def test_wrong_types(text: str, place: str, kind: str) -> None:
    finding = only(text)
    assert finding.code == "SW603"
    assert str(finding.location) == f"{NAME}:{place}"
    assert kind in finding.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('package = "json"', "SW604"),
        ('package = "class"', "SW604"),
        ('package = "httpx"', "SW604"),
        ('package = "pydantic"', "SW604"),
        ('package = "a-b"', "SW604"),
        ('package = "../up"', "SW604"),
        ('package = "_a"', "SW604"),
        ('package = "a_"', "SW604"),
        ('package = ""', "SW604"),
        ('package = "caf\\u00e9"', "SW604"),
        ('package = "NUL"', "SW604"),
        ('class = "elevenLabs"', "SW605"),
        ('class = "None"', "SW605"),
        ('class = "ValueError"', "SW605"),
        ('class = "A B"', "SW605"),
        ('version = "one"', "SW606"),
        ('version = "1.0\\n"', "SW606"),
        ('naming = "snake"', "SW606"),
        ('[credential]\nheader = "x y"', "SW606"),
        ('[credential]\nheader = "k"\nargument = "base_url"', "SW606"),
        ('[credential]\nheader = "k"\nargument = "1"', "SW606"),
        ('[credential]\nheader = "k"\nenv = "A-B"', "SW606"),
        ('[credential]\nheader = "k"\nprefix = "a\\r\\nb"', "SW606"),
        ('[credential]\nenv = "K"', "SW606"),
        ('[environments]\nA = "ftp://a.test"', "SW606"),
        ('[environments]\nA = "/v1"', "SW606"),
        ('[environments]\nA = "https://a.test:99999"', "SW606"),
        ('[environments]\nA = "https://u:p@a.test"', "SW606"),
        ('[environments]\nA = "https://a.test/?q=1"', "SW606"),
        ('[environments]\nA = "https://[::1"', "SW606"),
        ('[environments]\n"A B" = "https://a.test"', "SW606"),
        ('[components]\nA = ""', "SW606"),
        ('[repairs]\nSW100000 = "off"', "SW607"),
        ('[repairs]\nSW601 = "off"', "SW607"),
    ],
)
def test_values_that_cannot_be(text: str, code: str) -> None:
    finding = only(text)
    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert finding.location is not None
    assert finding.location.line == text.count("\n") + 1 - (
        text == '[credential]\nenv = "K"'
    )


def test_an_unknown_level(repair_code: str) -> None:
    finding = only(f'[repairs]\n{repair_code} = "loud"')
    assert finding.code == "SW606"
    assert "`warning`" in finding.message


def test_every_mistake_is_found_in_one_run() -> None:
    found = findings('package = "json"\nclass = 1\ntypo = 2\n[credential]\nx = 1\n')
    assert [(d.code, d.location.line if d.location else 0) for d in found] == [
        ("SW604", 1),
        ("SW603", 2),
        ("SW602", 3),
        ("SW606", 4),
        ("SW602", 5),
    ]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"package = acme\n", 1, 11),
        (b'a = 1\nb = "x\n', 2, 7),
        (b'a = """\nx\n', 3, 1),
        (b"a = 1\na = 2\n", 2, 6),
        (b"a = " + b"[" * 5000, 1, 1),
        (b"version = 1" + b"0" * 5000, 1, 1),
        (b'# caf\xe9\npackage = "a"', 1, 6),
    ],
)
def test_what_is_not_toml(data: bytes, line: int, column: int) -> None:
    _, found = load_config("acme", data, NAME)
    (finding,) = found
    assert finding.code == "SW601"
    assert finding.location is not None
    assert (finding.location.line, finding.location.column) == (line, column)


def test_places_are_right_after_every_kind_of_value() -> None:
    """The scan for places must step over all that a value can hold."""
    tricky = '''\
package = "acme" # "a" = 1
[environments]
A = "https://a.test/#]=\\"x"  # not a key
B = 'https://b.test/"'
C = """
X = "not a key"
[not a table]
\\""""""
[components]
list = [ "a]", [1, {z = "}"}], # x = 1
  'b',
]
d = 2025-01-01T00:00:00Z
[[nested.x]]
"quo.ted" . b = 1
'''
    places = {
        (d.location.pointer, d.location.line, d.location.column)
        for d in findings(tricky)
        if d.location
    }
    assert places == {
        ("/environments/A", 3, 1),
        ("/environments/B", 4, 1),
        ("/environments/C", 5, 1),
        ("/components/list", 10, 1),
        ("/components/d", 13, 1),
        ("/nested", 14, 3),
    }


def test_a_byte_order_mark_and_crlf_are_fine() -> None:
    data = '\ufeffpackage = "acme"\r\ntypo = 1\r\n'.encode()
    _, found = load_config("acme", data, NAME)
    (finding,) = found
    assert str(finding.location) == f"{NAME}:2:1"


def test_limits_are_read() -> None:
    text = b"[limits]\ndepth = 250\nbytes = 1\noutput = 70_000_000\n"
    config, found = load_config("acme", text, NAME)
    assert not found.sorted()
    assert config.limits == Limits(depth=250, bytes=1, output=70_000_000)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("dept = 9", "SW602"),
        ("depth = 251", "SW606"),
        ("depth = 0", "SW606"),
        ("nodes = true", "SW606"),
        ("nodes = 1.5", "SW606"),
        ('digits = "9"', "SW606"),
    ],
)
def test_limits_that_are_none(entry: str, code: str) -> None:
    finding = only(f"[limits]\n{entry}\n")
    assert finding.code == code
    assert str(finding.location) == f"{NAME}:2:1"
