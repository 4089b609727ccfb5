"""Lanes over the slider: where the slider says, by pointer, by keyboard, and in words."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from games.models import LLMDecision
from tests.browser import games
from tests.browser.timeline import Timeline, come
from tests.browser.violations import Watch
from tests.domain.games import START, stream

WHERE = """() => {
  const slider = document.getElementById("slider").getBoundingClientRect();
  const lanes = document.querySelector(".lanes-canvas").getBoundingClientRect();
  const cursor = document.querySelector(".lanes-cursor").getBoundingClientRect();
  const { min, max, value } = document.getElementById("slider");
  const share = (value - min) / (max - min);
  const thumb = slider.left + 8 + share * (slider.width - 16);
  return { off: cursor.left + cursor.width / 2 - thumb, left: lanes.left, top: lanes.top,
           track: slider.left + 8, wide: slider.width - 16, height: lanes.height };
}"""

# In one go: the labels are made anew whenever something more of the game has come.
MIDDLE = """lane => {
  const labels = [...document.querySelectorAll(".lanes-labels span")];
  const box = labels.find(label => label.textContent.includes(lane)).getBoundingClientRect();
  return box.top + box.height / 2;
}"""

# Lanes are drawn with the browser's next frame; until then the menu alone knows of a new one.
DRAWN = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"""


def told() -> list[Any]:
    """Two hundred events: two auctions, one time in jail, a bankruptcy near the end."""
    salary = ("pass_go", {"player_id": 0, "amount": 1})
    some: list[tuple[str, dict[str, Any]]] = [salary] * 200
    for at in (20, 60):
        some[at] = ("auction_start", {"position": 39, "bidders": [0, 1]})
        some[at + 3] = ("auction_end", {"position": 39, "winner_id": 0, "amount": 10})
    for turn in range(10):
        some[turn * 20 + 1] = ("turn_start", {"player_id": turn % 3, "turn_number": turn + 1})
    some[100] = ("go_to_jail", {"player_id": 1})
    some[120] = ("jail_release", {"player_id": 1, "method": "doubles"})
    some[190] = ("bankruptcy", {"player_id": 2, "creditor_id": 0})
    return stream(*some)


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    game = games.record("g", told())
    for number, after in enumerate((9, 49, 149), 1):
        LLMDecision.objects.create(
            game_uuid=game.pk,
            player_id=0,
            turn_number=1,
            sequence_number=number,
            timestamp=START,
            game_state={"event_sequence": after},
            chosen_action={"action": "roll", "error": "no JSON"} if number == 2 else {},
        )
    return Timeline(page, served, "g")


def ready(timeline: Timeline) -> None:
    """Everything has come, and has been drawn."""
    expect(timeline.page.locator("#lanes")).to_have_attribute("aria-busy", "false")
    expect(timeline.page.locator(".lanes-labels span")).not_to_have_count(0)
    expect(timeline.page.locator(".lanes-notes")).not_to_contain_text("still being worked out")
    timeline.page.evaluate(DRAWN)


def point(timeline: Timeline, lane: str, seq: int) -> tuple[float, float]:
    """Where in the page a lane is at an event."""
    middle = timeline.page.evaluate(MIDDLE, lane)
    at = timeline.page.evaluate(WHERE)
    return at["track"] + (seq + 1) / 200 * at["wide"], middle


@pytest.mark.parametrize("width", [1440, 1280, 1024])
def test_the_cursor_stands_over_the_thumb_at_every_width(timeline: Timeline, width: int) -> None:
    timeline.page.set_viewport_size({"width": width, "height": 800})
    timeline.open(41)
    ready(timeline)
    for _ in range(3):
        timeline.press("PageDown")
        assert abs(timeline.page.evaluate(WHERE)["off"]) < 1


def test_the_cursor_stands_over_the_thumb_on_a_phone(timeline: Timeline) -> None:
    timeline.page.set_viewport_size({"width": 390, "height": 844})
    timeline.open(41)
    expect(timeline.page.locator("#lanes")).to_have_attribute("aria-busy", "false")
    assert abs(timeline.page.evaluate(WHERE)["off"]) < 1
    assert timeline.page.evaluate("document.documentElement.scrollWidth") == 390


