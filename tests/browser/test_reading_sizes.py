"""Small screens and long games."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline

LONG = 27_531


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_a_phone_shows_board_and_controls_without_scrolling_sideways(
    phone: Page, served: str
) -> None:
    games.record("busy", games.busy(), games.CREW)
    timeline = Timeline(phone, served, "busy").open(24)
    timeline.expect_at(24)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    board = phone.locator(".live").bounding_box()
    assert board is not None
    assert board["width"] > 360
    assert board["y"] + board["height"] < 844 - 100  # above the dock
    for name in ("First", "Previous turn", "Previous event", "Next event", "Next turn", "Last"):
        link = phone.get_by_role("link", name=name, exact=True)
        expect(link).to_be_in_viewport()


def test_a_phone_shows_the_spaces_by_short_names_large_enough_to_read(
    phone: Page, served: str
) -> None:
    games.record("g", games.rounds(1))
    Timeline(phone, served, "g").open(0)
    code = phone.locator(".b-code tspan", has_text="Bwlk").bounding_box()
    assert code is not None
    assert code["height"] >= 10
    assert code["width"] <= 31


def test_board_layers_lie_on_each_other_at_every_width(page: Page, served: str) -> None:
    games.record("g", games.rounds(1))
    for width in (390, 700, 901, 1100, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        Timeline(page, served, "g").open(0)
        ground, live = (page.locator(layer).bounding_box() for layer in (".ground", ".live"))
        assert ground == live, width
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [390, 701, 901, 1280, 1920])
def test_nothing_in_the_head_of_the_page_lies_on_anything_else(
    page: Page, served: str, width: int
) -> None:
    games.record("g", games.rounds(300))
    page.set_viewport_size({"width": width, "height": 800})
    Timeline(page, served, "g").open(1199)
    parts = [*page.locator(".top > *:visible").all(), page.locator("#shown")]
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) >= 4
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            beside = (
                one["x"] + one["width"] <= other["x"] + 1
                or other["x"] + other["width"] <= one["x"] + 1
            )
            below = (
                one["y"] + one["height"] <= other["y"] + 1
                or other["y"] + other["height"] <= one["y"] + 1
            )
            assert beside or below, (one, other)


def test_what_is_said_of_an_event_stays_in_its_card(page: Page, served: str) -> None:
    counted = datetime(1970, 1, 1, 0, 7, 34, tzinfo=UTC)
    games.record("g", [replace(event, timestamp=counted) for event in games.rounds(1)])
    page.set_viewport_size({"width": 1280, "height": 800})
    Timeline(page, served, "g").open(0).expect_at(0)
    expect(page.locator(".event time")).to_contain_text("on the engine's own clock")
    inside = "card => card.scrollWidth <= card.clientWidth"
    assert page.locator(".event").evaluate(inside)


def test_a_long_game_is_scrubbed_like_a_short_one(page: Page, served: str) -> None:
    events = games.rounds(LONG // 4 + 1)[:LONG]
    games.record("long", events)
    timeline = Timeline(page, served, "long").open(0)
    timeline.drag_to(0.5)
    page.mouse.up()
    assert 13_000 < timeline.wanted < 14_500
    timeline.expect_at(timeline.wanted)
    timeline.number.fill("20000")
    timeline.press("Enter")
    timeline.expect_at(20_000)
    page.locator("body").click(position={"x": 5, "y": 400})
    timeline.press("PageDown")
    timeline.expect_at(20_004)
    timeline.press("PageUp")
    timeline.press("PageUp")
    timeline.expect_at(19_996)
    timeline.press("End")
    timeline.expect_at(LONG - 1)
    expect(page.locator("tbody .cash").first).to_contain_text("$")
