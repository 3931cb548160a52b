"""Any name is a safe name, and any page can be written and read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from specwright.add.compose import block_lines
from specwright.add.names import safe_stem
from specwright.diagnostics import Source
from specwright.read.info import Example, PageInfo, Sample, take_page
from specwright.read.tree import Map
from specwright.read.yaml import parse_yaml


@given(st.lists(st.text("abcZ019._- ", max_size=300), max_size=6))
def test_stems_are_plain_names_on_every_system(segments: list[str]) -> None:
    for stem in (safe_stem(segments), safe_stem(["aux", *segments])):
        assert 0 < len(stem) <= 121
        assert stem.partition(".")[0] != "aux"
        assert not stem.startswith((".", "-"))


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_BLOCKS = st.text(st.sampled_from(" \t\n#-:ab|'\"\\"))
_ANY = _TEXT | _BLOCKS
_INFOS = st.builds(
    PageInfo,
    title=_ANY,
    url=_ANY,
    description=_ANY,
    samples=st.lists(
        st.builds(
            Sample, language=_ANY.filter(bool), code=_ANY.filter(bool), name=_ANY
        ),
        max_size=2,
    ).map(tuple),
    examples=st.lists(
        st.builds(Example, request=_ANY.filter(bool), response=_ANY), max_size=2
    ).map(tuple),
)


@settings(max_examples=400, deadline=None)
@given(_INFOS)
def test_any_page_can_be_written_and_read(info: PageInfo) -> None:
    text = "\n".join(block_lines(info)) + "\n"
    root = parse_yaml(Source("x.yaml", text))
    assert isinstance(root, Map)
    found, findings = take_page(root)
    assert findings == ()
    assert found == info
