"use strict";
// Playing. Each step is asked of the cursor as a person would; the next one waits until the board
// has arrived, so that a slow server slows the play and never leaves it behind.

(() => {
  const box = document.getElementById("play");
  if (!box) return;

  const { announce, countUpTo, frames, on } = Rewind;
  const page = document.getElementById("timeline");
  const button = document.getElementById("play-button");
  const label = document.getElementById("play-label");
  const speeds = document.getElementById("play-speed");
  const units = document.getElementById("play-unit");
  const told = document.getElementById("play-told");

  const PACE_MS = { event: 700, turn: 1500, decision: 2500 };
  const IDLE_MS = 3000; // a longer silence of the engine is skipped
  const READ_MS = 45; // per character: some 250 words a minute
  const LONGEST_READ_MS = 15_000;

  let isPlaying = false;
  let timer = 0;
  let planned = 0; // each step that is planned has a number; only the last one's is taken
  let expected = null; // where the play has sent the cursor
  let stops = null; // the events that pass the filter
  const breakpoints = new Map(); // by lane: its name, and the events at which playing stops
  const asked = new Map();

  const head = () => Number(page.dataset.head);
  const first = () => Number(page.dataset.first);

  // What a game has played is not played again: an answer is kept as long as the game has not grown.
  async function known(url) {
    const kept = asked.get(url);
    if (kept && kept.head >= head()) return kept;
    const fresh = await Rewind.json(url);
    asked.set(url, fresh);
    return fresh;
  }

  const nextIn = (seqs, seq) => seqs[countUpTo(seqs, seq)];

  async function next(seq) {
    const limit = stops === null ? head() : (stops.at(-1) ?? -Infinity);
    if (seq >= limit) return null;
    if (units.value === "turn") {
      const { turn_starts: starts } = await known(page.dataset.turns);
      return Rewind.next(stops, starts, seq) ?? limit;
    }
    if (units.value === "decision") {
      const { seqs } = await known(box.dataset.decided);
      return Rewind.next(stops, seqs, seq) ?? limit;
    }
    return stops === null ? seq + 1 : nextIn(stops, seq);
  }

  async function pause(from, to) {
    if (units.value !== "time") return Math.max(PACE_MS[units.value], reading());
    const tempo = await known(box.dataset.tempo);
    let gap = 0;
    for (let seq = Math.max(from, tempo.first); seq < to; seq += 1) gap += tempo.gaps[seq - tempo.first] ?? 0;
    return Math.min(Math.max(gap, 0), IDLE_MS);
  }

  // What a player says or thinks is given the time that reading it takes.
  function reading() {
    const kind = document.getElementById("shown").dataset.kind;
    const panel = document.getElementById("panel");
    const isOpen = page.dataset.panel === "decision" && !panel.hidden;
    const reasoning = isOpen ? (panel.querySelector(".reasoning")?.textContent.trim().length ?? 0) : 0;
    const said = ["message", "decision"].includes(kind)
      ? document.getElementById("shown").dataset.spoken.length
      : 0;
    return Math.min(LONGEST_READ_MS, Math.max(reasoning, said) * READ_MS);
  }

  async function schedule() {
    window.clearTimeout(timer);
    if (!isPlaying) return;
    const mine = ++planned;
    const here = frames.shown();
    let there;
    let wait;
    try {
      there = await next(here);
      wait = there === null ? 0 : (await pause(here, there)) / Number(speeds.value);
    } catch (error) {
      stop(`Playing stopped: ${Rewind.why(error)}`);
      return;
    }
    if (!isPlaying || mine !== planned) return;
    if (there === null) {
      stop(here < head() ? "The last event that passes the filter" : end());
      return;
    }
    const watched = firstStop(here, there);
    timer = window.setTimeout(() => go(watched?.seq ?? there, watched), wait);
  }

  const end = () => (page.dataset.status === "running" ? "Up with the game" : "The end");

  // The first event after `here`, up to `there`, at which a watch or a bookmark stops the play.
  function firstStop(here, there) {
    let found = null;
    for (const { label: name, seqs } of breakpoints.values()) {
      const seq = nextIn(seqs, here);
      if (seq <= there && !(found?.seq <= seq)) found = { name, seq };
    }
    return found;
  }

  function go(seq, reached) {
    expected = seq;
    announce("seek", { seq, push: false });
    if (reached) stop(`Stopped at ${reached.name}`);
  }

  function start() {
    isPlaying = true;
    told.textContent = "";
    if (frames.shown() >= head()) {
      expected = first();
      announce("seek", { seq: first(), push: true });
    } else {
      expected = frames.shown();
      schedule();
    }
    paint();
  }

  function stop(why = "") {
    isPlaying = false;
    window.clearTimeout(timer);
    told.textContent = why;
    paint();
  }

  function paint() {
    label.textContent = isPlaying ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(isPlaying));
    box.classList.toggle("is-on", isPlaying);
  }

  function change(by) {
    const there = Math.min(Math.max(speeds.selectedIndex + by, 0), speeds.options.length - 1);
    speeds.selectedIndex = there;
    told.textContent = `${speeds.value} ×`;
    if (isPlaying) schedule();
  }

  button.addEventListener("click", () => (isPlaying ? stop() : start()));
  for (const select of [speeds, units]) select.addEventListener("change", schedule);

  on("shown", ({ seq }) => {
    if (isPlaying && seq === expected) schedule();
  });
  // Whoever moves the cursor by hand has taken it over.
  on("moved", ({ seq }) => {
    if (isPlaying && seq !== expected) stop();
  });
  on("failed", () => {
    if (isPlaying) stop("Playing stopped: the board could not be loaded");
  });
  on("filter", ({ seqs }) => (stops = seqs));
  on("marks", ({ lane, label: name, seqs }) => {
    if (!/^(watch|bookmark)/.test(lane)) return;
    breakpoints.delete(lane);
    const ascending = [...seqs].sort((one, other) => one - other);
    if (seqs.length > 0) breakpoints.set(lane, { label: name, seqs: ascending });
  });
  on("do", ({ action }, event) => {
    const acts = {
      play: () => button.click(),
      faster: () => change(1),
      slower: () => change(-1),
    };
    if (!(action in acts)) return;
    event.preventDefault();
    acts[action]();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isPlaying) stop("Paused while the page was hidden");
  });
})();
