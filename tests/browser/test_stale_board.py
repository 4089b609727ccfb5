"""A board that is not the one wished for is never shown as if it were."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import games
from tests.browser.timeline import Timeline

FRAMES = re.compile(r"/frame/-?\d+/")


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(30))
    return Timeline(page, served, "g").open(0)


def _is_wish(request: Request) -> bool:
    """A frame asked for to be shown, and not to be kept ready."""
    return request.headers.get("hx-target") == "frame"


def _number(request: Request) -> int:
    return int(request.url.split("/frame/")[1].split("/")[0])


def test_one_request_is_on_its_way_at_a_time_and_the_last_wish_follows(
    timeline: Timeline,
) -> None:
    asked: list[int] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        if not _is_wish(route.request):
            route.continue_()
            return
        asked.append(_number(route.request))
        held.append(route)

    timeline.expect_at(0)
    timeline.page.route(FRAMES, hold)
    for _ in range(9):
        timeline.press("PageDown")
    timeline.page.wait_for_timeout(300)
    assert asked == [4]
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "loading")
    expect(timeline.page.locator("#wanted")).to_have_text("Loading event 36 …")
    expect(timeline.page.locator("#frame")).to_have_attribute("aria-busy", "true")
    held.pop().continue_()
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "4")
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "loading")
    timeline.page.wait_for_timeout(100)
    held.pop().continue_()
    timeline.expect_at(36)
    assert asked == [4, 36]


def test_a_board_that_does_not_come_at_once_loses_its_colours_until_it_comes(
    timeline: Timeline,
) -> None:
    held: list[Route] = []
    board = timeline.page.locator("svg.live")

    def hold(route: Route) -> None:
        held.append(route)

    timeline.expect_at(0)
    timeline.page.route(FRAMES, hold)
    timeline.press("End")
    expect(board).to_have_css("opacity", "0.45")
    expect(board).to_have_css("filter", "grayscale(1)")
    for route in held:
        route.continue_()
    timeline.expect_at(119)
    expect(board).to_have_css("opacity", "1")
    expect(board).to_have_css("filter", "none")


def test_whatever_the_delays_the_board_ends_on_the_wish(timeline: Timeline) -> None:
    delays = iter([0.2, 0.01, 0.15, 0.0, 0.12] * 20)

    def late(route: Route) -> None:
        # An answer that takes its time, while the page goes on.
        threading.Event().wait(next(delays))
        route.continue_()

    timeline.page.route(FRAMES, late)
    timeline.drag_to(0.9, steps=40)
    timeline.drag_to(0.3, steps=40)
    timeline.page.mouse.up()
    timeline.expect_at(timeline.wanted)


def test_an_answer_for_another_event_is_dropped(timeline: Timeline) -> None:
    timeline.expect_at(0)

    def swap(route: Route) -> None:
        if _is_wish(route.request):
            other = route.fetch(url=route.request.url.replace("/frame/7/", "/frame/8/"))
            route.fulfill(response=other)
        else:
            route.continue_()

    timeline.page.route(re.compile(r"/frame/7/"), swap)
    timeline.number.fill("7")
    timeline.press("Enter")
    alert = timeline.page.get_by_role("alert")
    expect(alert).to_contain_text("another event than was asked for")
    assert timeline.shown == 0
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "failed")


def test_a_failure_is_told_in_place_and_can_be_tried_again(timeline: Timeline) -> None:
    timeline.expect_at(0)
    timeline.page.route(FRAMES, lambda route: route.abort())
    timeline.press("End")
    alert = timeline.page.get_by_role("alert")
    expect(alert).to_contain_text("The server cannot be reached.")
    expect(timeline.page.locator("#wanted")).to_have_text("Event 119 could not be loaded")
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "failed")
    assert timeline.shown == 0
    timeline.page.unroute(FRAMES)
    # By itself it comes after a while, which may be before the click.
    retry = timeline.page.locator("#retry")
    retry.dispatch_event("click")
    timeline.expect_at(119)
    expect(alert).to_be_hidden()


def test_the_servers_own_words_are_shown(timeline: Timeline) -> None:
    timeline.expect_at(0)
    games.Game.objects.all().delete()
    timeline.press("End")
    expect(timeline.page.locator("#trouble")).to_contain_text("There is no game g")
    assert timeline.shown == 0


def test_a_game_recorded_anew_is_never_mixed_into_the_page_of_the_old_one(
    timeline: Timeline,
) -> None:
    timeline.expect_at(0)
    games.Game.objects.all().delete()
    games.record("g", games.rounds(30), names=("Grace", "Linus", "Ken"))
    timeline.press("End")
    trouble = timeline.page.locator("#trouble")
    expect(trouble).to_contain_text("recorded anew")
    expect(timeline.page.locator("#wanted")).to_have_text("Event 119 could not be loaded")
    assert timeline.shown == 0
    timeline.press("3")
    expect(timeline.page.locator("#panel-trouble")).to_contain_text("recorded anew")
    trouble.get_by_role("link", name="Show the game as it is now").click()
    expect(timeline.page.locator(".players")).to_contain_text("Grace")
    timeline.expect_at(119)


def test_after_a_failure_another_step_is_a_new_try(timeline: Timeline) -> None:
    timeline.expect_at(0)
    timeline.page.route(re.compile("/frame/4/"), lambda route: route.abort())
    timeline.press("PageDown")
    expect(timeline.page.get_by_role("alert")).to_be_visible()
    timeline.press("PageDown")
    timeline.expect_at(8)
    expect(timeline.page.get_by_role("alert")).to_be_hidden()


def test_neighbours_are_fetched_ahead_and_not_asked_for_again(timeline: Timeline) -> None:
    seen: list[Request] = []
    timeline.page.on("request", lambda each: seen.append(each) if "/frame/" in each.url else None)
    timeline.open(50).expect_at(50)
    with timeline.page.expect_request_finished(lambda request: "/frame/59/" in request.url):
        timeline.press("ArrowRight")
    timeline.page.wait_for_timeout(300)  # the last of them is being put away
    for _ in range(7):
        timeline.press("ArrowRight")
    timeline.expect_at(58)
    ahead = [each for each in seen if 52 <= _number(each) <= 58]
    assert not [each for each in ahead if _is_wish(each)]
    assert len({each.url for each in ahead}) == len(ahead)


def test_a_step_by_turns_that_cannot_be_loaded_says_so(page: Page, served: str) -> None:
    games.record("h", games.rounds(3))
    page.route(re.compile("turns.json"), lambda route: route.abort())
    timeline = Timeline(page, served, "h").open(5)
    timeline.press("PageDown")
    expect(page.get_by_role("alert")).to_contain_text("The turns could not be loaded")
    assert timeline.shown == 5
    page.unroute(re.compile("turns.json"))