def test_lanes_of_every_kind_break_no_policy(timeline: Timeline) -> None:
    watch = Watch(timeline.page)
    timeline.open(41)
    ready(timeline)
    timeline.page.mouse.move(*point(timeline, "Errors", 50))
    expect(timeline.page.locator(".lanes-tip")).to_contain_text("decision with errors")
    assert watch.found() == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_lanes_and_their_menu(
    browser: Browser, served: str, scheme: str, width: int
) -> None:
    games.record("g", told())
    context = browser.new_context(
        base_url=served,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto("/games/g/?seq=50")
    come(page)
    expect(page.locator("#lanes")).to_have_attribute("aria-busy", "false")
    page.get_by_text("Lanes", exact=True).click()
    expect(page.get_by_role("button", name="Next auction")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()


def test_a_click_near_a_mark_goes_to_its_event_and_back_returns(timeline: Timeline) -> None:
    timeline.open(41).expect_at(41)
    ready(timeline)
    x, y = point(timeline, "Auctions", 60)
    timeline.page.mouse.click(x - 3, y)
    timeline.expect_at(60)
    timeline.page.go_back()
    timeline.expect_at(41)


def test_a_click_beside_all_marks_goes_to_the_event_there(timeline: Timeline) -> None:
    timeline.open(41)
    ready(timeline)
    timeline.page.mouse.click(*point(timeline, "Auctions", 150))
    timeline.expect_at(150)


def test_a_mark_says_what_it_is_under_the_pointer(timeline: Timeline) -> None:
    timeline.open(41)
    ready(timeline)
    timeline.page.mouse.move(*point(timeline, "Jail", 100))
    tip = timeline.page.locator(".lanes-tip")
    expect(tip).to_contain_text("Event 100, turn 5: time in jail · Blaise")
    expect(tip).to_contain_text("— Blaise goes to jail")  # the event in words comes after it


def test_a_drag_zooms_slider_and_lanes_to_the_span(timeline: Timeline) -> None:
    timeline.open(80)
    ready(timeline)
    x, y = point(timeline, "Auctions", 50)
    timeline.page.mouse.move(x, y)
    timeline.page.mouse.down()
    timeline.page.mouse.move(point(timeline, "Auctions", 110)[0], y, steps=8)
    timeline.page.mouse.up()
    slider = timeline.slider
    expect(slider).to_have_attribute("min", "50")
    expect(slider).to_have_attribute("max", "110")
    timeline.expect_at(80)
    assert abs(timeline.page.evaluate(WHERE)["off"]) < 1
    timeline.page.get_by_role("button", name="Whole game").click()
    expect(slider).to_have_attribute("max", "199")
    expect(slider).to_have_attribute("min", "-1")


def test_a_step_out_of_the_span_takes_the_span_along(timeline: Timeline) -> None:
    timeline.open(100)
    ready(timeline)
    for _ in range(3):
        timeline.page.get_by_role("button", name="Zoom in").click()
    assert int(timeline.slider.get_attribute("max") or 0) < 140
    low, high = (int(timeline.slider.get_attribute(name) or 0) for name in ("min", "max"))
    timeline.press("End")
    timeline.expect_at(199)
    expect(timeline.slider).to_have_attribute("max", "199")
    expect(timeline.slider).to_have_attribute("min", str(199 - (high - low)))
    assert abs(timeline.page.evaluate(WHERE)["off"]) < 1
    timeline.press("Home")
    timeline.expect_at(-1)
    expect(timeline.slider).to_have_attribute("min", "-1")
    expect(timeline.slider).to_have_attribute("max", str(high - low - 1))


def test_the_menu_tells_every_lane_in_words_and_steps_from_mark_to_mark(
    timeline: Timeline,
) -> None:
    timeline.open(41)
    ready(timeline)
    page = timeline.page
    page.get_by_text("Lanes", exact=True).click()
    menu = page.get_by_role("list", name="Lanes and what is in them")
    for line in ("Decisions: 3", "Errors: 1", "Auctions: 2", "Jail: 1", "Bankruptcies: 1"):
        expect(menu.get_by_text(line)).to_be_visible()
    menu.get_by_role("button", name="Next auction").press("Enter")
    timeline.expect_at(60)
    menu.get_by_role("button", name="Previous auction").press("Enter")
    timeline.expect_at(20)
    menu.get_by_role("button", name="Next decision with errors").click()
    timeline.expect_at(50)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_lane_switched_off_stays_off(timeline: Timeline) -> None:
    timeline.open(41)
    ready(timeline)
    label = timeline.page.locator(".lanes-labels span", has_text="Auctions")
    expect(label).to_have_count(1)
    timeline.page.get_by_text("Lanes", exact=True).click()
    timeline.page.get_by_label("Auctions: 2").uncheck()
    expect(label).to_have_count(0)
    expect(timeline.page.locator(".lanes-more")).to_have_text("1 not shown")
    timeline.page.reload()
    ready(timeline)
    expect(label).to_have_count(0)


def test_marks_of_others_are_a_lane_and_go_when_there_are_none(timeline: Timeline) -> None:
    timeline.open(41)
    ready(timeline)
    ask = """(seqs) => document.dispatchEvent(new CustomEvent("rewind:marks",
        { detail: { lane: "watch-1", label: "Poor", kind: "watch", seqs } }))"""
    label = timeline.page.locator(".lanes-labels span", has_text="Poor")
    timeline.page.evaluate(ask, [77, 12, 150])
    expect(label).to_have_count(1)
    timeline.page.mouse.click(*point(timeline, "Poor", 77))
    timeline.expect_at(77)
    timeline.page.evaluate(ask, [])
    expect(label).to_have_count(0)


def test_new_events_come_into_the_lanes(timeline: Timeline) -> None:
    timeline.open(41)
    ready(timeline)
    asked: list[str] = []
    timeline.page.on("request", lambda request: asked.append(request.url))
    grown = """() => document.dispatchEvent(new CustomEvent("rewind:grown",
        { detail: { head: 199, status: "running" } }))"""
    with timeline.page.expect_response("**/lanes.json?*head=199*"):
        for _ in range(20):
            timeline.page.evaluate(grown)
    timeline.page.wait_for_timeout(300)
    assert sum("lanes.json" in url for url in asked) == 1  # many at once cost one request


def test_lanes_that_cannot_be_loaded_say_so_and_come_when_tried_again(timeline: Timeline) -> None:
    timeline.page.route("**/lanes.json?*", lambda route: route.abort())
    timeline.open(41)
    expect(timeline.page.locator(".lanes-state")).to_contain_text("could not be loaded")
    timeline.expect_at(41)  # the page is usable without them
    timeline.page.unroute("**/lanes.json?*")
    timeline.page.locator(".lanes-retry").dispatch_event("click")  # by itself after a while
    ready(timeline)
    expect(timeline.page.locator(".lanes-state span")).to_be_empty()


def test_without_script_there_are_no_lanes_and_no_room_for_them(
    browser: Browser, served: str
) -> None:
    games.record("g", told())
    context = browser.new_context(base_url=served, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/games/g/?seq=41")
    expect(plain.locator("#lanes")).to_be_hidden()
    dock = plain.locator(".dock").bounding_box()
    assert dock is not None
    assert dock["height"] < 190
    context.close()


def test_a_long_games_lanes_are_small_and_break_no_policy(page: Page, served: str) -> None:
    watch = Watch(page)
    games.record("long", games.rounds(27_531 // 4))
    timeline = Timeline(page, served, "long")
    with page.expect_response("**/lanes.json?*") as answer:
        timeline.open(13_000)
    assert answer.value.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.value.body())) < 60_000
    expect(page.locator("#lanes")).to_have_attribute("aria-busy", "false")
    timeline.expect_at(13_000)
    assert watch.found() == []
