"""Asking the history, as a person at a browser meets it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from replay import asking, reading, watches
from replay.asking import Question
from replay.panels import ask
from tests.browser import games
from tests.browser.timeline import Timeline, come

TURNS = 30


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    asking.forget_all()
    games.record("g", games.rounds(TURNS))
    return Timeline(page, served, "g")


def open_panel(timeline: Timeline, seq: int = 50, query: str = "") -> Page:
    timeline.page.goto(f"{timeline.address}?seq={seq}&panel=ask{query}")
    come(timeline.page)
    return timeline.page


def ask_for(page: Page, condition: str) -> None:
    page.get_by_label("When is it true that").fill(condition)
    page.keyboard.press("Escape")  # what is offered for completion
    page.get_by_role("button", name="Ask", exact=True).click()


def watch_marks(page: Page) -> None:
    page.add_init_script(
        "window.marks = {}; document.addEventListener('rewind:marks',"
        " (event) => { window.marks[event.detail.lane] = event.detail; })"
    )


def marks(page: Page, label: str, awaited: int = 1) -> list[int]:
    """What the lanes were last asked to draw under a label, once there is as much of it."""
    told = (
        "(label) => Object.values(window.marks).filter((one) => one.label === label)"
        ".flatMap((one) => one.seqs)"
    )
    for _ in range(50):
        seqs: list[int] = page.evaluate(told, label)
        if bool(seqs) == bool(awaited):
            break
        page.wait_for_timeout(100)
    return seqs


def test_hits_are_counted_listed_and_stepped_through_by_keys(timeline: Timeline) -> None:
    page = open_panel(timeline)
    ask_for(page, "event.type == 'pass_go'")
    expect(page.get_by_role("heading", name="It is true at 30 events")).to_be_visible()
    expect(page).to_have_url(re.compile(r"ask=event\.type"))
    page.locator("#panel").click(position={"x": 5, "y": 5})
    timeline.press("n")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "51")
    expect(page.get_by_text("hit 13 of 30 · true here")).to_be_visible()
    timeline.press("N")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "47")
    expect(page.get_by_text("hit 12 of 30 · true here")).to_be_visible()
    page.locator(".found a").last.click()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "67")


def test_hits_far_from_the_cursor_can_be_looked_at_without_going_there(timeline: Timeline) -> None:
    page = open_panel(timeline, 50, "&ask=event.type=='pass_go'")
    page.get_by_role("link", name="Later hits").click()
    expect(page.locator(".found a").last).to_have_attribute("data-seq", "87")
    assert timeline.shown == 50


def test_a_slip_is_shown_where_it_is(timeline: Timeline) -> None:
    page = open_panel(timeline)
    ask_for(page, "players[0].chas < 100")
    expect(page.get_by_role("alert").filter(has_text="Did you mean cash?")).to_be_visible()
    expect(page.get_by_label("When is it true that")).to_have_attribute("aria-invalid", "true")


def test_words_are_completed_as_they_are_typed(timeline: Timeline) -> None:
    page = open_panel(timeline)
    field = page.get_by_label("When is it true that")
    field.press_sequentially("players[0].ca")
    expect(page.locator(".completions li")).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("players[0].cash")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially(" < 5 && own")
    page.locator(".completions li", has_text="owns_group(").click()
    expect(field).to_have_value("players[0].cash < 5 && owns_group(")
    assert timeline.shown == 50  # no key of the page was meant


def test_what_was_asked_is_marked_in_the_lanes_as_a_breakpoint(timeline: Timeline) -> None:
    watch_marks(timeline.page)
    page = open_panel(timeline, 50, "&ask=event.type=='turn_start'")
    assert marks(page, "Asked") == list(range(0, 120, 4))
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_role("heading", name="Try one")).to_be_visible()
    assert marks(page, "Asked", awaited=0) == []


def test_a_watch_is_kept_marked_and_removed(timeline: Timeline) -> None:
    watch_marks(timeline.page)
    page = open_panel(timeline, 50, "&ask=players[0].cash>1505")
    page.get_by_label("Keep it as a watch called").fill("Ada earns")
    page.get_by_role("button", name="Keep", exact=True).click()
    watch = page.locator(".watches li")
    expect(watch.get_by_role("link", name="Ada earns")).to_be_visible()
    expect(watch.locator(".count")).to_have_text("1 hit")
    assert timeline.shown == 50
    assert marks(page, "Ada earns") == [63]
    page.get_by_role("button", name="Remove the watch Ada earns").click()
    expect(watch).to_have_count(0)


def test_the_curve_follows_the_slider(timeline: Timeline) -> None:
    page = open_panel(timeline, 0, "&value=players[0].cash")
    cursor = page.locator(".curve .cursor")
    expect(cursor).to_have_attribute("x1", "0.0")
    timeline.press("End")
    expect(cursor).to_have_attribute("x1", "600")


def test_a_long_game_shows_how_far_it_is(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "QUICK", 10)
    page = open_panel(timeline)
    with page.expect_response(re.compile("/ask/progress/")) as answered:
        ask_for(page, "event.type == 'pass_go'")
    assert answered.value.ok
    expect(page.get_by_role("heading", name="It is true at 30 events")).to_be_visible()


def test_it_all_works_without_a_script(browser: Browser, served: str) -> None:
    games.record("g", games.rounds(TURNS))
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto("/games/g/?seq=50&panel=ask")
    page.get_by_role("link", name="the bank runs out of houses").click()
    none = page.locator("#panel").get_by_text("It is true after none of the 120 events.")
    expect(none).to_be_visible()
    page.get_by_label("When is it true that").fill("event.type == 'pass_go'")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("[data-hit=next]").click()
    expect(page).to_have_url(re.compile("seq=51"))
    page.get_by_label("Keep it as a watch called").fill("salaries")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("link", name="salaries")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str, width: int) -> None:
    games.record("g", games.rounds(TURNS))
    context = browser.new_context(
        base_url=served,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for query in ("", "&ask=event.type=='pass_go'&value=players[0].cash", "&ask=nonsense"):
        page.goto(f"/games/g/?seq=51&panel=ask{query}")
        come(page)
        page.get_by_label("When is it true that").press_sequentially("pl")
        found = Axe().run(page).response["violations"]
        assert [(query, one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()


def test_a_link_with_a_question_marks_its_hits_whatever_panel_is_open(timeline: Timeline) -> None:
    watch_marks(timeline.page)
    timeline.page.goto(f"{timeline.address}?seq=50&panel=notes&ask=event.type=='turn_start'")
    come(timeline.page)
    assert marks(timeline.page, "Asked") == list(range(0, 120, 4))


def test_watches_keep_up_with_a_game_that_grows_without_a_pause(page: Page, served: str) -> None:
    """A game that grows more often than watches are asked must not put them off for ever."""
    told = games.rounds(40)
    game = games.record("going", told[:40], status="running")
    watches.keep(reading.open_game("going"), "salaries", Question("event.type == 'pass_go'"))
    watch_marks(page)
    page.goto("/games/going/?seq=5")
    come(page)
    assert marks(page, "salaries") == list(range(3, 40, 4))
    for number in range(40, 64):
        games.add(game, told[number : number + 1])
        page.wait_for_timeout(150)
    assert len(marks(page, "salaries")) > 10
