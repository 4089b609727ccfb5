"""Charts in the inspector and on their own page: true at every zoom, cheap to follow."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come
from tests.browser.violations import Watch
from tests.domain.games import stream

CURSOR = """() => {
  const plot = document.querySelector(".chart-plot");
  const line = document.querySelector(".chart-cursor").getBoundingClientRect();
  const axis = plot._fullLayout.xaxis;
  const left = plot.getBoundingClientRect().left + axis._offset;
  return axis.p2d(line.left + line.width / 2 - left);
}"""

LINES = """() => document.querySelector(".chart-plot").data.map((trace) =>
  ({ name: trace.name, x: [...trace.x], y: [...trace.y] }))"""


def busy_cash(count: int) -> list[Any]:
    """Cash of one player up and down at every event, with one high and one low."""
    told: list[tuple[str, dict[str, Any]]] = []
    for at in range(count):
        if at % 10 == 0:
            told.append(("turn_start", {"player_id": at // 10 % 2, "turn_number": at // 10 + 1}))
        else:
            told.append(("pass_go", {"player_id": 0, "amount": at * 7919 % 300}))
    told[count // 2 + 1] = ("pass_go", {"player_id": 1, "amount": 9999})
    told[count // 2 + 2] = ("tax_payment", {"player_id": 1, "amount": 9999, "position": 4})
    return stream(*told)


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    games.record("g", busy_cash(400), ["Ada", "<b>Blaise</b>"])
    return Timeline(page, served, "g")


def drawn(page: Page) -> None:
    """Whatever became of it, the chart waits for nothing any more."""
    expect(page.locator(".chart")).to_have_attribute("aria-busy", "false", timeout=20_000)


def open_chart(timeline: Timeline, seq: int, **query: str) -> None:
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    timeline.page.goto(f"{timeline.address}?seq={seq}&panel=charts{asked}")
    come(timeline.page)
    drawn(timeline.page)


def test_a_chart_is_drawn_within_the_policy_and_from_nowhere_else(timeline: Timeline) -> None:
    watch = Watch(timeline.page)
    hosts: set[str] = set()
    timeline.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    open_chart(timeline, 100, chart="cash")
    expect(timeline.page.locator(".chart-plot .legendtext").first).to_have_text("Ada")
    expect(timeline.page.locator(".chart-plot .legendtext").last).to_have_text("<b>Blaise</b>")
    box = timeline.page.locator(".chart-plot").bounding_box()
    assert box is not None
    timeline.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(timeline.page.locator(".chart-plot .hoverlayer .legend")).to_be_visible()
    assert watch.found() == []
    assert len(hosts) == 1
    # Without its own rules Plotly's buttons would stand above each other, and nobody would say so.
    bar = timeline.page.locator(".chart-plot .modebar").bounding_box()
    assert bar is not None
    assert bar["height"] < 60


def test_plotly_is_loaded_only_for_a_chart(timeline: Timeline) -> None:
    asked: list[str] = []
    timeline.page.on("request", lambda request: asked.append(request.url))
    timeline.open(100).expect_at(100)
    assert not any("plotly" in url for url in asked)
    timeline.page.get_by_role("link", name="Charts", exact=True).click()
    drawn(timeline.page)
    assert sum("plotly.min" in url for url in asked) == 1


def test_every_point_drawn_is_the_servers(timeline: Timeline) -> None:
    open_chart(timeline, 100, chart="cash")
    ada, blaise = timeline.page.evaluate(LINES)
    cash, expected = 1500, [1500]
    for at in range(400):
        if at % 10 and at not in {201, 202}:
            cash += at * 7919 % 300
        expected.append(cash)
    by_x = dict(zip(ada["x"], ada["y"], strict=True))
    assert all(by_x[x] == expected[x + 1] for x in by_x)
    assert len(by_x) > 350
    assert max(blaise["y"]) == 1500 + 9999


@pytest.mark.parametrize("over", ["event", "turn"])
def test_the_cursor_follows_the_slider_without_drawing_anew(timeline: Timeline, over: str) -> None:
    open_chart(timeline, 100, over=over)
    page = timeline.page
    where = (lambda seq: seq) if over == "event" else (lambda seq: seq / 10 + 1)
    assert abs(page.evaluate(CURSOR) - where(100)) < 0.5
    page.evaluate("""() => { window.drawn = 0; document.querySelector(".chart-plot")
        .on("plotly_afterplot", () => { window.drawn += 1; }); }""")
    timeline.slider.focus()
    for _ in range(5):
        timeline.press("ArrowRight")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "105")
    assert abs(page.evaluate(CURSOR) - where(105)) < 0.5
    assert page.evaluate("window.drawn") == 0


@pytest.mark.parametrize("over", ["event", "turn"])
def test_a_click_jumps_to_the_event_it_points_at(timeline: Timeline, over: str) -> None:
    open_chart(timeline, 100, over=over, chart="cash")
    page = timeline.page
    box = page.locator(".chart-plot .nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    expect(page.locator(".chart-plot .hoverlayer .legend")).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#shown")).not_to_have_attribute("data-seq", "100")
    expect(page.locator("#timeline")).to_have_attribute("data-state", "here")
    assert 296 <= timeline.wanted <= 303
    page.go_back()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "100")


def test_zooming_in_brings_every_change_of_the_span_and_out_again_the_whole(
    page: Page, served: str
) -> None:
    games.record("long", busy_cash(9_000), ["Ada", "Blaise"])
    timeline = Timeline(page, served, "long")
    open_chart(timeline, 100, chart="cash")
    assert len(page.evaluate(LINES)[0]["x"]) <= 3_000
    expect(page.locator(".chart-hint")).to_contain_text("Highs and lows are all here")
    assert max(page.evaluate(LINES)[1]["y"]) == 1500 + 9999  # one event of nine thousand
    box = page.locator(".chart-plot .nsewdrag").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    with page.expect_response("**/charts/cash.json?*first=*"):
        page.mouse.move(box["x"] + box["width"] * 0.45, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.55, y, steps=6)
        page.mouse.up()
    expect(page.locator(".chart-hint")).to_contain_text("Every change is drawn")
    low, high = page.evaluate("document.querySelector('.chart-plot')._fullLayout.xaxis.range")
    ada = page.evaluate(LINES)[0]
    seen = [x for x in ada["x"] if low <= x <= high]
    changes = [x for x in range(int(low) + 1, int(high)) if x % 10 and x * 7919 % 300]
    assert set(changes) - {4501, 4502} <= set(seen)
    page.get_by_role("radio", name="Net worth").check(force=True)
    expect(page.locator(".chart")).to_have_attribute("data-figure", re.compile("net_worth"))
    drawn(page)
    again = page.evaluate("document.querySelector('.chart-plot')._fullLayout.xaxis.range")
    assert again == [low, high]  # another value, the same span
    page.locator(".chart-whole").click()
    expect(page.locator(".chart-hint")).to_contain_text("Highs and lows are all here")
    expect(page.locator(".chart-whole")).to_be_hidden()


def test_a_chart_grows_with_its_game(page: Page, served: str) -> None:
    events = busy_cash(400)
    game = games.record("g", events[:390], ["Ada", "Blaise"])
    timeline = Timeline(page, served, "g")
    open_chart(timeline, 100, chart="cash")
    assert page.evaluate(LINES)[0]["x"][-1] == 389
    games.add(game, events[390:])
    with page.expect_response("**/charts/cash.json?*head=399*"):
        page.evaluate("""() => document.dispatchEvent(new CustomEvent("rewind:grown",
            { detail: { head: 399, status: "running" } }))""")
    drawn(page)
    assert page.evaluate(LINES)[0]["x"][-1] == 399


def test_names_and_events_of_strangers_are_only_drawn(page: Page, served: str) -> None:
    watch = Watch(page)
    games.record("tricky", games.hostile(), games.HOSTILE)
    open_chart(Timeline(page, served, "tricky"), 4)
    expect(page.locator(".chart-plot .legendtext").first).to_contain_text("<script>")
    expect(page.locator(".chart-notes")).to_contain_text("The fold broke at event 7")
    assert "owned" not in page.title()
    assert watch.found() == []


def test_choosing_another_value_keeps_the_focus_and_the_address(timeline: Timeline) -> None:
    open_chart(timeline, 100)
    page = timeline.page
    page.get_by_role("radio", name="Net worth").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart")).to_have_attribute(
        "data-figure", "/games/g/charts/properties.json"
    )
    expect(page.get_by_role("radio", name="Properties’ value")).to_be_focused()
    assert "chart=properties" in page.url


def test_a_chart_that_cannot_be_loaded_says_so_and_comes_when_tried_again(
    timeline: Timeline,
) -> None:
    page = timeline.page
    page.route("**/charts/*.json?*", lambda route: route.fulfill(status=503))
    open_chart(timeline, 100)
    expect(page.locator(".chart-state")).to_contain_text("the server answered 503")
    page.unroute("**/charts/*.json?*")
    page.locator(".chart-retry").dispatch_event("click")  # by itself it comes after a while
    expect(page.locator(".chart-plot .legendtext").first).to_be_visible()
    expect(page.locator(".chart-state")).to_be_empty()


def test_the_page_of_a_chart_leads_back_to_the_moment_clicked(timeline: Timeline) -> None:
    page = timeline.page
    page.goto(f"{timeline.address}charts/?seq=100&chart=cash")
    come(page)
    drawn(page)
    box = page.locator(".chart-plot .nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    expect(page.locator(".chart-plot .hoverlayer .legend")).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**/games/g/?seq=*")
    assert 195 <= timeline.wanted <= 205


def test_without_script_a_chart_is_a_table(browser: Browser, served: str) -> None:
    games.record("g", busy_cash(400), ["Ada", "Blaise"])
    context = browser.new_context(base_url=served, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/games/g/?seq=105&panel=charts&chart=cash")
    expect(plain.locator(".chart-table tbody tr")).to_have_count(5)
    plain.get_by_role("link", name="As wide as the window").click()
    expect(plain.locator(".chart-table tbody tr")).to_have_count(42)
    plain.get_by_label("Turns").check()
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url("/games/g/charts/?seq=105&chart=cash&over=turn")
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_charts(
    browser: Browser, served: str, scheme: str, width: int
) -> None:
    games.record("g", busy_cash(400), games.CREW)
    context = browser.new_context(
        base_url=served,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for path in ("/games/g/charts/?seq=50", "/games/g/?seq=50&panel=charts&over=turn"):
        page.goto(path)
        come(page)
        drawn(page)
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_ticks_of_a_small_chart_say_what_they_stand_for(page: Page, served: str) -> None:
    games.record("short", games.rounds(1)[:1])
    page.goto(f"{served}/games/short/charts/?chart=rent")
    come(page)
    drawn(page)
    for axis in ("xtick", "ytick"):
        ticks = page.locator(f".chart-plot .{axis} text").all_text_contents()
        values = [float(tick.replace("\u2212", "-").replace("$", "")) for tick in ticks]
        steps = {round(high - low, 6) for low, high in pairwise(values)}
        assert len(steps) == 1, (axis, ticks)
