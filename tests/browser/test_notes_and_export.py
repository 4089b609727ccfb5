"""Bookmarks and exports by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(10))
    return Timeline(page, served, "g")


def test_b_keeps_a_bookmark_which_leads_back(timeline: Timeline) -> None:
    timeline.open(7)
    timeline.press("b")
    name = timeline.page.get_by_label("Name").first
    expect(name).to_be_focused()
    name.fill("Odd rent")
    name.press("Enter")
    link = timeline.page.get_by_role("link", name="Odd rent")
    expect(link).to_be_visible()
    timeline.page.locator("#slider").focus()
    timeline.press("End")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "39")
    link.click()
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "7")
    timeline.page.get_by_text("Change", exact=True).click()
    timeline.page.get_by_role("button", name="Remove").click()
    expect(timeline.page.get_by_text("Nothing is marked yet")).to_be_visible()


def test_what_is_being_written_survives_a_move_of_the_cursor(timeline: Timeline) -> None:
    page = timeline.page
    timeline.open(7)
    timeline.press("b")
    page.get_by_label("Name").first.fill("Odd rent")
    page.get_by_label("Name").first.press("Enter")
    page.get_by_text("Change", exact=True).click()
    note = page.locator("details").get_by_label("Note")
    note.fill("Half a thought")
    timeline.slider.focus()
    timeline.press("End")
    expect(page.locator("#panel")).to_have_attribute("data-seq", "39")
    expect(note).to_be_visible()
    expect(note).to_have_value("Half a thought")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".kept .text")).to_have_text("Half a thought")
    expect(note).to_be_hidden()


def test_a_note_that_is_begun_is_taken_along_by_who_leaves_it(timeline: Timeline) -> None:
    page = timeline.page
    timeline.open(7)
    timeline.press("b")
    page.get_by_label("Name").first.fill("Odd rent")
    page.get_by_role("textbox", name="Note").first.fill("Half a thought")
    timeline.slider.focus()
    timeline.press("End")
    expect(page.get_by_role("heading", name="Bookmark event 39")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note").first).to_have_value("Half a thought")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".kept")).to_contain_text("event 39")
    expect(page.get_by_role("textbox", name="Note").first).to_have_value("")


def test_an_error_is_shown_and_what_was_typed_stays(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=7&panel=notes")
    come(timeline.page)
    timeline.page.get_by_label("Name").first.evaluate("(field) => { field.maxLength = 500 }")
    timeline.page.get_by_label("Name").first.fill("x" * 200)
    timeline.page.get_by_role("button", name="Keep").click()
    expect(timeline.page.locator("#panel-trouble")).to_contain_text("200 characters")
    expect(timeline.page.locator("#panel-trouble")).not_to_contain_text("<")
    expect(timeline.page.get_by_label("Name").first).to_have_value("x" * 200)


def test_the_event_is_copied_and_the_picture_comes_as_png(timeline: Timeline) -> None:
    timeline.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    timeline.page.goto(f"{timeline.address}?seq=1&panel=export")
    come(timeline.page)
    timeline.page.get_by_role("button", name="Copy").first.click()
    expect(timeline.page.locator("#export-told")).to_have_text("Copied.")
    assert '"die1":1' in timeline.page.evaluate("navigator.clipboard.readText()").replace(" ", "")
    with timeline.page.expect_download() as download:
        timeline.page.get_by_role("button", name="As PNG").click()
    assert download.value.suggested_filename == "event-1.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
