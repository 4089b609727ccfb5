"""A panel or a list that belongs to another moment never stands as if it were of this one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(60), status="running")
    return Timeline(page, served, "g")


def _is_eleven(request: Request) -> bool:
    return "/panels/changes/11/" in request.url


def _holder(held: list[Route]) -> Callable[[Route], None]:
    """Keep requests back (Playwright cannot take a list's own method)."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def _open_changes(timeline: Timeline, seq: int) -> None:
    timeline.page.goto(f"{timeline.address}?seq={seq}&panel=changes")
    come(timeline.page)
    expect(timeline.page.locator("#panel")).to_have_attribute("data-seq", str(seq))


def test_an_answer_for_a_moment_that_was_left_again_is_dropped(timeline: Timeline) -> None:
    held: list[Route] = []
    _open_changes(timeline, 10)
    timeline.page.route(re.compile("/panels/changes/11/"), _holder(held))
    with timeline.page.expect_request(re.compile("/panels/changes/11/")):
        timeline.press("ArrowRight")
    timeline.press("ArrowLeft")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "10")
    timeline.page.wait_for_timeout(400)  # longer than a person has to rest
    with timeline.page.expect_request_finished(_is_eleven):
        held.pop().continue_()
    timeline.page.wait_for_timeout(100)
    expect(timeline.page.locator("#panel")).to_have_attribute("data-seq", "10")
    expect(timeline.page.locator("#panel")).to_have_attribute("aria-busy", "false")


def test_what_failed_at_one_moment_is_not_said_of_the_next(timeline: Timeline) -> None:
    _open_changes(timeline, 10)
    timeline.page.route(re.compile("/panels/changes/11/"), lambda route: route.abort())
    timeline.press("ArrowRight")
    expect(timeline.page.locator("#panel-trouble")).to_be_visible()
    timeline.press("ArrowLeft")
    expect(timeline.page.locator("#panel-trouble")).to_be_hidden()
    expect(timeline.page.locator("#panel-body")).to_be_visible()


def test_a_panel_that_arrives_while_the_cursor_is_elsewhere_stays_marked(
    timeline: Timeline,
) -> None:
    held: list[Route] = []
    _open_changes(timeline, 10)
    timeline.page.route(re.compile("/panels/changes/11/"), _holder(held))
    with timeline.page.expect_request(re.compile("/panels/changes/11/")):
        timeline.press("ArrowRight")
    timeline.page.evaluate(
        "document.addEventListener('rewind:panel', ({detail}) => (document.body.dataset.told = "
        "[detail.seq, document.getElementById('panel').classList.contains('is-old')]))"
    )
    timeline.page.route(re.compile("/frame/40/"), lambda _: None)  # never rests at 40
    timeline.number.fill("40")
    timeline.number.press("Enter")
    held.pop().continue_()
    expect(timeline.page.locator("body")).to_have_attribute("data-told", "11,true")


def test_back_and_forward_take_the_filter_along(timeline: Timeline) -> None:
    timeline.open(40)
    timeline.number.fill("80")
    timeline.number.press("Enter")
    timeline.expect_at(80)
    kind = timeline.page.get_by_label("Kind")
    kind.select_option("dice")
    expect(timeline.page.locator("#filter-count")).to_contain_text("60 events pass")
    timeline.page.go_back()
    timeline.expect_at(40)
    expect(kind).to_have_value("")
    expect(timeline.page.locator("#filter-count")).to_be_hidden()
    timeline.page.get_by_role("link", name="Next event", exact=True).click()
    timeline.expect_at(41)
    timeline.page.go_forward()
    expect(timeline.page).to_have_url(f"{timeline.address}?seq=80&kind=dice")
    expect(timeline.page.locator("#filter-count")).to_contain_text("60 events pass")
    expect(kind).to_have_value("dice")


def test_rows_of_a_page_that_was_not_full_come_when_the_game_has_grown(
    page: Page, served: str
) -> None:
    told = games.rounds(60)
    game = games.record("g", told[:100], status="running")
    timeline = Timeline(page, served, "g").open(99)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    page.locator("#scroller").hover()
    page.mouse.wheel(0, -26 * 200)  # the first rows are the last that came
    expect(page.locator("#e1")).to_be_visible()
    games.add(game, told[100:200])
    expect(page.locator("#head")).to_have_text("199")
    for seq in (110, 130):
        timeline.number.fill(str(seq))
        timeline.number.press("Enter")
        expect(page.locator(f"#e{seq}")).to_be_visible()
