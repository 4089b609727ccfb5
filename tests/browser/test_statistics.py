"""The statistics in a real browser: to read, to choose, and on to the moment behind a number."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from replay import summaries
from replay.statistics import rating
from tests.browser.violations import Watch
from tests.replay.statistics.recorded import one, record

PATHS = (
    "",
    "?by=agent&sort=-placement",
    "luck/",
    "properties/",
    "economy/",
    "decisions/",
    "decisions/?agent=nobody",
    "games/?of=wins",
    "games/?of=landings&position=24",
    "within/?game=game-0&player=0&of=decisions",
    "within/?game=game-0&player=0&of=faults&fault=other",
    "compare/?left.agent=greedy&right.agent=trader",
    "compare/",
    "export/",
)


@pytest.fixture
def address(served: str) -> str:
    record(12)
    game = one(13, name="long-" + "w" * 180)
    game.players.filter(player_id=0).update(
        llm_model_name=f"<b>{'m' * 300}", agent_type="\u202ellm", name="N" * 300
    )
    summaries.make(game.game_id)
    return f"{served}/statistics/"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_keeps_its_policy_and_asks_nobody_else(address: str, page: Page, path: str) -> None:
    watch, hosts = Watch(page), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(f"{address}{path}")
    drawings = page.locator(".drawing")
    for at in range(drawings.count()):
        drawings.nth(at).scroll_into_view_if_needed()
        expect(drawings.nth(at).locator(".main-svg").first).to_be_visible(timeout=30_000)
        expect(drawings.nth(at).locator(".drawing-state")).to_be_empty()
    assert watch.found() == []
    assert hosts == {urlsplit(address).netloc}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    # axe is a script of ours in the page, which the policy would rightly refuse.
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for path in PATHS:
        page.goto(f"{address}{path}")
        for folded in page.locator("details").all():
            folded.evaluate("element => { element.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        found = Axe().run(page).response["violations"]
        assert [(path, one_["id"], one_["nodes"][0]["html"]) for one_ in found] == []
    context.close()


def test_filters_are_chosen_carried_and_taken_away(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_text("Choose games and players").click()
    page.locator("summary", has_text="Agent").click()
    page.get_by_role("checkbox", name="greedy", exact=False).first.check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chips")).to_contain_text("greedy")
    page.get_by_role("link", name="Luck and skill").click()
    expect(page.locator(".chips")).to_contain_text("greedy")
    assert "agent=" in page.url
    page.get_by_role("link", name="Without Agent").click()
    expect(page.locator(".chips")).to_have_count(0)
    assert "/luck/" in page.url


def test_a_number_leads_to_the_moment(address: str, page: Page) -> None:
    page.goto(f"{address}properties/")
    page.locator("#kills summary").click()
    page.locator("#kills tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bankrupt at")
    page.get_by_role("link", name="Event").first.click()
    expect(page.locator("#board, .board").first).to_be_visible()


_BARS = """() => {
  const style = getComputedStyle(document.body);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour, over, opacity = 1) => {
    pen.globalAlpha = 1;
    pen.fillStyle = over;
    pen.fillRect(0, 0, 1, 1);
    pen.globalAlpha = opacity;
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const ground = style.backgroundColor;
  return [...document.querySelectorAll(".drawing .js-plotly-plot")].flatMap((plot) =>
    plot.data.filter((one) => one.error_y && one.type === "bar").flatMap((one) =>
      [one.marker.color].flat().map((colour) => [
        rgb(one.error_y.color, ground), rgb(colour, ground, one.marker.opacity),
      ])));
}"""


def _contrast(first: list[int], second: list[int]) -> float:
    """As WCAG has it."""
    lights = []
    for rgb in (first, second):
        parts = [part / 255 for part in rgb]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_intervals_are_seen_on_bars_of_every_colour(address: str, page: Page) -> None:
    for path in ("luck/", "properties/"):
        page.goto(f"{address}{path}")
        for scheme in ("light", "dark"):  # also when it changes under a page that is open
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for drawing in page.locator(".drawing").all():
                drawing.scroll_into_view_if_needed()
                expect(drawing.locator(".main-svg").first).to_be_visible(timeout=30_000)
            page.wait_for_timeout(500)
            bars = page.evaluate(_BARS)
            assert bars
            for interval, bar in bars:
                assert _contrast(interval, bar) >= 3, (path, scheme, interval, bar)


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_usual_tables_fit_a_desk(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("?by=agent", "luck/?by=agent", "properties/", "economy/?by=agent"):
        page.goto(f"{address}{path}")
        for table in page.locator(".block > .table-scroll").all():
            assert table.evaluate("it => it.scrollWidth <= it.clientWidth"), (path, width)


def test_a_point_of_a_chart_leads_behind_its_number(address: str, page: Page) -> None:
    page.goto(address)
    chart = page.locator(".drawing").first
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=30_000)
    point = chart.locator(".scatterlayer .points path").first
    box = point.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_contain_text("wins", timeout=15_000)


def test_a_chart_that_fails_says_so_and_can_be_tried_again(address: str, page: Page) -> None:
    page.route("**/figures/**", lambda route: route.fulfill(status=500, body="no"))
    page.goto(address)
    chart = page.locator(".drawing").first
    expect(chart).to_contain_text("The chart could not be loaded: the server answered 500.")
    page.unroute("**/figures/**")
    chart.get_by_role("button", name="Try again").click()
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=30_000)


def test_a_table_can_be_copied(address: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}luck/")
    page.locator("#fortunes [data-copy]").click()
    expect(page.locator("#fortunes [data-copy]")).to_have_text("Copied")
    told = page.evaluate("navigator.clipboard.readText()")
    head, first, *_ = told.split("\n")
    assert head.split("\t")[:3] == ["Player", "Seats", "Skill"]
    assert len(first.split("\t")) == len(head.split("\t"))
    assert " to " in first
    context.close()


def test_ratings_come_by_themselves_when_they_are_worked_out(
    address: str, page: Page, monkeypatch
) -> None:
    find = rating.find
    monkeypatch.setattr(rating, "find", lambda *_: rating.Rated(None, 1, 13))
    page.goto(address)
    expect(page.locator("#waits")).to_contain_text("1 of 13 games")
    monkeypatch.setattr(rating, "find", find)
    expect(page.locator("#waits")).to_have_count(0, timeout=15_000)
    expect(page.locator("#results")).not_to_contain_text("being worked out")
    expect(page.locator(".drawing .main-svg").first).to_be_visible(timeout=30_000)


def test_a_new_game_is_told_of_without_a_reload(address: str, page: Page) -> None:
    one(14, summed=False)
    page.goto(address)
    expect(page.locator(".growing")).to_contain_text("1 game is not summed up yet")
    summaries.make("game-14")
    expect(page.locator(".growing")).to_contain_text(
        "By now 14 games fit; below are the numbers of 13.", timeout=15_000
    )
    expect(page.locator(".coverage")).to_contain_text("Of 13 games")
    page.get_by_role("link", name="Count again").click()
    expect(page.locator(".coverage")).to_contain_text("Of 14 games")
    expect(page.locator(".growing")).to_have_count(0)


def test_without_script_all_numbers_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}luck/")
    expect(page.locator("#fortunes table")).to_be_visible()
    assert "Drawing needs JavaScript" in page.locator(".drawing").first.inner_html()
    page.get_by_text("Choose games and players").click()
    page.locator("summary", has_text="Players at the table").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chips")).to_contain_text("Players at the table")
    context.close()
