"""What could not be had is said where it is missing, and can be asked for again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come

HTMX = re.compile("django_htmx")


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(100))
    return Timeline(page, served, "g")


def test_events_that_did_not_come_are_told_of_in_the_list(timeline: Timeline) -> None:
    timeline.open(10).expect_at(10)
    trouble = timeline.page.locator("#log-trouble")
    timeline.page.route(re.compile("/log/"), lambda route: route.abort())
    timeline.number.fill("300")
    timeline.number.press("Enter")
    expect(trouble).to_contain_text("Some events could not be loaded: the server cannot be reached")
    timeline.page.unroute(re.compile("/log/"))
    # By itself it comes with the next look at the list, which may be before the click.
    trouble.get_by_role("button", name="Try again", include_hidden=True).dispatch_event("click")
    expect(timeline.page.locator("#e300")).to_be_visible()
    expect(trouble).to_be_hidden()


def test_a_page_without_its_carrier_says_so_and_tries_again(timeline: Timeline) -> None:
    timeline.page.route(HTMX, lambda route: route.abort())
    timeline.open(10)
    timeline.number.fill("300")
    timeline.number.press("Enter")
    trouble = timeline.page.locator("#trouble")
    expect(trouble).to_contain_text("A part of the page could not be loaded.")
    timeline.page.unroute(HTMX)
    trouble.get_by_role("button", name="Try again").click()
    timeline.expect_at(300)
    expect(trouble).to_be_hidden()


def test_a_panel_without_its_carrier_says_so_and_tries_again(timeline: Timeline) -> None:
    timeline.page.route(HTMX, lambda route: route.abort())
    timeline.open(10)
    timeline.page.get_by_role("link", name="Changes", exact=True).click()
    trouble = timeline.page.locator("#panel-trouble")
    expect(trouble).to_be_visible()
    timeline.page.unroute(HTMX)
    # By itself it comes after a while, which may be before the click.
    timeline.page.locator("#panel-retry").dispatch_event("click")
    expect(timeline.page.locator(".changes")).to_be_visible()


def test_findings_that_did_not_come_are_told_of_over_the_lanes(timeline: Timeline) -> None:
    findings = re.compile("/lanes/findings")
    timeline.page.route(findings, lambda route: route.fulfill(status=500))
    timeline.open(10)
    state = timeline.page.locator(".lanes-state")
    expect(state).to_contain_text("Findings: could not be loaded.")
    timeline.page.unroute(findings)
    state.get_by_role("button", name="Try again").click()
    expect(timeline.page.locator(".lanes-labels")).to_contain_text("Findings")


def test_what_was_written_stays_where_it_could_not_be_sent(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=10&panel=notes")
    come(timeline.page)
    timeline.page.get_by_label("Name").fill("odd")
    timeline.page.route(re.compile("/do/"), lambda route: route.abort())
    timeline.page.get_by_role("button", name="Keep").click()
    trouble = timeline.page.locator("#panel-trouble")
    expect(trouble).to_contain_text("nothing was sent")
    expect(trouble.get_by_role("button", name="Try again")).to_be_hidden()
    expect(timeline.page.get_by_label("Name")).to_have_value("odd")
