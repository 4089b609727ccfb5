"use strict";
// Values and their changes. A value on the page, wherever it stands, leads to the event that last
// changed it; the panel keeps its history. What differs from a pinned moment is marked on the page,
// and only while the panel that says so tells of the very moment that is shown.

(() => {
  const page = document.getElementById("timeline");
  const asking = document.getElementById("asking");
  if (!page || !asking || !document.getElementById("slider")) return;

  const PANEL = "changes";
  const WAIT_MS = 150;
  const GROWN_MS = 500;
  const spaces = [...document.querySelectorAll(".spaces a")];
  const byPath = new Map(spaces.map((link) => [link.dataset.path, link]));
  let latest = 0; // only the last click's answer moves the cursor
  let waiting = 0;
  let growing = 0;
  let lanePin = "";
  let marked = ""; // the value whose changes the lanes show, and the head they were asked for

  const shown = () => Number(document.getElementById("shown").dataset.seq);
  const panel = () => document.querySelector("#panel-body .changes");
  const isPlain = (event) =>
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  function announce(name, detail) {
    document.dispatchEvent(new CustomEvent(`rewind:${name}`, { detail }));
  }

  function say(text, isBad = false) {
    window.clearTimeout(waiting);
    asking.textContent = text;
    asking.hidden = text === "";
    asking.classList.toggle("is-bad", isBad);
  }

  async function changed(path, at, all = "") {
    const query = new URLSearchParams({ path, at: String(at), all });
    const answer = await window.fetch(`${page.dataset.game}changed/?${query}`, {
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.ok) return answer.json();
    const told = document.createElement("template");
    told.innerHTML = await answer.text(); // the server's own words, read as text
    throw new Error(told.content.textContent.trim().replace(/\s+/g, " "));
  }

  // To the event that last changed a value; where there is none, the panel says so.
  async function goBack(path, name) {
    const mine = ++latest;
    const at = shown();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => say(`Looking for what last changed ${name} …`), WAIT_MS);
    try {
      const told = await changed(path, at);
      if (mine !== latest) return;
      say("");
      open({ path }, told.last ?? at);
      if (told.last === null) {
        document.getElementById("spoken").textContent = `${told.name}: ${told.said}`;
      }
    } catch (error) {
      if (mine !== latest) return;
      const why =
        error.name === "TimeoutError"
          ? "the server took too long to answer"
          : error instanceof TypeError
            ? "the server cannot be reached"
            : error.message;
      say(`What last changed ${name} could not be found: ${why}`, true);
    }
  }

  function open(params, seq = shown()) {
    if (seq !== shown()) announce("seek", { seq, push: true });
    announce("open", { panel: PANEL, params, seq });
  }

  // Marks of what differs from the pinned moment.
  function unmark() {
    for (const each of document.querySelectorAll(".since-pin")) each.classList.remove("since-pin");
  }

  function mark() {
    unmark();
    const told = panel();
    const isThis = told && page.dataset.panel === PANEL && Number(told.dataset.at) === shown();
    if (!isThis || told.dataset.pin === undefined || page.dataset.state === "loading") return;
    for (const row of told.querySelectorAll("[data-changed]")) {
      const path = row.dataset.changed;
      document.getElementById(`v-${path}`)?.classList.add("since-pin");
      const place = path.startsWith("properties.") ? path.replace(/\.[^.]*$/, "") : path;
      for (const each of document.querySelectorAll(`svg [data-path="${place}"], .pip[data-path="${place}"]`)) {
        each.classList.add("since-pin");
      }
    }
  }

  // All changes of the value whose history is open, on the lanes under the slider.
  async function lane(told) {
    const path = told?.dataset.value ?? "";
    const wish = path && `${path} ${page.dataset.head}`;
    if (wish === marked) return;
    marked = wish;
    let [label, seqs] = ["", []];
    if (path) {
      try {
        const answer = await changed(path, told.dataset.at, "1");
        [label, seqs] = [answer.name, answer.events];
      } catch {
        marked = ""; // the lane goes away; the panel itself says what is wrong
      }
    }
    if (marked === wish || !marked) announce("marks", { lane: "value", label, seqs, kind: "value" });
  }

  // The pinned moment has its place over the slider, whatever panel is open.
  function pinned() {
    const pin = new URLSearchParams(window.location.search).get("pin") ?? "";
    if (pin === lanePin) return;
    lanePin = pin;
    const seq = Number(pin || "none");
    const isThere = seq >= Number(page.dataset.first) && seq <= Number(page.dataset.head);
    announce("marks", { lane: "pin", label: "Pinned", seqs: isThere ? [seq] : [], kind: "pin" });
  }

  // The board is one stop of the Tab key; arrows lead from space to space.
  function rove() {
    const key = (link, step) => spaces[(spaces.indexOf(link) + step + spaces.length) % spaces.length];
    spaces.forEach((link, index) => link.setAttribute("tabindex", index ? "-1" : "0"));
    for (const link of spaces) {
      link.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
        event.preventDefault();
        key(link, step).focus();
      });
      link.addEventListener("focus", () => {
        for (const each of spaces) each.setAttribute("tabindex", each === link ? "0" : "-1");
      });
    }
    document.querySelector(".spaces").setAttribute("aria-label", "Deeds on the board: arrow keys");
  }

  function follow() {
    for (const link of spaces) {
      const query = new URLSearchParams({ seq: shown(), panel: PANEL, path: link.dataset.path });
      link.setAttribute("href", `?${query}`);
    }
  }

  document.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    const value = event.target.closest("#frame a.v");
    const place = event.target.closest("#frame [data-path], .spaces [data-path]");
    const history = event.target.closest("#panel a[data-history]");
    const pin = event.target.closest("#panel a[data-pin]");
    if (!(value || place || history || pin)) return;
    event.preventDefault();
    if (value) goBack(value.id.slice(2), value.getAttribute("aria-label").split(":")[0]);
    else if (place?.matches(".tok")) goBack(place.dataset.path, "this token’s position");
    else if (place) open({ path: place.dataset.path });
    else if (history) open({ path: history.dataset.history });
    else open({ pin: pin.dataset.pin }, pin.dataset.to ? Number(pin.dataset.to) : shown());
  });

  document.addEventListener("pointerover", (event) => {
    const value = event.target.closest("#frame a.v:not([title])");
    if (value) value.title = "Go to the event that last changed this";
  });

  document.addEventListener("rewind:moved", () => {
    if (asking.classList.contains("is-bad")) say("");
    unmark();
  });
  document.addEventListener("rewind:settled", () => {
    follow();
    pinned();
    mark();
  });
  // Another tab was opened: the marks and the lane go with the panel that explains them.
  document.addEventListener("rewind:address", () => {
    pinned();
    mark();
    if (page.dataset.panel !== PANEL) lane(null);
  });
  document.addEventListener("rewind:panel", () => {
    mark();
    lane(page.dataset.panel === PANEL ? panel() : null);
  });
  document.body.addEventListener("htmx:afterSwap", mark);

  // A game that grows may change what was not changed up to its end.
  document.addEventListener("rewind:grown", () => {
    growing ||= window.setTimeout(() => {
      growing = 0;
      const isOpen = page.dataset.panel === PANEL && page.dataset.state === "here";
      const ends = panel()?.dataset.ends;
      if (isOpen && ends !== undefined && ends !== page.dataset.head) open({});
    }, GROWN_MS);
  });

  rove();
  mark();
  lane(page.dataset.panel === PANEL ? panel() : null);
})();
