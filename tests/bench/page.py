"""The timeline page in a real browser, against a page that does nothing but have its styles."""

from __future__ import annotations

import os
import re
import statistics
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from replay import keyframes
from replay.recording import open_game
from tests import chromium
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 6
JUMPS = 20
STEPS = 20
VISITS = 31
AT_REST_MS = 1_000
KEYS = 150
KEY_MS = 100
WHEELS = 300
WHEEL_PIXELS = 2_500
SAID_PREFETCHED = re.compile(r"/frame/-?\d+/")

# A swap counts as painted in the frame after the next: then what was swapped is on the screen.
_TIMERS = """() => {
  const frame = () => new Promise(requestAnimationFrame);
  window.painted = async () => {
    await frame();
    await frame();
    return performance.now();
  };
  window.swapped = (element) =>
    new Promise((done) => {
      const seen = new MutationObserver(() => {
        seen.disconnect();
        done();
      });
      seen.observe(element, { childList: true });
    });
}"""
_MOVE = """async (seq) => {
  const slider = document.getElementById("slider");
  const swap = window.swapped(document.getElementById("frame"));
  const began = performance.now();
  slider.value = String(seq);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await swap;
  const shown = Number(document.getElementById("shown").dataset.seq);
  if (shown !== seq) throw new Error(`asked for ${seq}, shown is ${shown}`);
  return (await window.painted()) - began;
}"""
_SWAP = """async (address) => {
  const box = document.getElementById("box");
  const swap = window.swapped(box);
  const began = performance.now();
  window.htmx.ajax("GET", address, { target: box, swap: "innerHTML" });
  await swap;
  return (await window.painted()) - began;
}"""
# The slider is live once its script has said on the page where the cursor is.
_USABLE = """
window.usable = new Promise((done) =>
  addEventListener("DOMContentLoaded", () => {
    const main = document.getElementById("timeline");
    if (main && main.dataset.state !== "here") return; // the bench then waits in vain, and says so
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  }),
);
"""
_COUNT_REQUESTS = """() => {
  window.asked = 0;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...all) {
    window.asked += 1;
    return send.apply(this, all);
  };
}"""
_WEIGHT = """() =>
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((one) => one.initiatorType !== "eventsource")
    .map((one) => [one.name, one.encodedBodySize])"""
