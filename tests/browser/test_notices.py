"""What the dock says of the cursor, the pin and the game: never in the way of what is pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come

ROUNDS = games.rounds(400)

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
    games.record("g", ROUNDS, status="running")
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


def test_notices_never_lie_over_what_is_to_be_pressed(page: Page, served: str) -> None:
    """Pinned and far behind, at every width."""
    game = games.record("g", ROUNDS[:100], status="running")
    page.goto("/games/g/?seq=40&pin=20")
    come(page)
    expect(page.locator("#live")).to_have_attribute("data-state", "behind")
    games.add(game, ROUNDS[100:1500])
    expect(page.locator("#live-new")).to_have_text("1,400 new")
    for width in (390, 700, 950, 1100, 1280, 1500):
        page.set_viewport_size({"width": width, "height": 800})
        covered = page.evaluate(
            """() => {
              const boxes = (all) => [...document.querySelectorAll(all)]
                .filter((one) => one.checkVisibility()) // a closed menu's buttons have places too
                .map((one) => [one, one.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1);
              const controls = boxes(".dock a.step, .dock select, .dock .lanes-head button,"
                + " .lanes-menu summary, #number, #slider, .aside button, #play-button");
              return boxes(".notices > *").flatMap(([notice, a]) => controls
                .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1
                  && a.top < b.bottom - 1 && b.top < a.bottom - 1)
                .map(([control]) => `${notice.id} over ${control.id || control.className}`));
            }"""
        )
        assert (width, covered) == (width, [])
