"use strict";
// Hits in the lanes: those of the question in the address, and a lane of its own for each watch that
// is kept with the game. They keep up with a game that grows.

Rewind.askMarks = (() => {
  const page = document.getElementById("timeline");
  if (!page) return null;

  const { announce, grouped } = Rewind;
  const EVERY_MS = 1_000;
  const ASKED = "watch:asked";
  const watches = new Map(); // by lane, what the game's watches were marked with
  let asked = ""; // where the hits of the question are told
  let marked = ""; // what the asked lane was marked with
  let soon = 0;

  const asJson = (address) => Rewind.json(address, { headers: { "HX-Request": "true" } });

  function marksOf(ask, hits = "") {
    return `${page.dataset.game}ask/marks.json?${new URLSearchParams({ ask, hits })}`;
  }

  // Hits of the question that is asked: told by its panel where that is open, else by the address.
  async function markAsked(address = asked) {
    asked = address;
    const wish = address && `${address} ${page.dataset.head}`;
    if (wish === marked) return;
    marked = wish;
    let seqs = [];
    try {
      if (address) ({ seqs } = await asJson(address));
    } catch {
      if (marked === wish) asked = marked = ""; // not asked again: the panel says what is wrong
    }
    if (marked === wish || !marked) announce("marks", { lane: ASKED, label: "Asked", seqs, kind: "watch" });
  }

  function fromAddress() {
    const query = new URLSearchParams(window.location.search);
    const ask = query.get("ask") ?? "";
    return ask.trim() && page.dataset.panel !== "ask" ? marksOf(ask, query.get("hits") ?? "") : "";
  }

  async function markWatches() {
    let kept;
    try {
      kept = (await asJson(`${page.dataset.game}ask/watches.json`)).watches.filter((one) => one.ask);
    } catch {
      return; // the lanes lack the watches; the panel lists them all the same
    }
    for (const lane of watches.keys()) {
      if (kept.some((one) => one.lane === lane)) continue;
      watches.delete(lane);
      announce("marks", { lane, label: "", seqs: [], kind: "watch" });
    }
    for (const watch of kept) {
      await markWatch(watch);
      count();
    }
  }

  async function markWatch({ lane, name, ask }) {
    const wish = `${ask} ${page.dataset.head}`;
    if (watches.get(lane)?.wish === wish) return;
    try {
      const { total, seqs } = await asJson(marksOf(ask));
      watches.set(lane, { wish, total });
      announce("marks", { lane, label: name, seqs, kind: "watch" });
    } catch {
      watches.set(lane, { wish, total: null });
    }
  }

  function count() {
    for (const row of document.querySelectorAll(".watches [data-lane]")) {
      const known = watches.get(row.dataset.lane);
      if (!known) continue;
      row.querySelector(".count").textContent =
        known.total === null
          ? "cannot be asked now"
          : `${grouped(known.total)} hit${known.total === 1 ? "" : "s"}`;
    }
  }

  // A watch that was kept or removed just now is in the panel first.
  function isBehind() {
    const rows = [...document.querySelectorAll(".watches [data-lane]")].map((row) => row.dataset.lane);
    return rows.length !== watches.size || rows.some((lane) => !watches.has(lane));
  }

  // However often it is asked for, once in a while: a game may grow many times a second.
  function again() {
    soon ||= window.setTimeout(() => {
      soon = 0;
      markAsked();
      markWatches();
    }, EVERY_MS);
  }

  asked = fromAddress();
  Rewind.on("grown", again);
  again();

  return {
    markAsked,
    recount() {
      count();
      if (isBehind()) again();
    },
  };
})();
