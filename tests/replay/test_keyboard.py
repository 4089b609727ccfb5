"""The keys: no two alike, and the documentation names each as the page does."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from replay import panels
from replay.keyboard import GROUPS

KEYS = [key for group in GROUPS for key in group.keys]


def test_no_key_means_two_things() -> None:
    assert len({key.key for key in KEYS}) == len(KEYS)


def test_a_key_opens_a_panel_that_there_is() -> None:
    known = {"", panels.IN_FRAME, *(panel.name for panel in panels.PANELS)}
    assert {key.panel for key in KEYS} <= known


def test_the_documentation_has_every_key_and_no_other() -> None:
    text = Path(settings.BASE_DIR, "docs", "debugging.md").read_text()
    rows = text.split("## Keys")[1].splitlines()
    told = [tuple(cell.strip() for cell in row.split("|")[1:3]) for row in rows if "|" in row][2:]
    assert told == [(key.shown, key.does) for key in KEYS]