_WATCH_FRAMES = """() => {
  window.gaps = [];
  window.tasks = [];
  window.most = 0;
  let last = performance.now();
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.tasks.push(task.duration);
  }).observe({ type: "longtask" });
  const tick = (now) => {
    window.gaps.push(now - last);
    last = now;
    window.most = Math.max(window.most, document.getElementById("rows").children.length);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
_AT_END = """() => {
  const box = document.getElementById("scroller");
  return box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
}"""


def measure(site: Site, table: Table) -> None:
    """Dragging, stepping, opening, weighing and scrolling, in the longest game."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    sizes = games.loaded()
    name = min(sizes, key=lambda each: abs(sizes[each] - games.LONG))
    recording = open_game(name)
    keyframes.ensure(recording)
    connection.close()
    address = f"http://127.0.0.1:{site.port}/games/{name}/"
    still = _lay_out(site, address, middle := (recording.first + recording.head) // 2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        _moves(browser, f"{address}?seq={middle}", still, recording.head, table)
        _keys(browser, f"{address}?seq={middle}", table)
        _visits(browser, f"{address}?seq={middle}", still, table)
        _weight(browser, f"{address}?seq={middle}", table)
        _scroll(browser, f"{address}?seq={recording.first}", table, sizes[name])
        browser.close()


def _lay_out(site: Site, address: str, middle: int) -> str:
    """An empty page with the timeline's styles, and one frame as a file; served as static files."""
    frame = _text(f"{address}frame/{middle}/")
    styles = "".join(re.findall(r'<link rel="stylesheet"[^>]*>', page := _text(address)))
    htmx = re.sub(
        r'.*data-htmx="([^"]*)".*', r'<script src="\1" defer></script>', page, flags=re.DOTALL
    )
    folder = Path(os.environ["MONOPOLY_DATA_DIR"], "static", "bench")
    folder.mkdir()
    (folder / "frame.html").write_text(frame, encoding="utf-8")
    head = f'<!DOCTYPE html><html lang="en"><head><title>Empty</title>{styles}'
    body = '</head><body><div id="box"></div></body></html>'
    (folder / "empty.html").write_text(head + body, encoding="utf-8")
    (folder / "swap.html").write_text(head + htmx + body, encoding="utf-8")
    site.restart()  # the static files are looked through once
    return f"http://127.0.0.1:{site.port}/static/bench/"


def _text(address: str) -> str:
    asked = Request(address, headers={"HX-Request": "true"} if "/frame/" in address else {})
    with urlopen(asked, timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def _moves(browser: Browser, address: str, still: str, head: int, table: Table) -> None:
    """In turns, so that a change of the machine's speed meets all."""
    page, other = _open(browser, address), _open(browser, f"{still}swap.html")
    drags: list[float] = []
    steps: list[float] = []
    swaps: list[float] = []
    for turn in range(ROUNDS):
        other.bring_to_front()
        for number in range(JUMPS):
            asked = f"{still}frame.html?{turn}-{number}"  # no answer is there already
            swaps.append(other.evaluate(_SWAP, asked))
        page.bring_to_front()
        for number in range(JUMPS):
            far = (turn * JUMPS + number) * 7919 % head
            drags.append(page.evaluate(_MOVE, far))
        page.wait_for_timeout(600)  # at rest: the neighbours come
        here = int(page.input_value("#slider"))
        for number in range(1, STEPS + 1):
            steps.append(page.evaluate(_MOVE, here + number))
            page.wait_for_timeout(KEY_MS)
    page.context.close()
    other.context.close()
    against = f"static fragment of its size {_p95(swaps):.0f} ms"
    for what, times in (("any event", drags), ("the next event", steps)):
        named = f"slider to board painted, p95, {what}"
        table.ratio(named, f"{_p95(times):.0f} ms", against, _p95(times) / _p95(swaps), "≤ 1.5")
    medians = ", ".join(f"{statistics.median(times):.0f}" for times in (swaps, drags, steps))
    table.note("medians: static fragment, any event, next event", f"{medians} ms")


def _keys(browser: Browser, address: str, table: Table) -> None:
    page = _open(browser, address)
    page.evaluate(_COUNT_REQUESTS)
    before = int(page.input_value("#slider"))
    for _ in range(KEYS):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(KEY_MS)
    page.wait_for_selector(f"#shown[data-seq='{before + KEYS}']")
    waited = int(page.evaluate("window.asked"))
    page.context.close()
    share = (KEYS - waited) / KEYS * 100
    table.amount(f"steps by key that wait for no request, {1000 // KEY_MS}/s", share, "%", "≥ 90")


def _visits(browser: Browser, address: str, still: str, table: Table) -> None:
    pages = (address, f"{still}empty.html")
    full, empty = (statistics.median(times) for times in _usable_after(browser, pages, AT_REST_MS))
    against = f"empty page with its styles {empty:.0f} ms"
    named = "first visit until board and slider, median"
    table.ratio(named, f"{full:.0f} ms", against, full / empty, "≤ 1.5")
    both = [statistics.median(times) for times in _usable_after(browser, pages, 0)]
    said = f"{both[0]:.0f} and {both[1]:.0f} ms: {both[0] / both[1]:.2f} ×"
    table.note("the same while the browser opens the window", said)


def _usable_after(browser: Browser, pages: tuple[str, ...], rest: float) -> list[list[float]]:
    """How long each page took to be usable, ms; the window was open for `rest` ms before.

    A window of Chromium that has just opened loads pages of its own, its toolbar's, for half a
    second on the same cores. Told apart, because that is no part of what is visited.
    """
    taken: list[list[float]] = [[] for _ in pages]
    for _ in range(VISITS):
        for each, times in zip(pages, taken, strict=True):
            page = _context(browser).new_page()
            page.add_init_script(_USABLE)
            page.wait_for_timeout(rest)
            page.goto(each)
            times.append(page.evaluate("window.usable"))
            page.context.close()
    return taken


def _weight(browser: Browser, address: str, table: Table) -> None:
    page = _open(browser, address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    entries: list[tuple[str, int]] = page.evaluate(_WEIGHT)
    page.context.close()
    total = sum(size for _, size in entries) / 1e3
    frames = [size for name, size in entries if SAID_PREFETCHED.search(name)]
    table.amount("first visit, compressed, with frames ahead", total, "kB", "≤ 120")
    said = f"{total - sum(frames) / 1e3:.0f} kB"
    table.note("the same without frames ahead", said, f"{len(frames)} frames")


def _scroll(browser: Browser, address: str, table: Table, count: int) -> None:
    page = _open(browser, address)
    page.hover("#scroller")
    page.evaluate(_WATCH_FRAMES)
    for _ in range(WHEELS):
        page.mouse.wheel(0, WHEEL_PIXELS)
        page.wait_for_timeout(16)
    if not page.evaluate(_AT_END):
        raise SystemExit("page: the wheel did not reach the end of the list")
    found: dict[str, Any] = page.evaluate("({ gaps, tasks, most })")
    page.context.close()
    gaps, tasks = found["gaps"], found["tasks"]
    table.amount(f"rows in the page, {count:,} events scrolled by", found["most"], "", "≤ 100")
    said = f"{statistics.median(gaps):.0f}, {_p95(gaps):.0f}, {max(gaps):.0f} ms"
    long = f"{len(tasks)} tasks over 50 ms, longest {max(tasks, default=0):.0f} ms"
    table.note("scrolling, frame to frame: p50, p95, longest", said, long)


def _open(browser: Browser, address: str) -> Page:
    page = _context(browser).new_page()
    page.goto(address)
    page.evaluate(_TIMERS)
    page.wait_for_timeout(1_500)
    return page


def _context(browser: Browser) -> BrowserContext:
    """A visitor who was never here."""
    return browser.new_context(viewport={"width": 1280, "height": 800})


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
