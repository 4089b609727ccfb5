"""A panel that comes with its page is the panel that is asked for by itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from replay import panels
from tests.browser import every, games
from tests.domain.games import event

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


@pytest.mark.parametrize("name", ["", *PANELS])
def test_what_is_held_back_is_ended_by_nothing_within_it(client: Client, name: str) -> None:
    """Browsers with scripts take it for text, up to the first end of it that they meet."""
    hostile = "</noscript><script>alert(1)</script>"
    said = event(0, "message", player_id=0, text=hostile)
    games.record("g", [said], names=("Ada", hostile, "Clara"))
    page = client.get("/games/g/", {"seq": 0, "panel": name} if name else {}).content.decode()
    assert page.count("&lt;/noscript&gt;") > 0
    told = re.findall(r"<(/?)noscript", page)
    assert told == ["", "/"] * (len(told) // 2)
    assert page.count('<noscript class="rest">') == 2
