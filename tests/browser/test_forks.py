"""Forks from the page: with a mouse, by keyboard, without script, and for axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from games.models import Game
from replay.domain import match
from replay.domain.rules.house import House
from tests.browser.timeline import come
from tests.browser.violations import Watch
from tests.domain.games import THREE
from tests.replay.recorded import record

HERE = "/games/g/?seq=150&panel=forks"
LONG = 60_000


@pytest.fixture
def played(served: str) -> str:
    events = match.play(THREE, ["greedy", "trader", "cautious"], 5, House(turn_limit=200))
    record("g", events)
    return served


@pytest.fixture
def plain(browser: Browser, played: str) -> Iterator[Page]:
    context = browser.new_context(base_url=played, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _turns(page: Page, count: int) -> None:
    page.get_by_label("Turns at most").fill(str(count))


def test_a_fork_is_played_and_set_beside_what_happened(page: Page, played: str) -> None:
    watch = Watch(page)
    page.goto(HERE)
    come(page)
    _turns(page, 20)
    page.get_by_role("button", name="Play on").click()
    beside = page.get_by_role("heading", name="What happened, and the fork")
    expect(beside).to_be_visible(timeout=LONG)
    expect(page.get_by_text("First difference")).to_be_visible()
    expect(page.get_by_role("heading", name="Tree of forks")).to_be_visible()
    expect(page).to_have_url(re.compile("fork=g-fork-150-"))
    page.get_by_role("link", name="Close").click()
    expect(beside).to_be_hidden()
    assert watch.found() == []


def test_many_forks_are_counted_while_one_watches(page: Page, played: str) -> None:
    watch = Watch(page)
    page.goto(HERE)
    come(page)
    page.get_by_label("Games").fill("12")
    _turns(page, 150)
    page.get_by_role("button", name="Play on").click()
    batch = page.locator(".batch")
    expect(batch).to_have_attribute("data-status", "done", timeout=LONG)
    for name in ("Ada", "Blaise", "Clara"):
        expect(batch.locator(".odds").get_by_text(name, exact=True)).to_be_visible()
    expect(page.locator("#fork-said")).to_have_text("All forks are played.")
    assert watch.found() == []


def test_all_of_the_form_can_be_done_by_keyboard(page: Page, played: str) -> None:
    page.goto(HERE)
    come(page)
    page.locator("[name=seats]").first.focus()
    page.keyboard.press("ArrowDown")
    for _ in range(20):
        if page.evaluate("document.activeElement.name") == "turn_limit":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("First difference")).to_be_visible(timeout=LONG)


def test_a_refusal_is_shown_in_the_form_and_keeps_what_was_filled_in(
    page: Page, played: str
) -> None:
    page.goto(HERE)
    come(page)
    page.get_by_label("Seed").evaluate("(field) => { field.max = ''; field.min = '' }")
    page.get_by_label("Seed").fill("-5")
    page.get_by_role("button", name="Play on").click()
    expect(page.locator(".fork-form .fork-trouble")).to_contain_text("seed")
    expect(page.get_by_label("Seed")).to_have_value("-5")


def test_without_script_the_form_leads_to_the_same_page(plain: Page) -> None:
    plain.goto(HERE)
    _turns(plain, 20)
    plain.get_by_role("button", name="Play on").click()
    expect(plain.locator("#panel").get_by_text("First difference")).to_be_visible(timeout=LONG)
    assert Game.objects.count() == 2


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, played: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=played,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto(HERE)
    come(page)
    _turns(page, 10)
    page.get_by_label("Games").fill("5")
    page.get_by_role("button", name="Play on").click()
    expect(page.locator(".batch")).to_have_attribute("data-status", "done", timeout=LONG)
    page.get_by_label("Games").fill("1")
    page.get_by_role("button", name="Play on").click()
    expect(page.get_by_text("First difference")).to_be_visible(timeout=LONG)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
