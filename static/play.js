"use strict";
// Playing. Each step is asked of the cursor as a person would; the next one waits until the board
// has arrived, so that a slow server slows the play and never leaves it behind.

(() => {
  const box = document.getElementById("play");
  if (!box) return;

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
  let expected = null; // where the play has sent the cursor
  let stops = null; // the events that pass the filter
  const breakpoints = new Map(); // lane → the events at which playing stops
  const asked = new Map();

  const shown = () => Number(document.getElementById("shown").dataset.seq);
  const head = () => Number(page.dataset.head);
  const first = () => Number(page.dataset.first);

  // What a game has played is not played again: an answer is kept as long as the game has not grown.
  async function known(url) {
    const kept = asked.get(url);
    if (kept && kept.head >= head()) return kept;
    const answer = await window.fetch(url);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const fresh = await answer.json();
    asked.set(url, fresh);
    return fresh;
  }

  const nextIn = (seqs, seq) => seqs.find((each) => each > seq);

  async function next(seq) {
    const limit = head();
    if (seq >= limit) return null;
    if (units.value === "turn") {
      const { turn_starts: starts } = await known(page.dataset.turns);
      return nextIn(starts, seq) ?? limit;
    }
    if (units.value === "decision") {
      const { seqs } = await known(box.dataset.decided);
      return nextIn(seqs, seq) ?? limit;
    }
    return stops === null ? seq + 1 : (nextIn(stops, seq) ?? null);
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
    const here = shown();
    let there;
    let wait;
    try {
      there = await next(here);
      wait = there === null ? 0 : (await pause(here, there)) / Number(speeds.value);
    } catch (error) {
      stop(`Playing stopped: ${error.message}`);
      return;
    }
    if (!isPlaying) return;
    if (there === null) {
      stop(here >= head() ? "The end" : "The last event that passes the filter");
      return;
    }
    const watched = [...breakpoints].flatMap(([lane, seqs]) =>
      seqs.filter((seq) => seq > here && seq <= there).map((seq) => ({ lane, seq })),
    );
    watched.sort((one, other) => one.seq - other.seq);
    timer = window.setTimeout(() => go(watched[0]?.seq ?? there, watched[0]), wait);
  }

  function go(seq, reached) {
    expected = seq;
    document.dispatchEvent(new CustomEvent("rewind:seek", { detail: { seq, push: false } }));
    if (reached) stop(`Stopped at ${reached.lane}`);
  }

  function start() {
    isPlaying = true;
    told.textContent = "";
    if (shown() >= head()) {
      expected = first();
      document.dispatchEvent(new CustomEvent("rewind:seek", { detail: { seq: first(), push: true } }));
    } else {
      expected = shown();
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

  document.addEventListener("rewind:shown", (event) => {
    if (isPlaying && event.detail.seq === expected) schedule();
  });
  // Whoever moves the cursor by hand has taken it over.
  document.addEventListener("rewind:moved", (event) => {
    if (isPlaying && event.detail.seq !== expected) stop();
  });
  document.addEventListener("rewind:failed", () => {
    if (isPlaying) stop("Playing stopped: the board could not be loaded");
  });
  document.addEventListener("rewind:filter", (event) => (stops = event.detail.seqs));
  document.addEventListener("rewind:marks", (event) => {
    const { lane, label: name, seqs } = event.detail;
    if (!/^(watch|bookmark)/.test(lane)) return;
    breakpoints.delete(name ?? lane);
    if (seqs.length > 0) breakpoints.set(name ?? lane, seqs);
  });
  document.addEventListener("rewind:do", (event) => {
    const acts = {
      play: () => button.click(),
      faster: () => change(1),
      slower: () => change(-1),
    };
    const act = acts[event.detail.action];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isPlaying) stop("Paused while the page was hidden");
  });

  box.hidden = false;
})();
