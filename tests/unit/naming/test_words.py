"""Words and casings."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specwright.naming.words import (
    Casing,
    ascii_letters,
    constant,
    identifier,
    pascal,
    snake,
    words,
)

FERN, SMART, PEP8 = Casing.FERN, Casing.FERN_SMART, Casing.PEP8


@pytest.mark.parametrize(
    ("name", "fern", "pep8"),
    [
        # As lodash's `snakeCase` splits: digits are words.
        ("preview_b64", "preview_b_64", "preview_b64"),
        ("sign_with_c2pa", "sign_with_c_2_pa", "sign_with_c2pa"),
        ("audio_base64", "audio_base_64", "audio_base64"),
        ("sha256", "sha_256", "sha256"),
        ("usage_character_count_7d", "usage_character_count_7_d", None),
        ("v1SpeechToTextRealtime", "v_1_speech_to_text_realtime", None),
        ("_meta", "meta", None),
        ("HTTPValidationError", "http_validation_error", None),
        ("getHTTPResponse", "get_http_response", None),
        ("HTTPError404", "http_error_404", "http_error404"),
        ("fooBar", "foo_bar", None),
        ("--foo-bar--", "foo_bar", None),
        ("__FOO_BAR__", "foo_bar", None),
        ("XMLHttpRequest", "xml_http_request", None),
        ("don't stop", "dont_stop", None),
        ("it\u2019s", "its", None),
        ("a.b/c d", "a_b_c_d", None),
        ("xi-api-key", "xi_api_key", None),
        ("Body_create_v1_x_post", "body_create_v_1_x_post", "body_create_v1_x_post"),
        ("12 feet", "12_feet", None),
        ("IDs", "i_ds", None),
        ("", "", None),
        ("---", "", None),
    ],
)
def test_snake(name: str, fern: str, pep8: str | None) -> None:
    assert snake(name, FERN) == fern
    if pep8 is not None:
        assert snake(name, PEP8) == pep8
        assert snake(name, SMART) == pep8


@pytest.mark.parametrize(
    ("name", "fern", "pep8"),
    [
        ("HTTPValidationError", "HttpValidationError", "HTTPValidationError"),
        ("start_speaker", "StartSpeaker", "StartSpeaker"),
        ("voice-settings V2", "VoiceSettingsV2", "VoiceSettingsV2"),
        ("ObjectOverride-Input", "ObjectOverrideInput", "ObjectOverrideInput"),
        ("API Keys_list_Response_200", "ApiKeysListResponse200", None),
        ("b64", "B64", "B64"),
    ],
)
def test_pascal(name: str, fern: str, pep8: str | None) -> None:
    assert pascal(name, FERN) == fern
    if pep8 is not None:
        assert pascal(name, PEP8) == pep8


def test_constant() -> None:
    assert constant("US East (Ohio)", PEP8) == "US_EAST_OHIO"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naïve", "naive"),
        ("\uff26\uff55\uff4c\uff4c", "Full"),
        ("ﬁle", "file"),
        ("straße", "stra udf e"),
        ("日本", " u65e5  u672c "),
        ("a\u200bb", "a b"),
        ("😀", " "),
        ("\ud800x", " x"),
    ],
)
def test_other_scripts_become_ascii_and_stay_apart(text: str, expected: str) -> None:
    assert ascii_letters(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "field"),
        ("import", "import_"),
        ("None", "None_"),
        ("match", "match"),
        ("7d", "field_7d"),
        ("list", "list"),
    ],
)
def test_identifier(name: str, expected: str) -> None:
    assert identifier(name, fallback="field") == expected


@given(st.text(), st.sampled_from(Casing))
def test_any_text_has_a_legal_name(text: str, casing: Casing) -> None:
    name = identifier(snake(text, casing), fallback="x")
    assert name.isidentifier()
    assert name.isascii()
    assert not keyword.iskeyword(name)
    assert identifier(pascal(text, casing), fallback="X").isidentifier()


@given(st.text(), st.sampled_from(Casing))
def test_splitting_again_changes_nothing(text: str, casing: Casing) -> None:
    once = snake(text, casing)
    assert snake(once, casing) == once
    lost = "".join(words(text, casing)).lower()
    letters = [c for c in ascii_letters(text).lower() if c.isalnum()]
    assert sorted(lost) == sorted(letters)
