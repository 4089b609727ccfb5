"""What failed because the server was away comes by itself once it is back, and nobody hammers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(60))
    return Timeline(page, served, "g").open(10)


def test_a_panel_comes_when_the_server_is_back(timeline: Timeline) -> None:
    page = timeline.page
    timeline.expect_at(10)
    page.context.set_offline(True)
    page.get_by_role("link", name="Changes", exact=True).click()
    expect(page.locator("#panel-trouble")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    expect(page.locator(".changes")).to_be_visible()
    expect(page.locator("#panel-trouble")).to_be_hidden()


def test_a_board_comes_when_the_server_is_back(timeline: Timeline) -> None:
    page = timeline.page
    timeline.expect_at(10)
    page.wait_for_function("() => window.htmx")
    page.context.set_offline(True)
    timeline.press("End")
    expect(page.locator("#trouble")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    timeline.expect_at(239)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_board_comes_even_where_what_carries_it_did_not(page: Page, served: str) -> None:
    games.record("g", games.rounds(60))
    carrier = re.compile("/htmx-2[.]min")
    page.route(carrier, lambda route: route.abort())
    timeline = Timeline(page, served, "g").open(10)
    timeline.press("End")
    expect(page.locator("#trouble")).to_contain_text("A part of the page could not be loaded.")
    page.unroute(carrier)
    timeline.expect_at(239)
    expect(page.locator("#trouble")).to_be_hidden()


def test_the_list_comes_when_the_server_is_back(page: Page, served: str) -> None:
    games.record("g", games.rounds(60))
    page.clock.install()
    timeline = Timeline(page, served, "g").open(10)
    rows = re.compile("/log/")
    page.route(rows, lambda route: route.fulfill(status=503))
    timeline.press("End")
    page.clock.run_for(1_000)
    expect(page.locator("#log-trouble")).to_contain_text("the server answered 503")
    with page.expect_response(rows):  # what is said takes room: the list looks once more
        _pass(page, seconds=2)
    page.unroute(rows)
    with page.expect_response(rows):
        _pass(page, seconds=15)
    expect(page.locator("#e239")).to_be_visible()
    expect(page.locator("#log-trouble")).to_be_hidden()


def test_a_server_that_stays_away_is_asked_less_and_less(page: Page, served: str) -> None:
    games.record("g", games.rounds(60))
    page.clock.install()
    timeline = Timeline(page, served, "g").open(10)
    asked = []
    panels = re.compile("/panels/")
    page.route(panels, lambda route: (asked.append(route.request.url), route.fulfill(status=503)))
    page.get_by_role("link", name="Changes", exact=True).click()
    expect(page.locator("#panel-trouble")).to_be_visible()
    for _ in range(24):
        page.clock.run_for(5_000)
        expect(page.locator("#panel")).to_have_attribute("aria-busy", "false")
    assert 4 <= len(asked) <= 8
    page.get_by_role("link", name="Events", exact=True).click()
    before = len(asked)
    page.clock.run_for(120_000)
    assert len(asked) == before
    assert timeline.shown == 10


def test_what_was_asked_wrongly_is_not_asked_again(page: Page, served: str) -> None:
    games.record("g", games.rounds(60))
    page.clock.install()
    Timeline(page, served, "g").open(10)
    asked = []
    panels = re.compile("/panels/")
    page.route(panels, lambda route: (asked.append(route.request.url), route.fulfill(status=500)))
    page.get_by_role("link", name="Changes", exact=True).click()
    expect(page.locator("#panel-trouble")).to_be_visible()
    page.clock.run_for(120_000)
    assert len(asked) == 1


def _pass(page: Page, seconds: int) -> None:
    """Let time go by, with a little of the real one for what no clock counts: layout, answers."""
    for _ in range(4 * seconds):
        page.clock.run_for(250)
        page.wait_for_timeout(30)
