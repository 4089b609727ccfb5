"""What the dock says of the cursor, the pin and the game: never in the way of what is pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come

COVERED = """() => [...document.querySelectorAll(".dock :is(a, button, select, input, summary)")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.offsetWidth > 1)
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const y = box.top + box.height / 2;
    const across = [0.2, 0.5, 0.8].map((share) => box.left + share * box.width);
    return across.some((x) => !each.contains(document.elementFromPoint(x, y)));
  })
  .map((each) => each.id || each.className || each.textContent)"""
"""The controls of the dock that something else lies over."""


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(400), status="running")
    return Timeline(page, served, "g")


def _open(timeline: Timeline, width: int) -> None:
    timeline.page.set_viewport_size({"width": width, "height": 844})
    timeline.page.goto(f"{timeline.address}?seq=1234&pin=1222")
    come(timeline.page)


def _expect_clear(page: Page, width: int) -> None:
    assert page.evaluate(COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [390, 820, 1000, 1250, 1280])
def test_a_board_that_is_late_is_told_beside_what_can_be_pressed(
    timeline: Timeline, width: int
) -> None:
    _open(timeline, width)
    page = timeline.page
    expect(page.locator("#go-live")).to_be_visible()
    expect(page.locator("#pinned")).to_be_visible()
    _expect_clear(page, width)
    page.route(re.compile("/frame/"), lambda _: None)
    timeline.press("Home")
    expect(page.locator("#wanted")).to_be_visible()
    _expect_clear(page, width)


@pytest.mark.parametrize("width", [390, 820, 1000, 1250, 1280])
def test_a_lost_connection_is_told_beside_what_can_be_pressed(
    timeline: Timeline, width: int
) -> None:
    timeline.page.route(re.compile("/live/"), lambda route: route.abort())
    _open(timeline, width)
    expect(timeline.page.locator("#live-text")).to_contain_text("Connection lost")
    _expect_clear(timeline.page, width)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_game_that_is_gone_is_told_beside_what_can_be_pressed(
    timeline: Timeline, width: int
) -> None:
    gone = {"body": "event: gone\ndata: {}\n\n", "content_type": "text/event-stream"}
    timeline.page.route(re.compile("/live/"), lambda route: route.fulfill(**gone))
    _open(timeline, width)
    expect(timeline.page.locator("#live-text")).to_contain_text("deleted or recorded anew")
    _expect_clear(timeline.page, width)
