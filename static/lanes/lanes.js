"use strict";
// The lanes over the slider: net worth, turns, and marks of what happened, each exactly above where
// the slider's thumb stands at that event. They come after the page is usable. The slider's own
// `min` and `max` are the span in view; zooming asks for another by `rewind:range`.

(() => {
  const page = document.getElementById("timeline");
  const slider = document.getElementById("slider");
  const root = document.getElementById("lanes");
  if (!root || !slider) return;

  const { announce, countUpTo, grouped, on } = Rewind;
  const NEAR = 5; // pixels: what lies within is meant by a click
  const DRAG = 6; // pixels: a longer way between press and release is a span
  const LEAST_SPAN = 10; // events
  const GROW_MS = 2000;
  const HOVER_MS = 150;
  const STORED = "rewind.lanes";
  const ORDER = ["decision", "error", "finding", "auction", "trade", "jail", "bankruptcy", "unread"];
  const FIRST = ["error", "finding", "unread", "decision", "trade", "auction", "jail", "bankruptcy"];

  const field = root.querySelector(".lanes-field");
  const canvas = root.querySelector(".lanes-canvas");
  const cursor = root.querySelector(".lanes-cursor");
  const spanBox = root.querySelector(".lanes-span");
  const tip = root.querySelector(".lanes-tip");
  const labels = root.querySelector(".lanes-labels");
  const more = root.querySelector(".lanes-more");
  const state = root.querySelector(".lanes-state span");
  const retry = root.querySelector(".lanes-retry");
  const phone = window.matchMedia("(max-width: 900px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const record = new Rewind.LaneRecord(root, show);
  const menu = new Rewind.LaneMenu(root, { show: choose, step });
  const scale = new Rewind.Scale(slider, canvas);
  const sentences = new Map();
  const first = Number(page.dataset.first);
  const head = () => Number(page.dataset.head);
  let shown = null; // by name: whether a person chose to see it
  let here = Number(page.dataset.seq);
  let range = null; // the span in view; null is the whole game
  let drawing = 0;
  let places = []; // of what is drawn: [top, bottom, lane]
  let dragged = null;
  let hovered = null;
  let hovering = 0;

  // --- Data ---

  const again = Rewind.again(load);

  async function load() {
    again.dropped();
    say("Loading the lanes …");
    try {
      await record.load();
      say("");
      again.answered();
    } catch (error) {
      say(`The lanes could not be loaded: ${Rewind.why(error)}.`, { isBad: true });
      if (Rewind.isAway(error)) again.failed();
      return;
    }
    root.setAttribute("aria-busy", "false");
    record.refine(range);
    await record.loadLate();
    const lacking = [...record.pending.values()].filter((what) => what.includes(":"));
    if (lacking.length > 0) say(`${lacking.join("; ")}.`, { isBad: true });
  }

  function say(sentence, { isBad = false } = {}) {
    state.textContent = sentence;
    retry.hidden = !isBad;
  }

  // --- What is seen ---

  function visible() {
    const { lanes, pending } = record;
    shown ??= stored();
    const own = [...lanes.keys()].filter((name) => !ORDER.includes(name));
    // Room is kept for what is still on its way: nothing that is shown makes way for it.
    const awaited = [...pending].filter(([name, what]) => !what.includes(":") && !lanes.has(name));
    const most = (phone.matches ? 3 : 5) - awaited.length;
    const preferred = [...own, ...FIRST].filter((name) => lanes.has(name));
    const undecided = preferred.filter((name) => !(name in shown));
    const chosen = preferred.filter((name) => shown[name] === true);
    const picked = new Set([...chosen, ...undecided.slice(0, Math.max(0, most - chosen.length))]);
    return [...ORDER, ...own].filter((name) => picked.has(name)).map((name) => lanes.get(name));
  }

  function show() {
    const { lanes } = record;
    const own = [...lanes.keys()].filter((name) => !ORDER.includes(name));
    const all = [...ORDER, ...own].filter((name) => lanes.has(name)).map((name) => lanes.get(name));
    const seen = new Set(visible().map((lane) => lane.name));
    menu.list(all, seen, notes());
    count(all.length - seen.size);
    draw();
  }

  function count(left) {
    more.textContent = left > 0 ? `${left} not shown` : "";
  }

  function notes() {
    const { lanes, pending, told } = record;
    const said = [...pending.values()].map((what) =>
      what.includes(":") ? what : `${what}: still being worked out`,
    );
    const { known } = lanes.get("finding") ?? {};
    if (known < head()) said.push(`Findings: up to event ${grouped(known)}`);
    for (const lane of lanes.values()) if (lane.note) said.push(`${lane.label}: ${lane.note}`);
    if (told && told.known < told.head) {
      said.push(`Nothing is known after event ${grouped(told.known)}: the fold broke`);
    }
    return said;
  }

  function draw() {
    window.cancelAnimationFrame(drawing);
    drawing = window.requestAnimationFrame(() => {
      scale.measure();
      place();
      const { told, worth } = record;
      if (!told) return;
      const chosen = visible();
      const isSmall = phone.matches;
      places = Rewind.paintLanes(canvas, { told, worth, chosen, scale, isSmall });
      label(chosen);
    });
  }

  function label(chosen) {
    labels.replaceChildren(
      ...places.slice(phone.matches ? 1 : 2).map(([top], index) => {
        const text = document.createElement("span");
        text.textContent = chosen[index]?.label ?? "";
        text.style.top = `${top}px`;
        return text;
      }),
    );
  }

  function place() {
    cursor.hidden = !record.told || here < scale.low || here > scale.high;
    cursor.style.transform = `translateX(${scale.x(here) - 1}px)`;
  }

  function choose(name, isShown) {
    shown = { ...stored(), [name]: isShown };
    window.localStorage.setItem(STORED, JSON.stringify(shown));
    count(record.lanes.size - visible().length);
    draw();
  }

  function stored() {
    try {
      const kept = JSON.parse(window.localStorage.getItem(STORED) ?? "{}");
      return kept !== null && typeof kept === "object" ? kept : {};
    } catch {
      return {}; // somebody else's, or none may be kept: then the lanes are chosen anew
    }
  }

  // --- Pointing ---

  function go(seq) {
    announce("seek", { seq, push: true });
  }

  function step(name, direction) {
    const { at } = record.lanes.get(name);
    const index = direction > 0 ? countUpTo(at, here) : countUpTo(at, here - 1) - 1;
    if (index in at) go(at[index]);
  }

  // What is under the pointer: a lane's nearest mark, else the event there.
  function under(event) {
    const box = canvas.getBoundingClientRect();
    const [across, down] = [event.clientX - box.left, event.clientY - box.top];
    const at = scale.seq(across);
    const lane = places.find(([top, bottom]) => top <= down && down < bottom)?.[2];
    if (typeof lane !== "object") return { across, seq: at, lane, index: -1, more: 0 };
    const { index, more } = nearest(lane, across);
    return { across, seq: index < 0 ? at : lane.at[index], lane, index, more };
  }

  function nearest(lane, across) {
    let [index, least, more] = [-1, NEAR + 0.01, -1];
    for (let each = 0; each < lane.at.length; each += 1) {
      const from = scale.x(lane.at[each]);
      if (from > across + NEAR) break;
      const to = scale.x(lane.at[each] + (lane.long?.[each] ?? 0));
      const away = Math.max(0, from - across, across - to);
      if (away > NEAR) continue;
      more += 1;
      if (away <= least) [index, least] = [each, away];
    }
    return { index, more: Math.max(0, more) };
  }

  const sayUnder = (found) => Rewind.laneWords(found, record.told, record.worth);

  function showTip(found) {
    tip.hidden = false;
    tip.textContent = sayUnder(found);
    const half = tip.offsetWidth / 2;
    const left = Math.min(Math.max(found.across - half, 0), field.clientWidth - tip.offsetWidth);
    tip.style.transform = `translateX(${left}px)`;
    window.clearTimeout(hovering);
    if (found.index < 0) return;
    hovered = found.seq;
    hovering = window.setTimeout(() => addSentence(found), HOVER_MS);
  }

  async function addSentence(found) {
    const { seq } = found;
    if (!sentences.has(seq)) {
      const address = `${root.dataset.sentences}${seq}.json?v=${root.dataset.version}`;
      const answer = await Rewind.json(address).catch(() => null); // the tip says enough without it
      if (answer) sentences.set(seq, answer.sentence);
    }
    if (hovered !== seq || tip.hidden || !sentences.has(seq)) return;
    tip.textContent = `${sayUnder(found)} — ${sentences.get(seq)}`;
    const left = Math.min(found.across, field.clientWidth - tip.offsetWidth);
    tip.style.transform = `translateX(${Math.max(0, left)}px)`;
  }

  function hideTip() {
    tip.hidden = true;
    hovered = null;
    window.clearTimeout(hovering);
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !record.told) return;
    canvas.setPointerCapture(event.pointerId);
    dragged = { from: under(event), isSpan: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!record.told) return;
    const found = under(event);
    if (!dragged) {
      showTip(found);
      return;
    }
    dragged.isSpan ||= Math.abs(found.across - dragged.from.across) > DRAG;
    if (!dragged.isSpan) return;
    hideTip();
    spanBox.hidden = false;
    spanBox.style.left = `${Math.min(found.across, dragged.from.across)}px`;
    spanBox.style.width = `${Math.abs(found.across - dragged.from.across)}px`;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!dragged) return;
    const { from, isSpan } = dragged;
    dragged = null;
    spanBox.hidden = true;
    const found = under(event);
    if (isSpan) zoomTo(...[from.across, found.across].map((x) => scale.seq(x)).sort((a, b) => a - b));
    else go(found.seq);
  });
  canvas.addEventListener("pointercancel", () => {
    dragged = null;
    spanBox.hidden = true;
  });
  canvas.addEventListener("pointerleave", hideTip);

  // --- Zoom ---

  function zoomTo(from, to) {
    const low = Math.max(first, from);
    const wide = Math.max(LEAST_SPAN, to - from);
    const high = Math.min(head(), low + wide);
    const isWhole = low <= first && high >= head();
    range = isWhole ? null : { first: Math.max(first, high - wide), last: high };
    announce("range", range ?? { first: null, last: null });
    // A slider never stands where the board is not.
    if (range && here < range.first) go(range.first);
    if (range && here > range.last) go(range.last);
    for (const each of ["zoom-out", "zoom-all"]) {
      root.querySelector(`[data-do="${each}"]`).disabled = !range;
    }
    record.refine(range);
    draw();
  }

  function zoomBy(factor) {
    scale.measure(); // what is drawn may be a zoom behind
    const { low, high } = scale;
    const wide = (high - low) * factor;
    const share = (here - low) / (high - low);
    zoomTo(Math.round(here - share * wide), Math.round(here + (1 - share) * wide));
  }

  const zooms = {
    "zoom-in": () => zoomBy(0.5),
    "zoom-out": () => zoomBy(2),
    "zoom-all": () => zoomTo(first, head()),
  };
  root.querySelector(".lanes-zoom").addEventListener("click", (event) => {
    zooms[event.target.closest("[data-do]")?.dataset.do]?.();
  });

  // --- What others tell ---

  on("moved", ({ seq }) => {
    here = seq;
    if (range && (here < range.first || here > range.last)) {
      const half = (range.last - range.first) / 2;
      zoomTo(Math.round(here - half), Math.round(here + half));
    } else place();
  });

  on("marks", ({ lane, label: name, seqs, kind }) => {
    const at = [...seqs].sort((a, b) => a - b);
    const own = kind ?? lane;
    record.put({ name: lane, label: name ?? lane, one: own, kind: own, count: at.length, at });
    show();
  });

  let growing = 0;
  on("grown", () => {
    draw();
    growing ||= window.setTimeout(() => {
      growing = 0;
      load();
    }, GROW_MS);
  });

  retry.addEventListener("click", load);
  new ResizeObserver(draw).observe(field);
  new MutationObserver(draw).observe(slider, { attributeFilter: ["min", "max"] });
  dark.addEventListener("change", draw);
  phone.addEventListener("change", draw);

  Rewind.later(load);
})();
