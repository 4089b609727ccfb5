"use strict";
// The event list. All rows have one height, so that a list of any length is a tall empty box in
// which only the rows near the view stand; they come in pages from the server and are kept.

(() => {
  const page = document.getElementById("timeline");
  const log = document.getElementById("log");
  if (!log || !document.getElementById("slider")) return;

  const { announce, countUpTo, grouped, on } = Rewind;
  const ROW = 26;
  const PAGES_KEPT = 200;
  const PATIENCE_MS = 120;
  const AWAIT_MS = 60; // a list that is flung past asks for nothing
  const perPage = Number(log.dataset.rows);
  const form = log.querySelector("form");
  const scroller = document.getElementById("scroller");
  const rows = document.getElementById("rows");
  const none = document.getElementById("none");
  const counted = document.getElementById("filter-count");
  const trouble = document.getElementById("log-trouble");
  const blank = document.getElementById("blank").content.firstElementChild;
  const names = ["type", "kind", "player"];

  let numbers = null; // what passes the filter, ascending; null: every event
  let here = Number(page.dataset.seq);
  let head = Number(page.dataset.head);
  let pages = new Map(); // page number → its rows as they were when the game had come as far as `asOf`
  const failed = new Set(); // pages of it that did not come
  let asking = 0;
  let epoch = 0; // changes with the filter: answers to an older one are dropped
  let isScrolledByHand = false;
  // Asking for these makes the browser lay the page out anew, so they are only asked for on a change.
  let top = 0;
  let height = 0;
  let isFollowing = false;
  let awaiting = 0;
  let isPending = false; // a filter's answer is awaited: until then the list stays as it is

  const first = Number(page.dataset.first) + 1;
  const total = () => (numbers === null ? head - first + 1 : numbers.length);
  const numberAt = (index) => (numbers === null ? first + index : numbers[index]);
  const indexOf = (seq) => (numbers === null ? seq - first : countUpTo(numbers, seq - 1));
  const query = () => {
    const asked = new URLSearchParams({ v: page.dataset.version });
    for (const name of names) if (form.elements[name].value) asked.set(name, form.elements[name].value);
    return asked;
  };
  const isFiltered = () => names.some((name) => form.elements[name].value);

  function draw() {
    if (isPending || height === 0) return;
    rows.classList.add("is-windowed");
    const begin = Math.max(0, Math.floor(top / ROW) - 8);
    const end = Math.min(total(), begin + Math.ceil(height / ROW) + 16);
    rows.style.height = `${total() * ROW}px`;
    none.hidden = total() > 0;
    const focused = rows.contains(document.activeElement) ? document.activeElement.id : "";
    const standing = [];
    for (let index = begin; index < end; index += 1) standing.push(rowAt(index));
    stand(standing);
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
    fetchLater(begin, end);
  }

  // Rows that stay are not touched: one that is taken out under the mouse loses its click.
  function stand(standing) {
    const staying = new Set(standing);
    for (const row of [...rows.children]) if (!staying.has(row)) row.remove();
    let next = rows.firstElementChild;
    for (const row of standing) {
      if (row === next) next = next.nextElementSibling;
      else rows.insertBefore(row, next);
    }
  }

  function rowAt(index) {
    const held = pages.get(Math.floor(index / perPage));
    const drawn = held?.[index % perPage] ?? blankAt(index);
    const isHere = numberAt(index) === here;
    drawn.style.top = `${index * ROW}px`;
    drawn.classList.toggle("here", isHere);
    const link = drawn.firstElementChild;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    return drawn;
  }

  // A row whose words have not come yet; its number leads there all the same.
  const blanks = new Map();
  function blankAt(index) {
    const seq = numberAt(index);
    if (blanks.size > 500) blanks.clear();
    if (!blanks.has(seq)) {
      const row = blank.cloneNode(true);
      const link = row.firstElementChild;
      link.href = `?seq=${seq}`;
      link.dataset.seq = String(seq);
      link.firstElementChild.textContent = grouped(seq);
      blanks.set(seq, row);
    }
    return blanks.get(seq);
  }

  function fetchLater(begin, end) {
    window.clearTimeout(asking);
    asking = window.setTimeout(() => {
      for (let number = Math.floor(begin / perPage); number * perPage < end; number += 1) {
        const held = pages.get(number);
        const due = Math.min(perPage, total() - number * perPage);
        if (!held || (held.length < due && held.asOf < head)) ask(number);
      }
    }, AWAIT_MS);
  }

  async function ask(number) {
    const mine = epoch;
    const held = pages.get(number) ?? [];
    const asOf = head;
    held.asOf = asOf;
    pages.set(number, held);
    try {
      const answer = await window.fetch(`${log.dataset.url}${number}/?${query()}`, {
        headers: { "HX-Request": "true" },
        signal: AbortSignal.timeout(60_000),
      });
      if (!answer.ok) throw Rewind.refusal(answer);
      const box = document.createElement("ol");
      box.innerHTML = await answer.text(); // drawn and escaped by the server
      if (mine !== epoch) return;
      failed.delete(number);
      settle();
      if (pages.size > PAGES_KEPT) pages.delete(pages.keys().next().value);
      pages.set(number, Object.assign([...box.children], { asOf }));
      draw();
    } catch (error) {
      if (mine !== epoch) return;
      // The rows' numbers stand and lead there; whoever comes by again asks for the words again.
      pages.delete(number);
      failed.add(number);
      trouble.firstElementChild.textContent = `Some events could not be loaded: ${Rewind.why(error)}.`;
      trouble.hidden = false;
      if (Rewind.isAway(error)) again.failed();
    }
  }

  const again = Rewind.again(retry);

  function settle() {
    if (failed.size > 0) return;
    trouble.hidden = true;
    again.answered();
  }

  function retry() {
    again.dropped();
    for (const number of failed) ask(number);
  }

  // --- Keeping up with the cursor ---

  // Once the board has been painted: a hand on the slider waits for that, not for the list. The list
  // does not wait for a board that takes long.
  function followLater() {
    if (height > 0) awaiting ||= window.setTimeout(follow, PATIENCE_MS);
  }

  function followNow() {
    if (height === 0 || isFollowing) return;
    isFollowing = true;
    Rewind.painted(follow);
  }

  function follow() {
    window.clearTimeout(awaiting);
    [awaiting, isFollowing] = [0, false];
    const at = indexOf(here) * ROW;
    if (top <= at && at + ROW <= top + height) draw();
    else {
      isScrolledByHand = false;
      reveal();
    }
  }

  function reveal() {
    if (isPending || height === 0) return;
    if (!isScrolledByHand) {
      const lowest = Math.max(0, total() * ROW - height);
      top = Math.min(Math.max(0, Math.round(indexOf(here) * ROW - height / 2 + ROW)), lowest);
    }
    draw();
    if (!isScrolledByHand) scroller.scrollTop = top;
  }

  // --- Filtering ---

  // A filter whose game has grown keeps its list until the longer one is there.
  async function filter({ isGrown = false } = {}) {
    epoch += 1;
    failed.clear();
    settle();
    const mine = epoch;
    let found = null;
    counted.hidden = !isFiltered();
    if (isFiltered()) {
      isPending ||= !isGrown;
      log.setAttribute("aria-busy", String(isPending));
      if (isPending) counted.firstElementChild.textContent = "Filtering …";
      try {
        const told = await Rewind.json(`${log.dataset.matches}?${query()}`);
        if (mine !== epoch) return;
        found = Rewind.sums(told.gaps);
        counted.firstElementChild.textContent =
          found.length === 1
            ? "1 event passes; steps and the slider keep to it"
            : `${grouped(found.length)} events pass; steps and the slider keep to them`;
      } catch (error) {
        if (mine !== epoch) return;
        counted.firstElementChild.textContent = `The filter could not be applied: ${Rewind.why(error)}. All events are shown.`;
      }
    }
    if (isPending || !found) pages = new Map();
    for (const [number, held] of pages) if (held.length < perPage) pages.delete(number);
    numbers = found;
    isPending = false;
    log.setAttribute("aria-busy", "false");
    log.dataset.filtered = numbers === null ? "no" : "yes";
    announce("filter", { seqs: numbers });
    if (!isGrown) isScrolledByHand = false;
    reveal();
  }

  trouble.querySelector("button").addEventListener("click", retry);
  form.addEventListener("change", () => {
    const params = Object.fromEntries(names.map((name) => [name, form.elements[name].value || null]));
    announce("address", { params });
    filter();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of names) form.elements[name].value = "";
    form.dispatchEvent(new Event("change"));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", () => {
    const asked = new URLSearchParams(window.location.search);
    const before = names.map((name) => form.elements[name].value);
    for (const name of names) form.elements[name].value = asked.get(name) ?? "";
    if (names.some((name, index) => form.elements[name].value !== before[index])) filter();
  });

  // --- What is heard ---

  scroller.addEventListener(
    "scroll",
    () => {
      if (top === scroller.scrollTop) return; // our own doing, and drawn
      top = scroller.scrollTop;
      draw();
    },
    { passive: true },
  );
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) {
    scroller.addEventListener(kind, () => (isScrolledByHand = true), { passive: true });
  }
  scroller.addEventListener("click", () => (isScrolledByHand = false));

  on("moved", ({ seq }) => {
    here = seq;
    followLater();
  });
  on("shown", followNow);
  on("grown", (grown) => {
    head = Math.max(head, grown.head);
    if (isFiltered()) filter({ isGrown: true });
    else followNow();
  });
  // Not seen (another panel is open), its height is 0; it is told of here when it is seen again.
  new ResizeObserver(() => {
    height = scroller.clientHeight;
    top = scroller.scrollTop;
    window.setTimeout(reveal); // after the board
  }).observe(scroller);

  if (isFiltered()) {
    filter();
  } else {
    const asOf = head;
    pages.set(Number(rows.dataset.start) / perPage, Object.assign([...rows.children], { asOf }));
  }
})();
