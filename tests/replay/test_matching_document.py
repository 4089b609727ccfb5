"""docs/matching.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from replay.domain import menus
from replay.domain.deciding import Basis

DOCUMENT = Path(settings.BASE_DIR, "docs/matching.md").read_text(encoding="utf-8")


def test_every_way_of_inferring_is_named_as_the_panel_names_it():
    for basis in Basis:
        assert basis is Basis.EVENT or f"inferred by {basis.value}" in DOCUMENT


def test_every_place_of_an_actions_name_is_told():
    names = [f"`{name}`" for name in menus.NAMES]
    assert f"{', '.join(names[:-1])} or {names[-1]}" in DOCUMENT
    for argument in ("params", "args", "arguments"):
        option = menus.read(["x"], {"action": "x", argument: {"a": 1}}).chosen
        assert (option.arguments, f"`{argument}`" in DOCUMENT) == ({"a": 1}, True)
