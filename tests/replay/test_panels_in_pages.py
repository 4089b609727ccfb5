"""A panel that comes with its page is the panel that is asked for by itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from replay import panels
from tests.browser import every

pytestmark = pytest.mark.django_db

PANELS = [panel.name for panel in panels.PANELS]


@pytest.fixture(autouse=True)
def recorded(db: None) -> None:
    every.record()


def _plain(markup: str) -> str:
    return re.sub(r"csrf\w*\"? value=\"\w+\"", "", " ".join(markup.split()))


@pytest.mark.parametrize("game_id", ["thought", "tricky"])
@pytest.mark.parametrize("name", PANELS)
def test_a_panel_in_its_page_is_the_one_asked_for_by_itself(
    client: Client, game_id: str, name: str
) -> None:
    query = f"seq=8&panel={name}&pin=0&path=players.0.cash&ask=players%5B0%5D.cash+%3E+1400"
    page = client.get(f"/games/{game_id}/?{query}")
    asked = client.get(f"/games/{game_id}/panels/{name}/8/?{query}", headers={"HX-Request": "true"})
    assert asked.status_code == page.status_code == 200
    assert _plain(asked.content.decode()) in _plain(page.content.decode())
