"""Playing a game back: at a pace, by a unit, until somebody or something stops it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come

TURNS = 10
HEAD = TURNS * 4 - 1


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(TURNS))
    return Timeline(page, served, "g")


def _fast(timeline: Timeline, unit: str = "event") -> None:
    timeline.page.get_by_label("Speed").select_option("16")
    timeline.page.get_by_label("Step of playing").select_option(unit)


def test_it_plays_to_the_end_and_says_so(timeline: Timeline) -> None:
    timeline.open(30)
    _fast(timeline)
    timeline.page.get_by_role("button", name="Play").click()
    timeline.expect_at(HEAD)
    expect(timeline.page.locator("#play-told")).to_have_text("The end")
    expect(timeline.page.get_by_role("button", name="Play")).to_be_visible()


def test_played_at_the_end_it_begins_anew(timeline: Timeline) -> None:
    timeline.open(HEAD)
    _fast(timeline)
    timeline.page.get_by_role("button", name="Play").click()
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", re.compile("^[0-9]$"))


def test_by_turn_it_shows_the_starts_of_turns_alone(timeline: Timeline) -> None:
    timeline.open(0)
    _fast(timeline, "turn")
    timeline.page.evaluate(
        "window.seen = []; document.addEventListener('rewind:shown',"
        " (event) => window.seen.push(event.detail.seq))"
    )
    timeline.press(" ")
    timeline.expect_at(HEAD)
    assert timeline.page.evaluate("window.seen") == [*range(4, HEAD, 4), HEAD]


def test_moving_by_hand_takes_the_cursor_over(timeline: Timeline) -> None:
    timeline.open(0)
    timeline.press(" ")
    expect(timeline.page.get_by_role("button", name="Pause")).to_be_visible()
    timeline.number.fill("20")
    timeline.number.press("Enter")
    expect(timeline.page.get_by_role("button", name="Play")).to_be_visible()
    timeline.page.wait_for_timeout(1000)
    timeline.expect_at(20)


def test_it_stops_at_a_watched_event_like_at_a_breakpoint(timeline: Timeline) -> None:
    timeline.open(0)
    _fast(timeline)
    timeline.page.evaluate(
        "document.dispatchEvent(new CustomEvent('rewind:marks', {detail:"
        " {lane: 'watch:1', label: 'Ada is poor', seqs: [17, 30], kind: 'watch'}}))"
    )
    timeline.press(" ")
    timeline.expect_at(17)
    expect(timeline.page.locator("#play-told")).to_have_text("Stopped at Ada is poor")
    timeline.press(" ")
    timeline.expect_at(30)


def test_real_time_skips_what_is_idle(timeline: Timeline) -> None:
    timeline.open(0)
    _fast(timeline, "time")
    timeline.press(" ")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", str(HEAD), timeout=20_000)


def test_with_a_filter_it_plays_what_passes(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=1&kind=dice")
    come(timeline.page)
    expect(timeline.page.locator("#log")).to_have_attribute("data-filtered", "yes")
    expect(timeline.page.locator("#filter-count")).to_contain_text("10 events pass")
    _fast(timeline)
    timeline.press(" ")
    expect(timeline.page.locator("#play-told")).to_have_text(
        "The last event that passes the filter"
    )
    assert timeline.shown == HEAD - 2


def test_by_turn_with_a_filter_it_plays_the_first_of_each_turn_that_passes(
    timeline: Timeline,
) -> None:
    timeline.page.goto(f"{timeline.address}?seq=1&kind=dice")
    come(timeline.page)
    expect(timeline.page.locator("#filter-count")).to_contain_text("10 events pass")
    _fast(timeline, "turn")
    timeline.page.evaluate(
        "window.seen = []; document.addEventListener('rewind:shown',"
        " (event) => window.seen.push(event.detail.seq))"
    )
    timeline.press(" ")
    expect(timeline.page.locator("#play-told")).to_have_text(
        "The last event that passes the filter"
    )
    assert timeline.page.evaluate("window.seen") == list(range(5, HEAD, 4))


def test_faster_and_slower_by_key(timeline: Timeline) -> None:
    timeline.open(0)
    timeline.press(">")
    expect(timeline.page.get_by_label("Speed")).to_have_value("2")
    timeline.press("<")
    timeline.press("<")
    expect(timeline.page.get_by_label("Speed")).to_have_value("0.5")


def test_what_is_watched_no_longer_stops_it_no_longer(timeline: Timeline) -> None:
    timeline.open(0)
    _fast(timeline)
    mark = (
        "([label, seqs]) => document.dispatchEvent(new CustomEvent('rewind:marks', {detail:"
        " {lane: 'watch:1', label, seqs, kind: 'watch'}}))"
    )
    timeline.page.evaluate(mark, ["Ada is poor", [17]])
    timeline.page.evaluate(mark, ["", []])  # as when the watch is removed
    timeline.press(" ")
    timeline.expect_at(HEAD)


def test_up_with_a_game_that_is_being_played_it_does_not_say_the_end(
    page: Page, served: str
) -> None:
    games.record("going", games.rounds(3), status="running")
    page.goto("/games/going/?seq=9")
    come(page)
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press(" ")
    expect(page.locator("#play-told")).to_have_text("Up with the game")
