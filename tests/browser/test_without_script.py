"""The page without JavaScript: everything works by links and forms."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import games


@pytest.fixture
def plain(browser: Browser, served: str) -> Iterator[Page]:
    games.record("g", games.rounds(30))
    context = browser.new_context(base_url=served, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _expect_at(page: Page, seq: int) -> None:
    expect(page.locator("#shown")).to_have_attribute("data-seq", str(seq))


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("First", -1),
        ("Previous turn", 40),
        ("Previous event", 41),
        ("Next event", 43),
        ("Next turn", 44),
        ("Last", 119),
    ],
)
def test_steps_are_links(plain: Page, name: str, there: int) -> None:
    plain.goto("/games/g/?seq=42")
    plain.get_by_role("link", name=name, exact=True).click()
    _expect_at(plain, there)
    expect(plain).to_have_url(f"/games/g/?seq={there}")


def test_an_event_of_the_list_is_a_link(plain: Page) -> None:
    plain.goto("/games/g/?seq=42")
    plain.locator("#e45").click()
    _expect_at(plain, 45)


def test_the_number_box_is_a_form(plain: Page) -> None:
    plain.goto("/games/g/?seq=42")
    plain.get_by_role("spinbutton", name="Event").fill("7")
    plain.get_by_role("button", name="Go").click()
    _expect_at(plain, 7)


def test_the_slider_is_a_form_with_a_button_of_its_own(plain: Page) -> None:
    plain.goto("/games/g/?seq=42")
    plain.get_by_role("slider", name="Event").press("ArrowRight")
    plain.get_by_role("button", name="Show").click()
    _expect_at(plain, 43)


def test_the_list_is_filtered_by_a_form(plain: Page) -> None:
    games.record("other", status="running")
    plain.goto("/")
    plain.get_by_label("Status").select_option("running")
    plain.get_by_role("button", name="Show").click()
    expect(plain.get_by_role("link", name="other")).to_be_visible()
    expect(plain.get_by_role("link", name="g", exact=True)).to_have_count(0)


@pytest.mark.parametrize("panel", ["decision", "changes", "ask", "known", "forks", "notes"])
def test_filter_pin_and_question_go_along_whatever_is_followed(plain: Page, panel: str) -> None:
    kept = {"kind": "dice", "pin": "3", "ask": "event.type == 'pass_go'"}
    plain.goto(f"/games/g/?{urlencode({'seq': 42, 'panel': panel, **kept})}")
    links = plain.eval_on_selector_all(
        "#timeline a[href*='seq='], .dock a[href*='seq=']",
        "links => links.map((one) => [one.getAttribute('href'), { ...one.dataset }])",
    )
    assert len(links) > 80
    for href, data in links:
        told = dict(parse_qsl(href.partition("?")[2]))
        meant = {"pin"} if "pin" in data else {"ask"} if "ask" in data else set()
        assert {name for name in kept if told.get(name) != kept[name]} <= meant, href


def test_a_value_leads_to_its_last_change_with_the_filter(plain: Page) -> None:
    plain.goto("/games/g/?seq=42&kind=dice&ask=is_over")
    plain.locator('[id="v-players.0.cash"]').click()
    _expect_at(plain, 39)
    expect(plain).to_have_url(
        "/games/g/?seq=39&panel=changes&path=players.0.cash&kind=dice&ask=is_over"
    )


def test_a_bookmark_is_kept_where_one_stands(plain: Page) -> None:
    plain.goto("/games/g/?seq=42&panel=notes&kind=dice")
    plain.get_by_label("Name").fill("odd")
    plain.get_by_role("button", name="Keep").click()
    expect(plain).to_have_url("/games/g/?seq=42&panel=notes&kind=dice")
    expect(plain.get_by_role("link", name="odd")).to_be_visible()


def test_nothing_is_offered_that_only_a_script_can_do(plain: Page) -> None:
    plain.goto("/games/g/?seq=42&panel=export")
    expect(plain.get_by_role("link", name="The board as JSON")).to_be_visible()
    for name in ("Copy", "As PNG", "Link", "Keys", "Play"):
        assert not any(
            button.is_visible() for button in plain.get_by_role("button", name=name).all()
        )
