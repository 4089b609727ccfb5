"use strict";
// The event list. All rows have one height, so that a list of any length is a tall empty box in
// which only the rows near the view stand; they come in pages from the server and are kept.

(() => {
  const page = document.getElementById("timeline");
  const log = document.getElementById("log");
  if (!log || !document.getElementById("slider")) return;

  const ROW = 26;
  const PAGES_KEPT = 200;
  const AWAIT_MS = 60; // a list that is flung past asks for nothing
  const perPage = Number(log.dataset.rows);
  const form = log.querySelector("form");
  const scroller = document.getElementById("scroller");
  const rows = document.getElementById("rows");
  const none = document.getElementById("none");
  const counted = document.getElementById("filter-count");
  const names = ["type", "kind", "player"];

  let numbers = null; // what passes the filter, ascending; null: every event
  let here = Number(page.dataset.seq);
  let head = Number(page.dataset.head);
  let pages = new Map(); // page number → its rows as they were when the game had come as far as `asOf`
  let asking = 0;
  let epoch = 0; // changes with the filter: answers to an older one are dropped
  let isScrolledByHand = false;

  const first = Number(page.dataset.first) + 1;
  const total = () => (numbers === null ? head - first + 1 : numbers.length);
  const numberAt = (index) => (numbers === null ? first + index : numbers[index]);
  const query = () => {
    const asked = new URLSearchParams({ v: page.dataset.version });
    for (const name of names) if (form.elements[name].value) asked.set(name, form.elements[name].value);
    return asked;
  };
  const isFiltered = () => names.some((name) => form.elements[name].value);

  function indexOf(seq) {
    if (numbers === null) return seq - first;
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function draw() {
    const top = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 8);
    const bottom = Math.min(total(), top + Math.ceil(scroller.clientHeight / ROW) + 16);
    rows.style.height = `${total() * ROW}px`;
    none.hidden = total() > 0;
    const focused = document.activeElement?.id;
    const standing = [];
    for (let index = top; index < bottom; index += 1) standing.push(rowAt(index));
    stand(standing);
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
    fetchLater(top, bottom);
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
    const drawn = held?.[index % perPage] ?? blank(index);
    const seq = numberAt(index);
    const isHere = seq === here;
    drawn.style.top = `${index * ROW}px`;
    drawn.classList.toggle("here", isHere);
    const link = drawn.firstElementChild;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    return drawn;
  }

  const blanks = new Map();
  function blank(index) {
    const seq = numberAt(index);
    if (blanks.size > 500) blanks.clear();
    if (!blanks.has(seq)) {
      const row = document.createElement("li");
      row.innerHTML = `<a href="?seq=${seq}" data-seq="${seq}"><span class="seq">${seq.toLocaleString("en-US")}</span><bdi>…</bdi></a>`;
      blanks.set(seq, row);
    }
    return blanks.get(seq);
  }

  function fetchLater(top, bottom) {
    window.clearTimeout(asking);
    asking = window.setTimeout(() => {
      for (let number = Math.floor(top / perPage); number * perPage < bottom; number += 1) {
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
      });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const box = document.createElement("ol");
      box.innerHTML = await answer.text(); // drawn and escaped by the server
      if (mine !== epoch) return;
      if (pages.size > PAGES_KEPT) pages.delete(pages.keys().next().value);
      pages.set(number, Object.assign([...box.children], { asOf }));
      draw();
    } catch {
      // The row's number stands and leads there; a scroll back asks for its words again.
      if (mine === epoch) pages.delete(number);
    }
  }

  function reveal() {
    if (isScrolledByHand || log.offsetParent === null) return;
    const index = indexOf(here);
    scroller.scrollTop = index * ROW - scroller.clientHeight / 2 + ROW;
    draw();
  }

  // A filter whose game has grown keeps its list until the longer one is there.
  async function filter({ isGrown = false } = {}) {
    epoch += 1;
    if (!isGrown) {
      pages = new Map();
      numbers = null;
    }
    const mine = epoch;
    if (isFiltered()) {
      counted.hidden = false;
      if (!isGrown) counted.firstElementChild.textContent = "Filtering …";
      try {
        const answer = await window.fetch(`${log.dataset.matches}?${query()}`);
        if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
        const told = await answer.json();
        if (mine !== epoch) return;
        let seq = 0;
        numbers = told.gaps.map((gap) => (seq += gap));
        for (const [number, held] of pages) if (held.length < perPage) pages.delete(number);
        counted.firstElementChild.textContent = `${numbers.length.toLocaleString("en-US")} events pass; steps and the slider keep to them`;
      } catch (error) {
        if (mine !== epoch) return;
        pages = new Map();
        numbers = null;
        counted.firstElementChild.textContent = `The filter could not be applied: ${error.message}. All events are shown.`;
      }
    } else {
      counted.hidden = true;
    }
    log.dataset.filtered = numbers === null ? "no" : "yes";
    document.dispatchEvent(new CustomEvent("rewind:filter", { detail: { seqs: numbers } }));
    if (!isGrown) isScrolledByHand = false;
    reveal();
    draw();
  }

  form.addEventListener("change", () => {
    const params = Object.fromEntries(names.map((name) => [name, form.elements[name].value || null]));
    document.dispatchEvent(new CustomEvent("rewind:address", { detail: { params } }));
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

  scroller.addEventListener("scroll", draw, { passive: true });
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) {
    scroller.addEventListener(kind, () => (isScrolledByHand = true), { passive: true });
  }
  scroller.addEventListener("click", () => (isScrolledByHand = false));

  document.addEventListener("rewind:moved", (event) => {
    here = event.detail.seq;
    const index = indexOf(here);
    const isInView =
      index * ROW >= scroller.scrollTop && (index + 1) * ROW <= scroller.scrollTop + scroller.clientHeight;
    if (isInView) draw();
    else {
      isScrolledByHand = false;
      reveal();
    }
  });
  document.addEventListener("rewind:grown", (event) => {
    head = Math.max(head, event.detail.head);
    if (isFiltered()) filter({ isGrown: true });
    else draw();
  });
  document.addEventListener("rewind:open", () => window.requestAnimationFrame(reveal));
  new ResizeObserver(reveal).observe(scroller);

  rows.classList.add("is-windowed");
  if (isFiltered()) {
    filter();
  } else {
    const asOf = head;
    pages.set(Number(rows.dataset.start) / perPage, Object.assign([...rows.children], { asOf }));
    reveal();
  }
})();
