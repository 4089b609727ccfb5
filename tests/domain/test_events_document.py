"""docs/events.md says what the native vocabulary is, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import inspect

from replay.domain.dialects.native.vocabulary import VOCABULARY

DOCUMENT = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
)

ROW = re.compile(r"^\| `(\w+)` \|.*\| (required|optional) \|$", flags=re.MULTILINE)


def test_every_event_has_a_section_and_every_section_an_event():
    assert SECTIONS.keys() == VOCABULARY.keys()


@pytest.mark.parametrize("event_type", sorted(VOCABULARY))
def test_a_section_lists_the_payload_as_it_is_read(event_type):
    assert ROW.findall(SECTIONS[event_type]) == [
        (field.encode_name, "required" if field.required else "optional")
        for field in inspect.type_info(VOCABULARY[event_type].payload).fields
    ]


@pytest.mark.parametrize("event_type", sorted(VOCABULARY))
def test_a_section_says_whether_the_event_changes_anything(event_type):
    says_nothing = "Changes: nothing." in SECTIONS[event_type]
    assert says_nothing == (VOCABULARY[event_type].does is None)
