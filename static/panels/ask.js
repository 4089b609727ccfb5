"use strict";
// Questions: words are completed as they are typed, a long game's answer is waited for with its
// progress, hits are marked in the lanes, and every watch of the game keeps a lane of its own.

(() => {
  const page = document.getElementById("timeline");
  if (!page) return;

  const PANEL = "ask";
  const ASKED = "watch:asked";
  const LISTED = 8;
  const IDLE_MS = 1_000;
  let waiting = null; // the request whose progress is shown
  let waitedFor = ""; // the question that was waited for last: it is never waited for twice
  let marked = "";
  const lanes = new Map(); // by lane, what the game's watches were marked with

  const body = () => document.querySelector("#panel-body .ask");

  function announce(name, detail) {
    document.dispatchEvent(new CustomEvent(`rewind:${name}`, { detail }));
  }

  const open = (params) => announce("open", { panel: PANEL, params });

  // --- Progress ---

  async function wait(pending, told) {
    const question = `${told.dataset.ask}\n${told.dataset.value}\n${page.dataset.head}`;
    const again = waitedFor === question;
    const bar = pending.querySelector("progress");
    const trouble = pending.querySelector(".problem");
    const fail = (text) => {
      trouble.textContent = text;
      trouble.hidden = false;
      bar.hidden = true;
    };
    if (again) {
      fail("The answer is not at hand yet.");
      return;
    }
    waiting = new AbortController();
    const mine = waiting;
    try {
      const query = new URLSearchParams({ ask: told.dataset.ask, value: told.dataset.value });
      const answer = await window.fetch(`${pending.dataset.progress}?${query}`, {
        signal: mine.signal,
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      await each(answer, (line) => {
        if (line.problem) fail(line.problem);
        if (line.steps) [bar.max, bar.value] = [line.steps, line.done];
        if (!line.is_ready || mine !== waiting) return;
        waitedFor = question;
        open({});
      });
    } catch (error) {
      if (error.name !== "AbortError") fail(`The answer did not come: ${error.message}.`);
    }
  }

  async function each(answer, take) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      rest += value ?? "";
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) take(JSON.parse(line));
      if (done) return;
    }
  }

  // --- Marks in the lanes ---

  async function hits(address) {
    const answer = await window.fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }

  async function markAsked(told) {
    const address = told?.dataset.marks ?? "";
    const wish = address && `${address} ${page.dataset.head}`;
    if (wish === marked) return;
    marked = wish;
    let seqs = [];
    try {
      if (address) seqs = (await hits(address)).seqs;
    } catch {
      marked = ""; // the panel itself says what is wrong
    }
    if (marked !== wish && marked) return;
    announce("marks", { lane: ASKED, label: "Asked", seqs, kind: "watch" });
  }

  async function markWatches() {
    let kept;
    try {
      kept = (await hits(`${page.dataset.game}ask/watches.json`)).watches;
    } catch {
      return; // the lanes lack the watches; the panel lists them all the same
    }
    const asked = kept.filter((one) => one.ask);
    for (const lane of [...lanes.keys()].filter((name) => asked.every((one) => one.lane !== name))) {
      lanes.delete(lane);
      announce("marks", { lane, label: "", seqs: [], kind: "watch" });
    }
    for (const watch of asked) {
      const wish = `${watch.ask} ${page.dataset.head}`;
      if (lanes.get(watch.lane)?.wish !== wish) {
        const query = new URLSearchParams({ ask: watch.ask });
        try {
          const found = await hits(`${page.dataset.game}ask/marks.json?${query}`);
          lanes.set(watch.lane, { wish, total: found.total });
          announce("marks", { lane: watch.lane, label: watch.name, seqs: found.seqs, kind: "watch" });
        } catch {
          lanes.set(watch.lane, { wish, total: null });
        }
      }
      count();
    }
  }

  // A watch that was kept or removed just now is in the panel first.
  function isBehind() {
    const rows = [...document.querySelectorAll(".watches [data-lane]")].map((row) => row.dataset.lane);
    return rows.length !== lanes.size || rows.some((lane) => !lanes.has(lane));
  }

  function count() {
    for (const row of document.querySelectorAll(".watches [data-lane]")) {
      const known = lanes.get(row.dataset.lane);
      if (!known) continue;
      row.querySelector(".count").textContent =
        known.total === null
          ? "cannot be asked now"
          : `${known.total.toLocaleString("en-US")} hit${known.total === 1 ? "" : "s"}`;
    }
  }

  // --- Completion ---

  function known(text) {
    const field = /(players|properties|deeds)\[[^\]]*\]\.(\w*)$/.exec(text);
    const part = field ?? /\b(decision|auction|trade)\.(\w*)$/.exec(text);
    if (part) {
      const of = part[1] === "deeds" ? "properties" : part[1];
      const row = document.querySelector(`.vocabulary [data-of="${of}"]`);
      const fields = row.dataset.fields.split(" ");
      return { typed: part[2], words: fields.map((name) => ({ name, about: `of ${part[1]}` })) };
    }
    const typed = /[A-Za-z_][\w.]*$/.exec(text)?.[0] ?? "";
    const before = typed.startsWith("before.") ? "before." : "";
    const words = [...document.querySelectorAll(".vocabulary [data-word]")]
      .map((row) => ({ name: row.dataset.word, about: row.querySelector("dd").textContent.trim() }))
      .filter((word) => !before || !/^(event|decision|before)|\($/.test(word.name))
      .map((word) => ({ ...word, name: before + word.name }));
    return { typed, words };
  }

  function matches(field) {
    const text = field.value.slice(0, field.selectionStart);
    const { typed, words } = known(text);
    const wish = typed.toLowerCase();
    if (!typed && !/\.$/.test(text)) return { typed, found: [] };
    const found = words.filter((word) => word.name.toLowerCase().startsWith(wish) && word.name !== typed);
    return { typed, found: found.slice(0, LISTED) };
  }

  function complete(field) {
    const box = field.closest(".expression");
    let list = box.querySelector(".completions");
    if (!list) {
      list = document.createElement("ul");
      list.className = "completions";
      list.id = `${field.id}-words`;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Words");
      box.append(list);
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", list.id);
    }
    const { typed, found } = matches(field);
    list.replaceChildren(
      ...found.map((word, index) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${index}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.dataset.name = word.name;
        row.dataset.typed = typed;
        const name = document.createElement("code");
        name.textContent = word.name;
        const about = document.createElement("span");
        about.className = "quiet";
        about.textContent = word.about;
        row.append(name, about);
        return row;
      }),
    );
    shut(field, found.length === 0);
  }

  function shut(field, isShut = true) {
    const list = field.closest(".expression").querySelector(".completions");
    if (!list) return;
    list.hidden = isShut;
    field.setAttribute("aria-expanded", String(!isShut));
    if (isShut) field.removeAttribute("aria-activedescendant");
  }

  function put(field, row) {
    const end = field.selectionStart;
    field.setRangeText(row.dataset.name, end - row.dataset.typed.length, end, "end");
    shut(field);
    if (row.dataset.name.endsWith(".")) complete(field);
  }

  function choose(field, step) {
    const list = field.closest(".expression").querySelector(".completions");
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const to = (at + step + rows.length + (at < 0 && step < 0 ? 1 : 0)) % rows.length;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === to)));
    rows[to].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[to].id);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-complete]")) complete(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-complete][aria-expanded='true']") || event.isComposing) return;
    const chosen = field.closest(".expression").querySelector("[aria-selected='true']");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(field, step);
    else if (event.key === "Escape") shut(field);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) put(field, chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest(".completions li");
    if (!row) return;
    event.preventDefault(); // the field keeps the focus
    put(row.closest(".expression").querySelector("input"), row);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-complete]")) shut(event.target);
  });

  // --- Links of the panel ---

  document.addEventListener("click", (event) => {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = event.target.closest("#panel .ask a[data-ask], #panel .ask a[data-near]");
    if (!link || !isPlain || event.altKey) return;
    event.preventDefault();
    if (link.dataset.near !== undefined) {
      open({ near: link.dataset.near });
      return;
    }
    const or = (text) => text || null;
    open({ ask: or(link.dataset.ask), value: or(link.dataset.value), hits: null, near: null });
  });

  // Going elsewhere ends the looking around among hits.
  document.addEventListener("rewind:seek", () => {
    if (page.dataset.panel === PANEL) announce("address", { params: { near: null } });
  });

  document.addEventListener("rewind:moved", (event) => {
    const curve = document.querySelector("#panel .curve");
    if (!curve) return;
    const [first, last] = [Number(curve.dataset.first), Number(curve.dataset.last)];
    const share = (event.detail.seq - first) / Math.max(last - first, 1);
    const x = String(Math.min(Math.max(share, 0), 1) * 600);
    const line = curve.querySelector(".cursor");
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
  });

  function begin() {
    waiting?.abort();
    waiting = null;
    const told = body();
    if (!told) return;
    const pending = told.querySelector(".pending");
    if (pending) wait(pending, told);
    else markAsked(told);
    count();
    if (isBehind()) again();
  }

  document.addEventListener("rewind:panel", begin);

  let soon = 0;
  function again() {
    window.clearTimeout(soon);
    soon = window.setTimeout(markWatches, IDLE_MS);
  }

  document.addEventListener("rewind:grown", again);
  again();
  begin(); // a panel that came with the page was there before this script
})();
