"""Every page of the site but those of statistics, and every state of the timeline page."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from games.models import Game
from replay import bookmarks, reading, watches
from replay.asking import Question
from tests.browser import games
from tests.domain.games import ADA, BLAISE
from tests.replay.deciders import after, decide, decision

PANELS = ("decision", "changes", "ask", "charts", "known", "forks", "notes", "export")

PAGES = (
    "/",
    "/?q=nothing",
    "/search/",
    "/search/?q=cash",
    "/search/?q=nothing",
    "/compare/",
    "/compare/?left=busy&right=thought&left_seq=20",
    "/nowhere/",
    "/games/none/",
    "/games/busy/?seq=999",
    "/games/busy/?seq=x",
    "/games/busy/?seq=24",
    "/games/busy/",
    "/games/tricky/?seq=8",
    "/games/crowd/?seq=90",
    "/games/empty/",
    "/games/going/",
    "/games/unread/",
    "/games/busy/audit/",
    "/games/tricky/audit/",
    "/games/busy/charts/?seq=20",
    "/games/tricky/charts/",
    *(f"/games/thought/?seq=21&panel={panel}" for panel in PANELS),
    *(f"/games/tricky/?seq=8&panel={panel}&pin=0" for panel in PANELS),
    *(f"/games/empty/?panel={panel}" for panel in PANELS),
    "/games/thought/?seq=5&panel=decision&find=cash&whole=1",
    "/games/thought/?seq=21&panel=decision&diff=1",
    "/games/thought/?seq=5&panel=decision&words=orange&where=reasoning",
    "/games/thought/?seq=5&panel=decision&words=orange&where=talk",
    "/games/thought/?sqe=5",
    "/games/thought/?seq=11&panel=decision",
    "/games/thought/?seq=6&panel=known&known=1",
    "/games/busy/?seq=36&panel=changes&pin=3&path=players.0.cash",
    "/games/busy/?seq=36&panel=changes&path=players.3",
    "/games/tricky/?seq=8&panel=changes&path=properties.39&pin=0",
    "/games/thought/?seq=21&panel=ask&ask=event.type+%3D%3D+%27pass_go%27&value=players%5B0%5D.cash",
    "/games/thought/?seq=21&panel=ask&ask=nonsense(",
    "/games/thought/?seq=21&panel=ask&ask=false",
    "/games/thought/?seq=21&kind=dice",
    "/games/thought/?seq=21&kind=card",
)


def record() -> None:
    """The games the pages are of."""
    games.record("busy", games.busy(), games.CREW, status="finished")
    games.record("tricky", games.hostile(), games.HOSTILE)
    games.record("crowd", games.rounds(24, 12), [f"Player number {seat}" for seat in range(12)])
    games.record("empty")
    games.record("going", games.rounds(6), status="running")
    games.record("unread", games.rounds(2), config={"dialect": "martian"})
    _thought(games.record("thought", games.rounds(12), status="finished"))


def _thought(game: Game) -> None:
    """Models that were told wrongly and answered badly; a bookmark and a watch."""
    menu = [{"action": "buy", "position": 6}, {"action": "end"}]
    wrong = after(4, players=[{"player_id": ADA, "cash": 1504}])
    tried = [{"raw_response": "{}", "error": "no JSON"}, {"raw_response": "buy"}]
    decide(
        game,
        decision(
            0,
            game_state=wrong,
            prompt="Cash is 1504. " + "word " * 3000,
            reasoning="Orange wins. " * 200,
            available_actions=menu,
            chosen_action={"action": "buy", "position": 6, "attempts": tried},
            model_version="smol",
            processing_time_ms=1240,
        ),
        decision(
            0,
            BLAISE,
            game_state=after(10),
            prompt="Cash is 7",
            available_actions=menu,
            chosen_action={"action": "fly", "fallback": "no JSON", "attempts": tried[:1]},
        ),
        decision(1, game_state=after(20), prompt="Cash is 1503", chosen_action={"action": "end"}),
    )
    recording = reading.open_game(game.game_id)
    form = {"seq": "21", "name": "Odd", "text": "Why?", "colour": "red"}
    bookmarks.add(recording, bookmarks.parse(recording, form))
    watches.keep(recording, "poor", Question("players[0].cash < 1505"))


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _lanes(page: Page) -> None:
    expect(page.locator("#lanes")).to_have_attribute("aria-busy", "false")
    page.locator(".lanes-menu summary").click()
    expect(page.locator(".lanes-list li").first).to_be_visible()


def _failed(page: Page) -> None:
    page.route(
        re.compile("/frame/"), lambda route: route.fulfill(status=500, body="<p>Broken.</p>")
    )
    _far(page)
    expect(page.locator("#trouble")).to_be_visible()


def _loading(page: Page) -> None:
    page.route(re.compile("/frame/"), lambda _: None)  # no answer
    _far(page)
    expect(page.locator("#wanted")).to_be_visible()


def _panel_failed(page: Page) -> None:
    page.route(re.compile("/panels/"), lambda route: route.abort())
    page.get_by_role("link", name="Decision", exact=True).click()
    expect(page.locator("#panel-trouble")).to_be_visible()


def _list_failed(page: Page) -> None:
    page.route(re.compile(r"/log/|/matches\.json"), lambda route: route.abort())
    page.get_by_label("Kind").select_option("dice")
    expect(page.locator("#filter-count")).to_contain_text("could not be applied")


def _behind(page: Page) -> None:
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#live")).to_have_attribute("data-state", "behind")


def _lost(page: Page) -> None:
    page.route(re.compile("/live/"), lambda route: route.abort())
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#live")).to_have_attribute("data-state", "lost")


def _playing(page: Page) -> None:
    page.keyboard.press(" ")
    expect(page.locator("#play")).to_have_class(re.compile("is-on"))


def _completing(page: Page) -> None:
    page.get_by_label("When is it true that").fill("")
    page.get_by_label("When is it true that").press_sequentially("ev")
    expect(page.get_by_role("option").first).to_be_visible()


def _charted(page: Page) -> None:
    expect(page.locator(".chart .main-svg").first).to_be_visible(timeout=30_000)


def _far(page: Page) -> None:
    page.get_by_role("slider", name="Event").fill("4")


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "keys": ("/games/thought/?seq=21", _keys),
    "lanes": ("/games/thought/?seq=21", _lanes),
    "frame failed": ("/games/thought/?seq=21", _failed),
    "frame loading": ("/games/thought/?seq=21", _loading),
    "panel failed": ("/games/thought/?seq=21", _panel_failed),
    "list failed": ("/games/thought/?seq=21", _list_failed),
    "behind": ("/games/going/", _behind),
    "lost": ("/games/going/", _lost),
    "playing": ("/games/thought/?seq=3", _playing),
    "completing": ("/games/thought/?seq=21&panel=ask", _completing),
    "charts": ("/games/busy/?seq=21&panel=charts", _charted),
}
