"""What the game's page paints first, and that the rest of it always comes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from games import lifecycle
from tests.browser import games
from tests.browser.timeline import Timeline, come

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


_TOOLS = re.compile(r"/static/(timeline/log|bundles/tools[.0-9a-f]*)\.js")


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


def test_a_page_whose_script_does_not_come_says_what_it_lacks(timeline: Timeline) -> None:
    timeline.page.route("**/*.js", _refuse)
    timeline.go(60)
    for part in (".ground", ".players", "#slider"):
        expect(timeline.page.locator(part)).to_be_visible()
    expect(timeline.page.get_by_text("The list of events is on its way.")).to_be_visible()
    timeline.page.unroute("**/*.js")
    timeline.page.get_by_role("link", name="load the page again").click()
    expect(timeline.page.locator("#e60")).to_be_visible()
    assert timeline.shown == 60


def test_a_page_whose_tools_do_not_come_says_so_and_asks_again(timeline: Timeline) -> None:
    timeline.page.route(_TOOLS, _refuse)
    timeline.go(60)
    expect(timeline.page.locator("#e60")).to_be_visible()
    expect(timeline.page.locator("#lacking")).to_contain_text("could not be loaded")
    timeline.slider.press("ArrowRight")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "61")
    timeline.page.unroute(_TOOLS)
    retry = timeline.page.locator("#lacking button")
    retry.evaluate("(button) => { button.click(); button.click(); }")
    come(timeline.page)
    assert timeline.page.locator("script[src*='timeline/log.js']").count() == 1
    expect(timeline.page.locator("#lacking")).to_be_hidden()
    timeline.expect_at(61)
    expect(timeline.page.locator("#rows .here")).to_contain_text("61")


def test_tools_that_come_late_know_where_the_cursor_is(timeline: Timeline) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    timeline.page.route(_TOOLS, hold)
    timeline.go(60)
    timeline.slider.press("End")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "199")
    for route in held:
        route.continue_()
    timeline.expect_at(199)
    expect(timeline.page.locator("#rows .here")).to_contain_text("199")
    timeline.page.keyboard.press("3")
    expect(timeline.page.locator("#panel")).to_have_attribute("data-seq", "199")


def test_a_game_without_events_does_not_wait_for_what_it_has_not(page: Page, served: str) -> None:
    lifecycle.create("g", config={}, metadata={}, players=[])
    Timeline(page, served, "g").open()
    expect(page.locator("svg.ground")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('paint').length") > 0


def _refuse(route: Route) -> None:
    route.abort()


def _told(page: Page) -> list[dict[str, Any]]:
    page.wait_for_function("window.told.length === 2")
    told: list[dict[str, Any]] = page.evaluate("window.told")
    return told
