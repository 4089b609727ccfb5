"""What the game's page paints first, and that the rest of it always comes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from games import lifecycle
from tests.browser import games
from tests.browser.timeline import Timeline

# Where board and slider stand, when they are about to be painted and when the rest has come.
_WATCH = """
window.told = [];
const told = (coming) => {
  const places = ["svg.ground", "#slider"].map((one) => document.querySelector(one));
  window.told.push({
    coming,
    painted: performance.getEntriesByType("paint").length > 0,
    places: places.map((one) => JSON.stringify(one.getBoundingClientRect())),
    players: document.querySelector(".players").getBoundingClientRect().height,
  });
};
let was = false;
new MutationObserver(() => {
  const is = document.documentElement.classList.contains("is-coming");
  if (is && !was) requestAnimationFrame(() => told(true));
  if (was && !is) told(false);
  was = is;
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(50))
    return Timeline(page, served, "g")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_board_and_slider_are_painted_before_the_rest_and_stay_where_they_are(
    timeline: Timeline, size: tuple[int, int]
) -> None:
    timeline.page.set_viewport_size({"width": size[0], "height": size[1]})
    timeline.page.add_init_script(_WATCH)
    timeline.open(60)
    expect(timeline.page.get_by_role("table").first).to_be_visible()
    first, then = _told(timeline.page)
    assert (first["coming"], first["painted"]) == (True, False)
    assert not then["coming"]
    assert first["players"] == 0 < then["players"]
    assert first["places"] == then["places"]


def test_a_page_that_is_loaded_again_comes_as_a_whole(timeline: Timeline) -> None:
    timeline.open(60)
    timeline.page.add_init_script(_WATCH)
    timeline.page.reload()
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "here")
    assert timeline.page.evaluate("window.told") == []


def test_a_page_whose_script_does_not_come_shows_all_that_it_has(timeline: Timeline) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    timeline.page.route("**/*.js", refuse)
    timeline.open(60)
    for part in (".players", "#log", ".tabs", "#slider"):
        expect(timeline.page.locator(part)).to_be_visible()
    expect(timeline.page.locator("#rows > li").first).to_be_visible()


def test_a_game_without_events_does_not_wait_for_what_it_has_not(page: Page, served: str) -> None:
    lifecycle.create("g", config={}, metadata={}, players=[])
    Timeline(page, served, "g").open()
    expect(page.locator("svg.ground")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('paint').length") > 0


def _told(page: Page) -> list[dict[str, Any]]:
    page.wait_for_function("window.told.length === 2")
    told: list[dict[str, Any]] = page.evaluate("window.told")
    return told
