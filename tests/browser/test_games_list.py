"""The list of games."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games


def test_an_empty_site_says_how_games_come_in(page: Page, served: str) -> None:
    page.goto(served)
    said = page.locator(".empty")
    expect(said).to_contain_text("make demo CORPUS=")
    expect(said).to_contain_text("manage.py import_game")
    expect(said).to_contain_text("manage.py create_api_key")
    expect(said).to_contain_text(f"curl {served}/api/v1/games")


def test_searching_narrows_the_list_and_the_address_follows(page: Page, served: str) -> None:
    games.record("alpha", games.rounds(2), status="running")
    games.record("beta", names=("Grace", "Linus"), status="running")
    page.goto(served)
    page.get_by_label("Search").fill("grace")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="beta")).to_be_visible()
    expect(page).to_have_url(f"{served}/?q=grace&status=")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(2)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_game_leads_to_its_timeline(page: Page, served: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    games.record("alpha", games.rounds(2))
    page.goto(served)
    expect(page.locator("tbody tr")).to_contain_text("model-0")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="alpha").click()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "7")


def test_older_games_are_on_the_next_page(page: Page, served: str) -> None:
    for index in range(27):
        games.record(f"game-{index:02}")
    page.goto(served)
    expect(page.locator("tbody tr")).to_have_count(25)
    page.get_by_role("link", name="Older").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("link", name="game-00")).to_be_visible()
    page.get_by_role("link", name="Newest").click()
    expect(page.get_by_role("link", name="game-26")).to_be_visible()
