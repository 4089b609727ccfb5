"""The keyboard as a whole, and the list of events that follows the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from replay.keyboard import GROUPS
from tests.browser import games
from tests.browser.timeline import Timeline, come

TURNS = 500
HEAD = TURNS * 4 - 1


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", games.rounds(TURNS))
    return Timeline(page, served, "g")


def test_a_question_mark_shows_every_key(timeline: Timeline) -> None:
    timeline.open(5)
    timeline.press("?")
    dialog = timeline.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for group in GROUPS:
        for key in group.keys:
            expect(dialog.get_by_text(key.does, exact=True)).to_be_visible()
    timeline.press("Escape")
    expect(dialog).not_to_be_visible()


def test_keys_of_one_character_can_be_switched_off_for_good(timeline: Timeline) -> None:
    timeline.open(5)
    timeline.press("?")
    timeline.page.get_by_label("Keys of one character are on").uncheck()
    timeline.press("Escape")
    timeline.page.reload()
    timeline.press("?")
    timeline.press("g")
    expect(timeline.page.get_by_role("dialog", name="Keys")).not_to_be_visible()
    timeline.press("ArrowRight")
    timeline.expect_at(6)


def test_signs_typed_into_a_field_do_nothing_else(timeline: Timeline) -> None:
    timeline.open(5)
    timeline.press("g")
    expect(timeline.number).to_be_focused()
    timeline.press("?")
    timeline.press(" ")
    expect(timeline.page.get_by_role("dialog", name="Keys")).not_to_be_visible()
    expect(timeline.page.get_by_role("button", name="Play")).to_be_visible()


def test_a_link_to_this_moment_keeps_what_is_open(timeline: Timeline) -> None:
    timeline.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    timeline.page.goto(f"{timeline.address}?seq=5&kind=dice")
    come(timeline.page)
    timeline.press("l")
    expect(timeline.page.locator("#linked")).to_have_text("Link copied")
    copied = timeline.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{timeline.address}?seq=5&kind=dice"


def test_the_list_follows_the_cursor_and_holds_few_rows(timeline: Timeline) -> None:
    timeline.open(3)
    for seq in (1000, HEAD, 700):
        timeline.number.fill(str(seq))
        timeline.number.press("Enter")
        row = timeline.page.locator(f"#e{seq}")
        expect(row).to_be_visible()
        expect(row).to_have_attribute("aria-current", "true")
    assert timeline.page.locator("#rows > li").count() < 100


def test_a_list_scrolled_by_hand_stays_and_fills_with_words(timeline: Timeline) -> None:
    timeline.open(3)
    scroller = timeline.page.locator("#scroller")
    scroller.hover()
    timeline.page.mouse.wheel(0, 26 * 1200)
    row = timeline.page.locator("#rows a[data-seq='1201']")
    expect(row).to_contain_text("rolls")
    row.click()
    timeline.expect_at(1201)


@pytest.mark.parametrize("query", ["type=jail_entry", "kind=jail", "player=7"])
def test_a_filter_that_no_event_passes_is_obeyed(timeline: Timeline, query: str) -> None:
    page = timeline.page
    page.goto(f"{timeline.address}?seq=5&{query}")
    come(page)
    expect(page.locator("#none")).to_be_visible()
    expect(page.locator("#rows li")).to_have_count(0)
    expect(page.locator("#filter-count")).to_contain_text("0 events pass")
    timeline.press("ArrowRight")
    page.wait_for_timeout(300)
    assert timeline.wanted == 5
    page.get_by_role("button", name="Show all").click()
    timeline.press("ArrowRight")
    timeline.expect_at(6)


def test_a_filter_is_obeyed_by_list_steps_slider_and_address(timeline: Timeline) -> None:
    timeline.open(40)
    timeline.page.get_by_label("Kind").select_option("dice")
    expect(timeline.page.locator("#filter-count")).to_contain_text(f"{TURNS} events pass")
    timeline.press("ArrowRight")
    expect(timeline.page).to_have_url(f"{timeline.address}?seq=41&kind=dice")
    timeline.press("ArrowRight")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "45")
    for key, there in (("PageDown", 49), ("PageUp", 45), ("Home", 1), ("End", 4 * TURNS - 3)):
        timeline.press(key)
        expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", str(there))
    timeline.drag_to(0.5)
    timeline.page.mouse.up()
    expect(timeline.page.locator("#timeline")).to_have_attribute("data-state", "here")
    assert timeline.shown % 4 == 1
    timeline.page.get_by_role("button", name="Show all").click()
    expect(timeline.page.locator("#filter-count")).to_be_hidden()
    here = timeline.shown
    timeline.press("ArrowRight")
    timeline.expect_at(here + 1)


def test_a_digit_opens_the_panel_at_its_place(timeline: Timeline) -> None:
    timeline.open(5)
    timeline.press("3")
    third = timeline.page.locator(".tabs a").nth(2)
    expect(third).to_have_attribute("aria-current", "page")
    timeline.press("1")
    expect(timeline.page.locator("#log")).to_be_visible()


def test_every_key_asks_for_something_that_is_there() -> None:
    """An action is a script's own, or a control that the panel it names has in some state."""
    sources = [Path(settings.BASE_DIR, "static").rglob("*.js")]
    sources += [Path(settings.BASE_DIR, "templates").rglob("*.html")]
    text = "".join(file.read_text() for group in sources for file in group)
    for group in GROUPS:
        for key in group.keys:
            kind = key.action.split("-")[-1]
            if key.action == "tab":
                continue  # nine keys, by the tabs' places: tested above
            known = (f'data-do="{key.action}"', f'"{key.action}"', f"{key.action}:", f'"{kind}"')
            assert any(each in text for each in known), key.action
