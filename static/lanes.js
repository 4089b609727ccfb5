"use strict";
// The lanes over the slider: net worth, turns, and marks of what happened, each exactly above where
// the slider's thumb stands at that event. They come after the page is usable. The slider's own
// `min` and `max` are the span in view; zooming asks for another by `rewind:range`.

(() => {
  const page = document.getElementById("timeline");
  const slider = document.getElementById("slider");
  const root = document.getElementById("lanes");
  if (!root || !slider) return;

  const ROW = 14;
  const LEAST_SPARK = 24;
  const NEAR = 5; // pixels: what lies within is meant by a click
  const DRAG = 6; // pixels: a longer way between press and release is a span
  const LEAST_SPAN = 10; // events
  const GROW_MS = 2000;
  const AUDIT_MS = 30_000; // a whole audit for every new event would be too much to ask
  const HOVER_MS = 150;
  const STORED = "rewind.lanes";
  const ORDER = ["decision", "error", "finding", "auction", "trade", "jail", "bankruptcy", "unread"];
  const FIRST = ["error", "finding", "unread", "decision", "trade", "auction", "jail", "bankruptcy"];
  const DASHES = [[], [6, 3], [2, 2], [6, 2, 2, 2], [10, 3], [10, 3, 2, 3], [3, 6], [1, 4]];

  const field = root.querySelector(".lanes-field");
  const canvas = root.querySelector(".lanes-canvas");
  const cursor = root.querySelector(".lanes-cursor");
  const spanBox = root.querySelector(".lanes-span");
  const tip = root.querySelector(".lanes-tip");
  const labels = root.querySelector(".lanes-labels");
  const list = root.querySelector(".lanes-list");
  const notes = root.querySelector(".lanes-notes");
  const state = root.querySelector(".lanes-state span");
  const retry = root.querySelector(".lanes-retry");
  const menu = root.querySelector(".lanes-menu");
  const phone = window.matchMedia("(max-width: 900px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const lanes = new Map(); // by name, in the order of coming
  const rows = new Map(); // by name: the lane's line in the menu
  const sentences = new Map();
  const pending = new Map([["finding", "Findings"], ["decision", "Decisions"]]);
  let shown = stored(); // by name: whether a person chose to see it
  let told = null; // what the stream tells: seats, turns, the end of what is known
  let worth = null; // net worth: of the whole game, or finer of the span in view
  let whole = null;
  let here = Number(page.dataset.seq);
  let range = null; // the span in view; null is the whole game
  let drawing = 0;
  let places = []; // of what is drawn: [top, bottom, lane], the spark and the turns by their names
  let dragged = null;
  let hovered = null;
  let hovering = 0;
  let finer = 0;
  let audited = 0; // when the audit was last asked for

  const head = () => Number(page.dataset.head);
  const first = Number(page.dataset.first);
  const grouped = (number) => number.toLocaleString("en-US");
  const fire = (name, detail) =>
    document.dispatchEvent(new CustomEvent(`rewind:${name}`, { detail }));

  // --- Data ---

  async function fetched(address) {
    const answer = await window.fetch(address, {
      priority: "low",
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }

  async function load() {
    const at = head();
    say("Loading the lanes …");
    try {
      const query = new URLSearchParams({ v: root.dataset.version, head: at });
      take(await fetched(`${root.dataset.stream}?${query}`));
      say("");
    } catch (error) {
      const why = error instanceof TypeError ? "the server cannot be reached" : error.message;
      say(`The lanes could not be loaded: ${why}.`, { isBad: true });
      return;
    }
    root.setAttribute("aria-busy", "false");
    const isRunning = page.dataset.status === "running";
    const isDue = !isRunning || Date.now() - audited > AUDIT_MS;
    if (isDue) audited = Date.now();
    await Promise.all([late("decision", "decisions"), isDue && late("finding", "findings")]);
  }

  // What takes longer, or may still change, comes by itself; until then the menu says so.
  async function late(name, source) {
    try {
      for (const lane of (await fetched(root.dataset[source])).lanes) put(unpacked(lane));
      pending.delete(name);
    } catch {
      pending.set(name, `${name === "finding" ? "Findings" : "Decisions"}: could not be loaded`);
    }
    list_();
    draw();
  }

  function take(data) {
    told = {
      ...data,
      turns: { ...data.turns, at: sums(data.turns.at), number: sums(data.turns.number) },
    };
    whole = { at: sums(data.worth.at), seats: data.worth.seats.map(sums) };
    if (!range || data.worth.is_complete || !worth) worth = whole;
    whole.isComplete = data.worth.is_complete;
    for (const lane of data.lanes) put(unpacked(lane));
    list_();
    draw();
    refine();
  }

  function put(lane) {
    if (lane.count > 0) lanes.set(lane.name, lane);
    else lanes.delete(lane.name);
  }

  function unpacked(lane) {
    return { ...lane, at: sums(lane.at) };
  }

  function sums(steps) {
    let sum = 0;
    return steps.map((step) => (sum += step));
  }

  function say(sentence, { isBad = false } = {}) {
    state.textContent = sentence;
    retry.hidden = !isBad;
  }

  // Zoomed in, the net worth is asked for again in more detail: the charts' own figure of it.
  function refine() {
    window.clearTimeout(finer);
    if (!whole || whole.isComplete || !range) {
      worth = whole;
      return;
    }
    finer = window.setTimeout(async () => {
      const asked = range;
      const wide = asked.last - asked.first;
      const query = new URLSearchParams({
        v: root.dataset.version,
        head: told.head,
        first: Math.max(told.first, asked.first - wide),
        last: Math.max(told.first, Math.min(told.known, asked.last + wide)),
      });
      try {
        const { data, about } = await fetched(`${root.dataset.worth}?${query}`);
        if (asked !== range) return;
        const seats = told.seats.map((_, seat) => data.find((one) => one.meta.seat === seat)?.y ?? []);
        worth = { at: about.moments, seats };
        draw();
      } catch {
        worth = whole; // coarser, and as exact at every moment drawn
      }
    }, 200);
  }

  // --- Drawing ---

  function scale() {
    const track = slider.getBoundingClientRect();
    const thumb = Number.parseFloat(window.getComputedStyle(slider).getPropertyValue("--thumb")) || 16;
    const left = track.left - canvas.getBoundingClientRect().left + thumb / 2;
    const low = Number(slider.min);
    const high = Math.max(low + 1, Number(slider.max));
    const step = (track.width - thumb) / (high - low);
    return {
      low,
      high,
      x: (seq) => left + (seq - low) * step,
      seq: (x) => Math.min(high, Math.max(low, Math.round(low + (x - left) / step))),
    };
  }

  function visible() {
    const named = [...lanes.values()];
    const own = named.filter((lane) => !ORDER.includes(lane.name)).map((lane) => lane.name);
    // Room is kept for what is still on its way: nothing that is shown makes way for it.
    const awaited = [...pending].filter(([name, what]) => !what.includes(":") && !lanes.has(name));
    const most = (phone.matches ? 3 : 5) - awaited.length;
    const preferred = [...own, ...FIRST].filter((name) => lanes.has(name));
    const undecided = preferred.filter((name) => !(name in shown));
    const chosen = preferred.filter((name) => shown[name] === true);
    const picked = new Set([...chosen, ...undecided.slice(0, Math.max(0, most - chosen.length))]);
    return [...ORDER, ...own].filter((name) => picked.has(name)).map((name) => lanes.get(name));
  }

  function draw() {
    window.cancelAnimationFrame(drawing);
    drawing = window.requestAnimationFrame(paint);
  }

  function paint() {
    if (!told) return;
    const chosen = visible();
    const style = window.getComputedStyle(root);
    const colors = new Map(); // asked for at every mark
    const look = (name) => {
      if (!colors.has(name)) colors.set(name, style.getPropertyValue(name).trim());
      return colors.get(name);
    };
    const seats = told.seats.length;
    const line = seats > 5 ? 2 : 3;
    const room = Number.parseFloat(look("--lanes")) - (phone.matches ? 32 : 0);
    const below = seats * line + 4 + chosen.length * ROW;
    const spark = phone.matches ? 0 : Math.max(LEAST_SPARK, room - below - 4);
    const height = (spark ? spark + 4 : 0) + below;
    const width = field.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const on = { pen, look, width, ...scale() };
    places = [];
    let top = 0;
    if (spark) {
      places.push([0, spark, "worth"]);
      drawWorth(on, spark);
      top = spark + 4;
    }
    places.push([top, top + seats * line, "turns"]);
    drawTurns(on, top, line);
    top += seats * line + 4;
    for (const lane of chosen) {
      places.push([top, top + ROW, lane]);
      drawLane(on, lane, top);
      top += ROW;
    }
    if (told.known < told.head) {
      pen.globalAlpha = 0.2;
      pen.fillStyle = look("--bad");
      pen.fillRect(on.x(told.known), 0, on.x(told.head) - on.x(told.known) + 1, height);
      pen.globalAlpha = 1;
    }
    label(chosen);
    place();
  }

  function drawWorth({ pen, look, low, high, x }, height) {
    const begin = Math.max(0, countUpTo(worth.at, low) - 1);
    const end = Math.min(worth.at.length, countUpTo(worth.at, high) + 1);
    let [least, most] = [Infinity, -Infinity];
    for (const values of worth.seats) {
      for (let index = begin; index < end; index += 1) {
        if (values[index] < least) least = values[index];
        if (values[index] > most) most = values[index];
      }
    }
    if (!(least < most)) [least, most] = [least - 1, least + 1];
    const y = (value) => height - 1.5 - ((value - least) / (most - least)) * (height - 3);
    pen.save();
    pen.beginPath();
    pen.rect(x(low) - 1, 0, x(high) - x(low) + 2, height);
    pen.clip();
    pen.lineWidth = 1.5;
    worth.seats.forEach((values, seat) => {
      if (values.length === 0) return;
      pen.strokeStyle = look(`--p${seat % 8}`);
      pen.setLineDash(DASHES[seat % 8]);
      pen.beginPath();
      pen.moveTo(x(worth.at[begin]), y(values[begin]));
      for (let index = begin + 1; index < end; index += 1) {
        pen.lineTo(x(worth.at[index]), y(values[index - 1]));
        pen.lineTo(x(worth.at[index]), y(values[index]));
      }
      if (end === worth.at.length) pen.lineTo(x(told.known), y(values[end - 1]));
      pen.stroke();
    });
    pen.restore();
  }

  // Each player's turns on a line of their own: the line tells whose they are, not the colour alone.
  function drawTurns({ pen, look, low, high, x }, top, line) {
    const { at, seat } = told.turns;
    pen.fillStyle = look("--bg");
    pen.fillRect(x(low), top, x(high) - x(low), line * told.seats.length);
    for (let index = Math.max(0, countUpTo(at, low) - 1); index < at.length; index += 1) {
      if (at[index] > high) break;
      const from = Math.max(x(low), x(at[index]));
      const to = Math.min(x(high), x(at[index + 1] ?? told.known));
      pen.fillStyle = look(`--p${seat[index] % 8}`);
      pen.fillRect(from, top + seat[index] * line, Math.max(0.6, to - from), line - 0.5);
    }
  }

  function drawLane({ pen, look, low, high, x }, lane, top) {
    const middle = top + ROW / 2;
    pen.fillStyle = look("--bg");
    pen.fillRect(x(low), middle - 2.5, x(high) - x(low), 5);
    let lastX = -10;
    let lastColor = "";
    const start = lane.long ? 0 : countUpTo(lane.at, low - 1);
    for (let index = start; index < lane.at.length; index += 1) {
      if (lane.at[index] > high) break;
      const end = lane.at[index] + (lane.long?.[index] ?? 0);
      if (end < low) continue;
      const color = look(colorOf(lane, index));
      const from = x(Math.max(low, lane.at[index]));
      const isSame = from - lastX < 0.5 && color === lastColor && end === lane.at[index];
      if (isSame) continue; // nothing of it would be seen
      [lastX, lastColor] = [from, color];
      pen.fillStyle = color;
      mark(pen, shapeOf(lane), from, x(Math.min(high, end)), middle);
    }
  }

  function mark(pen, shape, from, to, middle) {
    if (shape === "span") pen.fillRect(from - 1, middle - 2.5, Math.max(2, to - from), 5);
    else if (shape === "tick") pen.fillRect(from - 1, middle - 4.5, 2, 9);
    else {
      pen.beginPath();
      if (shape === "dot") pen.arc(from, middle, 2.6, 0, 7);
      else {
        const tall = shape === "diamond" ? 4.5 : 0;
        pen.moveTo(from, middle - 4.5);
        pen.lineTo(from + 4.5, shape === "diamond" ? middle : middle + 4);
        if (tall) pen.lineTo(from, middle + tall);
        pen.lineTo(from - 4.5, shape === "diamond" ? middle : middle + 4);
      }
      pen.fill();
    }
  }

  function shapeOf(lane) {
    const shapes = { error: "dot", unread: "dot", finding: "triangle", bankruptcy: "triangle" };
    if (lane.kind) return lane.kind === "bookmark" ? "diamond" : "tick";
    return shapes[lane.name] ?? (lane.long ? "span" : "tick");
  }

  function colorOf(lane, index) {
    if (lane.kind === "bookmark") return "--accent";
    if (lane.name === "error" || lane.name === "unread") return "--bad";
    if (lane.name === "finding") return lane.mild.includes(lane.say[index]) ? "--ink-3" : "--bad";
    const seat = lane.seat?.[index] ?? null;
    return seat === null ? "--ink-3" : `--p${seat % 8}`;
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
    const { low, high, x } = scale();
    cursor.hidden = !told || here < low || here > high;
    cursor.style.transform = `translateX(${x(here) - 1}px)`;
  }

  // --- The menu: every lane in words, with its own way from mark to mark ---

  function list_() {
    const named = [...ORDER, ...[...lanes.keys()].filter((name) => !ORDER.includes(name))];
    for (const [name, row] of rows) if (!lanes.has(name)) row.element.remove();
    for (const name of [...rows.keys()]) if (!lanes.has(name)) rows.delete(name);
    const seen = new Set(visible().map((lane) => lane.name));
    for (const [index, name] of named.filter((each) => lanes.has(each)).entries()) {
      const lane = lanes.get(name);
      const row = rows.get(name) ?? line(name);
      row.text.textContent = `${lane.label}: ${grouped(lane.count)}`;
      row.box.checked = seen.has(name);
      row.previous.setAttribute("aria-label", `Previous ${lane.one}`);
      row.next.setAttribute("aria-label", `Next ${lane.one}`);
      rows.set(name, row);
      // Nothing is moved that is in its place: it may have the focus.
      const other = list.children[index] ?? null;
      if (other !== row.element) list.insertBefore(row.element, other);
    }
    const said = [...pending.values()].map((what) =>
      what.includes(":") ? what : `${what}: still being worked out`,
    );
    const { known } = lanes.get("finding") ?? {};
    if (known < head()) said.push(`Findings: up to event ${grouped(known)}`);
    for (const lane of lanes.values()) if (lane.note) said.push(`${lane.label}: ${lane.note}`);
    if (told && told.known < told.head) {
      said.push(`Nothing is known after event ${grouped(told.known)}: the fold broke`);
    }
    notes.textContent = said.map((sentence) => `${sentence}.`).join(" ");
  }

  function line(name) {
    const element = document.createElement("li");
    const choice = document.createElement("label");
    const box = document.createElement("input");
    const text = document.createElement("span");
    box.type = "checkbox";
    box.addEventListener("change", () => {
      shown[name] = box.checked;
      window.localStorage.setItem(STORED, JSON.stringify(shown));
      draw();
    });
    choice.append(box, text);
    const previous = button("‹", () => step(name, -1));
    const next = button("›", () => step(name, 1));
    element.append(choice, previous, next);
    return { element, box, text, previous, next };
  }

  function button(sign, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = sign;
    element.addEventListener("click", act);
    return element;
  }

  function step(name, direction) {
    const { at } = lanes.get(name);
    const index = direction > 0 ? countUpTo(at, here) : countUpTo(at, here - 1) - 1;
    if (index in at) go(at[index]);
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
    fire("seek", { seq, push: true });
  }

  // What is under the pointer: a lane's nearest mark, else the event there.
  function under(event) {
    const box = canvas.getBoundingClientRect();
    const [across, down] = [event.clientX - box.left, event.clientY - box.top];
    const { seq, x } = scale();
    const at = seq(across);
    const lane = places.find(([top, bottom]) => top <= down && down < bottom)?.[2];
    if (typeof lane !== "object") return { across, seq: at, lane, index: -1, more: 0 };
    const { index, more } = nearest(lane, across, x);
    return { across, seq: index < 0 ? at : lane.at[index], lane, index, more };
  }

  function nearest(lane, across, x) {
    let [index, least, more] = [-1, NEAR + 0.01, -1];
    for (let each = 0; each < lane.at.length; each += 1) {
      const from = x(lane.at[each]);
      if (from > across + NEAR) break;
      const to = x(lane.at[each] + (lane.long?.[each] ?? 0));
      const away = Math.max(0, from - across, across - to);
      if (away > NEAR) continue;
      more += 1;
      if (away <= least) [index, least] = [each, away];
    }
    return { index, more: Math.max(0, more) };
  }

  function sayUnder(found) {
    const { lane, index, more, seq } = found;
    const turn = countUpTo(told.turns.at, seq) - 1;
    const number = turn < 0 ? "" : `, turn ${told.turns.number[turn]}`;
    const where = `Event ${grouped(seq)}${number}`;
    const name = (seat) => told.seats[seat]?.name ?? "";
    if (lane === "worth") return sayWorth(seq);
    if (lane === "turns") return turn < 0 ? where : `${where}: ${name(told.turns.seat[turn])}`;
    if (index < 0) return where;
    const seat = lane.seat?.[index] ?? null;
    const what = lane.says ? `${lane.one}, ${lane.says[lane.say[index]]}` : lane.one;
    const whose = seat === null ? "" : ` · ${name(seat)}`;
    const others = more > 0 ? ` · and ${grouped(more)} more here` : "";
    return `${where}: ${what}${whose}${others}`;
  }

  // At a moment that is drawn, so that every amount is exact.
  function sayWorth(seq) {
    const index = Math.max(0, countUpTo(worth.at, seq) - 1);
    const said = told.seats.map(({ name }, seat) => {
      const value = worth.seats[seat][index];
      return value === undefined ? name : `${name} ${dollars(value)}`;
    });
    return `After event ${grouped(worth.at[index])}: ${said.join(", ")}`;
  }

  const dollars = (value) => `${value < 0 ? "−" : ""}$${grouped(Math.abs(value))}`;

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
      const answer = await fetched(address).catch(() => null); // the tip says enough without it
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
    if (event.button !== 0 || !told) return;
    canvas.setPointerCapture(event.pointerId);
    dragged = { from: under(event), isSpan: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!told) return;
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
    if (!isSpan) go(found.seq);
    else {
      const { seq } = scale();
      const ends = [seq(from.across), seq(found.across)].sort((a, b) => a - b);
      zoomTo(ends[0], ends[1]);
    }
  });
  canvas.addEventListener("pointercancel", () => {
    dragged = null;
    spanBox.hidden = true;
  });
  canvas.addEventListener("pointerleave", hideTip);

  // --- Zoom ---

  function zoomTo(from, to) {
    const low = Math.max(first, from);
    const wide = Math.max(LEAST_SPAN, to - low);
    const high = Math.min(head(), low + wide);
    range = low <= first && high >= head() ? null : { first: Math.max(first, high - wide), last: high };
    fire("range", range ?? { first: null, last: null });
    // A slider never stands where the board is not.
    if (range && here < range.first) go(range.first);
    if (range && here > range.last) go(range.last);
    for (const each of ["zoom-out", "zoom-all"]) {
      root.querySelector(`[data-do="${each}"]`).disabled = !range;
    }
    draw();
    refine();
  }

  function zoomBy(factor) {
    const { low, high } = scale();
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

  document.addEventListener("rewind:moved", (event) => {
    here = event.detail.seq;
    if (range && (here < range.first || here > range.last)) {
      const half = (range.last - range.first) / 2;
      zoomTo(Math.round(here - half), Math.round(here + half));
    } else place();
  });

  document.addEventListener("rewind:marks", (event) => {
    const { lane, label: name, seqs, kind } = event.detail;
    const at = [...seqs].sort((a, b) => a - b);
    const own = kind ?? lane;
    put({ name: lane, label: name ?? lane, one: own, kind: own, count: at.length, at });
    list_();
    draw();
  });

  let growing = 0;
  document.addEventListener("rewind:grown", () => {
    draw();
    if (growing) return;
    growing = window.setTimeout(() => {
      growing = 0;
      load();
    }, GROW_MS);
  });

  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });

  retry.addEventListener("click", load);
  new ResizeObserver(draw).observe(field);
  new MutationObserver(draw).observe(slider, { attributeFilter: ["min", "max"] });
  dark.addEventListener("change", draw);
  phone.addEventListener("change", draw);

  function countUpTo(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Only once the page is drawn and usable.
  const begin = () => window.requestIdleCallback?.(load, { timeout: 500 }) ?? window.setTimeout(load);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();
