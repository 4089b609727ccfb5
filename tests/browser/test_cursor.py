"""One cursor drives the board, the slider, the number box and the address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline

TURNS = 30
HEAD = TURNS * 4 - 1


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(TURNS))
    return Timeline(page, served, "g")


def test_a_deep_link_shows_its_event(timeline: Timeline) -> None:
    timeline.open(41).expect_at(41)
    expect(timeline.page.locator(".headline")).to_have_text("Blaise rolls 5 + 2")
    expect(timeline.page).to_have_title(re.compile("^Event 41 · g"))
    expect(timeline.page.get_by_role("img", name="Dice: 5 and 2")).to_be_visible()


def test_without_a_number_the_latest_event_is_shown(timeline: Timeline) -> None:
    timeline.open().expect_at(HEAD)


def test_dragging_moves_the_board_and_the_last_value_wins(timeline: Timeline) -> None:
    timeline.open(0)
    timeline.drag_to(0.5)
    expect(timeline.page.locator("#shown")).not_to_have_attribute("data-seq", "0")
    timeline.page.mouse.up()
    assert 50 < timeline.wanted < 70
    timeline.expect_at(timeline.wanted)


def test_the_slider_is_the_same_element_after_a_drag(timeline: Timeline) -> None:
    timeline.open(0)
    slider = timeline.page.query_selector("#slider")
    timeline.drag_to(0.8)
    timeline.page.mouse.up()
    timeline.expect_at(timeline.wanted)
    assert slider is not None
    assert slider.evaluate("element => element.isConnected")


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("ArrowRight", 43),
        ("ArrowLeft", 41),
        ("Home", -1),
        ("End", HEAD),
        ("PageDown", 44),
        ("PageUp", 40),
    ],
)
def test_keys_step(timeline: Timeline, key: str, there: int) -> None:
    timeline.open(42)
    timeline.press(key)
    timeline.expect_at(there)


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Next event", 43),
        ("Previous event", 41),
        ("First", -1),
        ("Last", HEAD),
        ("Next turn", 44),
        ("Previous turn", 40),
    ],
)
def test_buttons_step(timeline: Timeline, name: str, there: int) -> None:
    timeline.open(42)
    timeline.page.get_by_role("link", name=name, exact=True).click()
    timeline.expect_at(there)


def test_a_turn_is_stepped_to_from_its_own_start(timeline: Timeline) -> None:
    timeline.open(40)
    timeline.press("PageUp")
    timeline.expect_at(36)
    timeline.press("PageDown")
    timeline.press("PageDown")
    timeline.expect_at(44)


def test_the_ends_hold(timeline: Timeline) -> None:
    timeline.open(HEAD)
    timeline.press("ArrowRight")
    timeline.press("PageDown")
    timeline.expect_at(HEAD)
    timeline.press("Home")
    timeline.press("ArrowLeft")
    timeline.press("PageUp")
    timeline.expect_at(-1)
    expect(timeline.page.locator("#shown")).to_have_text("Before the first event")


def test_many_quick_steps_all_count(timeline: Timeline) -> None:
    timeline.open(0)
    for _ in range(40):
        timeline.press("ArrowRight")
    timeline.expect_at(40)


def test_keys_belong_to_whoever_is_typed_into(timeline: Timeline) -> None:
    timeline.open(42)
    timeline.number.focus()
    timeline.press("Home")
    timeline.press("ArrowLeft")
    timeline.press("PageDown")
    timeline.page.wait_for_timeout(300)
    assert timeline.shown == 42


def test_the_payload_scrolls_by_its_own_keys(timeline: Timeline) -> None:
    timeline.open(42)
    timeline.page.get_by_label("Payload").focus()
    timeline.press("ArrowRight")
    timeline.press("End")
    timeline.page.wait_for_timeout(300)
    assert timeline.shown == 42


def test_alt_and_arrow_go_back_and_do_not_step(timeline: Timeline) -> None:
    timeline.open(42)
    timeline.press("Alt+Shift+ArrowRight")
    timeline.page.wait_for_timeout(300)
    assert timeline.shown == 42


def test_the_slider_steps_once_for_each_key_while_it_has_the_focus(timeline: Timeline) -> None:
    timeline.open(42)
    timeline.slider.focus()
    timeline.press("ArrowRight")
    timeline.expect_at(43)


def test_page_keys_step_by_turn_on_the_slider_too(timeline: Timeline) -> None:
    timeline.open(42)  # turns begin at every fourth event
    timeline.slider.focus()
    timeline.press("PageDown")
    timeline.expect_at(44)
    timeline.press("PageUp")
    timeline.expect_at(40)


def test_the_slider_tells_in_words_where_it_is(timeline: Timeline) -> None:
    timeline.open(41).expect_at(41)
    said = f"Event 41 of {HEAD}, turn 11, Blaise rolls 5 + 2"
    expect(timeline.slider).to_have_attribute("aria-valuetext", said)
    expect(timeline.page.locator("#spoken")).to_have_text(said)


def test_the_number_box_goes_there(timeline: Timeline) -> None:
    timeline.open(3)
    timeline.number.fill("77")
    timeline.press("Enter")
    timeline.expect_at(77)


def _by_number(timeline: Timeline, seq: int) -> None:
    timeline.number.fill(str(seq))
    timeline.page.get_by_role("button", name="Go").click()


def _by_list(timeline: Timeline, seq: int) -> None:
    timeline.page.locator(f"#e{seq}").click()


@pytest.mark.parametrize("jump", [_by_number, _by_list])
def test_back_returns_from_a_jump_and_forward_repeats_it(
    timeline: Timeline, jump: Callable[[Timeline, int], None]
) -> None:
    timeline.open(40).expect_at(40)
    jump(timeline, 43)
    timeline.expect_at(43)
    timeline.page.go_back()
    timeline.expect_at(40)
    timeline.page.go_forward()
    timeline.expect_at(43)


def test_back_also_resets_the_number_box_it_was_typed_in(timeline: Timeline) -> None:
    timeline.open(40).expect_at(40)
    timeline.number.fill("7")
    timeline.press("Enter")
    timeline.expect_at(7)
    timeline.page.go_back()
    timeline.expect_at(40)
    expect(timeline.number).to_be_focused()
    expect(timeline.number).to_have_value("40")


def test_back_does_not_walk_every_tick(timeline: Timeline) -> None:
    timeline.page.goto(timeline.address.split("/games/")[0])
    timeline.open(10).expect_at(10)
    for _ in range(5):
        timeline.press("ArrowRight")
    timeline.expect_at(15)
    timeline.page.go_back()
    expect(timeline.page.get_by_role("heading", name="Games")).to_be_visible()


def test_back_from_a_jump_made_in_mid_scrub_returns_to_where_the_scrub_was(
    timeline: Timeline,
) -> None:
    timeline.open(40).expect_at(40)
    timeline.press("ArrowRight")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "41")
    _by_number(timeline, 80)
    timeline.expect_at(80)
    timeline.page.go_back()
    timeline.expect_at(41)


def test_a_click_in_the_list_keeps_the_focus_there(timeline: Timeline) -> None:
    timeline.open(40).expect_at(40)
    _by_list(timeline, 43)
    timeline.expect_at(43)
    expect(timeline.page.locator("#e43")).to_be_focused()
