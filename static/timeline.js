"use strict";
// The cursor of the timeline page. Three numbers tell where it is: `wanted` is where the person has
// moved to, `asked` what has been asked of the server and not answered, `shown()` what the frame in
// the page says it is. There is one request at a time; the last wish waits for it and wins.

(() => {
  const page = document.getElementById("timeline");
  const slider = document.getElementById("slider");
  if (!slider) return; // no events yet: there is nowhere to go

  const frame = document.getElementById("frame");
  const number = document.getElementById("number");
  const trouble = document.getElementById("trouble");
  const troubleText = document.getElementById("trouble-text");
  const wantedText = document.getElementById("wanted");
  const first = Number(page.dataset.first);
  const title = document.title;
  const AHEAD = 8; // frames fetched ahead of whoever steps, and to each side of whoever rests
  const NEAR = 3;
  const KEPT = 150;
  const SETTLE_MS = 200; // the browser allows some 200 changes of the address in 30 s

  let head = Number(page.dataset.head);
  let low = first; // where the slider begins and ends: all of the game, or what is zoomed to
  let high = null;
  let wanted = Number(page.dataset.seq);
  let asked = null;
  let moves = 0; // all but those by turn, which may have to wait for where turns begin
  let last = wanted;
  const kept = new Map(); // frames in memory, by event
  const coming = new Set();
  let failed = false;
  let settling = 0;
  let turnStarts = null;
  let stops = null; // the events that pass a filter: steps and the slider keep to them

  const shown = () => Number(document.getElementById("shown").dataset.seq);
  function addressOf(seq, params = {}) {
    const query = new URLSearchParams(window.location.search);
    for (const name of ["go", "v"]) query.delete(name);
    query.delete("seq");
    for (const [name, value] of Object.entries(params)) {
      if (value === null || value === "") query.delete(name);
      else query.set(name, value);
    }
    const rest = query.toString();
    return `${page.dataset.page}?seq=${seq}${rest ? `&${rest}` : ""}`;
  }
  const frameOf = (seq) => `${page.dataset.frames}${seq}/?v=${page.dataset.version}`;
  const clamp = (seq) => Math.min(head, Math.max(first, Math.trunc(seq)));
  const grouped = (seq) => seq.toLocaleString("en-US");

  function announce(name, detail) {
    document.dispatchEvent(new CustomEvent(`rewind:${name}`, { detail }));
  }

  function seek(seq, { push = false, isTurn = false } = {}) {
    if (!Number.isFinite(seq)) return;
    if (!isTurn) moves += 1;
    const there = clamp(seq);
    if (push && there !== wanted) {
      window.clearTimeout(settling);
      window.history.replaceState(null, "", addressOf(shown()));
      window.history.pushState(null, "", addressOf(there));
    }
    wanted = there;
    ask();
    paint();
    announce("moved", { seq: wanted });
  }

  function ask() {
    window.clearTimeout(settling);
    if (asked !== null) return; // the answer on its way will ask again
    if (wanted === shown()) {
      settle();
      return;
    }
    asked = wanted;
    failed = false;
    if (kept.has(asked)) {
      window.htmx.swap(frame, kept.get(asked), { swapStyle: "innerHTML" });
      answered();
      return;
    }
    window.htmx
      .ajax("GET", frameOf(asked), { source: frame, target: frame, swap: "innerHTML" })
      .catch(() => undefined) // what failed is seen below by what is shown
      .then(answered);
  }

  function answered() {
    const reached = shown() === asked;
    const again = wanted !== asked;
    asked = null;
    failed = !reached && !again;
    if (reached) arrived(shown());
    if (failed) announce("failed", { seq: wanted });
    if (reached || again) ask();
    paint();
  }

  function arrived(seq) {
    const step = seq - last;
    last = seq;
    // Whoever steps goes on in the same direction, and far quicker than a server can answer.
    const direction = Math.abs(step) <= 1 || stops !== null ? Math.sign(step) : 0;
    if (direction !== 0) prefetch(seq, direction, AHEAD);
    announce("shown", { seq });
  }

  function settle() {
    failed = false;
    settling = window.setTimeout(() => {
      const seq = shown();
      const address = addressOf(seq);
      if (window.location.pathname + window.location.search !== address) {
        window.history.replaceState(null, "", address);
      }
      document.title = `Event ${grouped(seq)} · ${title}`;
      document.getElementById("spoken").textContent = spoken();
      prefetch(seq, 1, NEAR);
      prefetch(seq, -1, NEAR);
      announce("settled", { seq, head });
    }, SETTLE_MS);
  }

  function prefetch(seq, direction, count) {
    let next = seq;
    for (let left = count; left > 0; left -= 1) {
      next = neighbour(next, direction);
      if (next === null) return;
      if (!kept.has(next) && !coming.has(next)) fetchFrame(next);
    }
  }

  function neighbour(seq, direction) {
    if (stops !== null) return (direction > 0 ? after(stops, seq) : before(stops, seq)) ?? null;
    const there = seq + direction;
    return there === clamp(there) ? there : null;
  }

  async function fetchFrame(seq) {
    coming.add(seq);
    try {
      const asks = { headers: { "HX-Request": "true" }, priority: "low" };
      const answer = await window.fetch(frameOf(seq), asks);
      const text = await answer.text();
      if (answer.ok && Number(answer.headers.get("X-Sequence-Number")) === seq) keep(seq, text);
    } catch {
      // It only saves time: a frame that did not come is asked for again when it is wanted.
    }
    coming.delete(seq);
  }

  // The frame of an event never changes; the oldest make room.
  function keep(seq, text) {
    kept.set(seq, text);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }

  function spoken() {
    return `Event ${wanted} of ${head}, ${document.getElementById("shown").dataset.spoken}`;
  }

  function span(from, to) {
    // Setting either, even to what it is, takes the thumb out of the hand that drags it.
    if (slider.min !== String(from)) slider.min = String(from);
    if (slider.max !== String(to)) slider.max = String(to);
  }

  function paint() {
    const isHere = wanted === shown();
    span(low, high ?? head);
    slider.value = String(wanted);
    slider.setAttribute("aria-valuetext", isHere ? spoken() : `Event ${wanted} of ${head}`);
    if (!number.matches(":focus")) number.value = String(wanted); // never while somebody types
    page.dataset.state = failed ? "failed" : isHere ? "here" : "loading";
    frame.setAttribute("aria-busy", String(!isHere && !failed));
    wantedText.hidden = isHere;
    wantedText.textContent = failed
      ? `Event ${grouped(wanted)} could not be loaded`
      : `Loading event ${grouped(wanted)} …`;
    trouble.hidden = !failed;
    for (const link of document.querySelectorAll("a[data-step]")) {
      link.href = `${addressOf(wanted)}&go=${link.dataset.step}`;
    }
  }

  // A frame that is not the one asked for is dropped, whatever answered; an error is shown in place.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (event.detail.target !== frame) return;
    if (xhr.status >= 400) {
      event.detail.target = troubleText;
      event.detail.shouldSwap = true;
      return;
    }
    const answer = xhr.getResponseHeader("X-Sequence-Number");
    event.detail.shouldSwap = answer !== null && Number(answer) === asked;
    if (event.detail.shouldSwap) keep(asked, xhr.responseText);
    if (!event.detail.shouldSwap) say("The server answered with another event than was asked for.");
  });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (event.detail.target === frame) say("The server cannot be reached.");
  });
  document.body.addEventListener("htmx:timeout", (event) => {
    if (event.detail.target === frame) say("The server took too long to answer.");
  });

  function say(sentence) {
    troubleText.textContent = sentence;
  }

  // Turns: where they begin is asked for once, so that stepping costs the server nothing.
  async function turns() {
    if (turnStarts === null) {
      const answer = await window.fetch(page.dataset.turns);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const told = await answer.json();
      const starts = told.turn_starts.filter((seq) => seq <= head);
      if (told.head < head) return starts; // the game went on meanwhile: asked again next time
      turnStarts = starts;
    }
    return turnStarts;
  }

  async function byTurn(direction) {
    const moved = moves;
    let starts;
    try {
      starts = await turns();
    } catch (error) {
      failed = true;
      say(`The turns could not be loaded: ${error.message}.`);
      paint();
      return;
    }
    if (moved !== moves) return; // who has moved elsewhere meanwhile is not moved from there
    const there = direction > 0 ? (after(starts, wanted) ?? head) : (before(starts, wanted) ?? first);
    seek(there, { isTurn: true });
  }

  const after = (seqs, seq) => seqs[countBelow(seqs, seq + 1)];
  const before = (seqs, seq) => seqs[countBelow(seqs, seq) - 1];

  function countBelow(seqs, seq) {
    let low = 0;
    let high = seqs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seqs[middle] < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function nearestStop(seq) {
    if (stops === null || stops.length === 0) return seq;
    const above = stops[countBelow(stops, seq)] ?? stops.at(-1);
    const below = before(stops, seq) ?? above;
    return above - seq <= seq - below ? above : below;
  }

  async function copyLink() {
    const link = new URL(addressOf(shown()), window.location.href).href;
    const said = document.getElementById("linked");
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Link copied";
    } catch {
      said.textContent = link; // no leave to use the clipboard: then to be copied by hand
    }
  }

  const steps = {
    first: () => seek(first),
    "previous-turn": () => byTurn(-1),
    previous: () => seek(stops === null ? wanted - 1 : (before(stops, wanted) ?? wanted)),
    next: () => seek(stops === null ? wanted + 1 : (after(stops, wanted) ?? wanted)),
    "next-turn": () => byTurn(1),
    last: () => seek(head),
  };
  slider.addEventListener("input", () => {
    const seq = slider.valueAsNumber;
    // A key moves the slider by one: with a filter that is one stop.
    if (stops !== null && seq === wanted + 1) steps.next();
    else if (stops !== null && seq === wanted - 1) steps.previous();
    else seek(nearestStop(seq));
  });
  slider.form.addEventListener("submit", (event) => event.preventDefault());
  number.form.addEventListener("submit", (event) => {
    event.preventDefault();
    number.value = String(clamp(number.valueAsNumber));
    seek(number.valueAsNumber, { push: true });
  });
  document.getElementById("link").addEventListener("click", copyLink);
  document.getElementById("retry").addEventListener("click", () => {
    failed = false;
    ask();
    paint();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step], a[data-seq]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || event.altKey) return;
    event.preventDefault();
    if (link.dataset.step) steps[link.dataset.step]();
    else seek(Number(link.dataset.seq), { push: true });
  });

  document.addEventListener("rewind:do", (event) => {
    const { action } = event.detail;
    if (action === "go-to") number.select();
    else if (action === "link") copyLink();
    else if (action in steps) steps[action]();
    else return;
    event.preventDefault();
  });

  window.addEventListener("popstate", () => {
    const seq = new URLSearchParams(window.location.search).get("seq");
    seek(seq === null ? head : Number(seq));
    number.value = String(wanted); // also in focus: what stands there was typed before this step
  });

  document.addEventListener("rewind:seek", (event) => {
    seek(event.detail.seq, { push: event.detail.push ?? false });
  });
  document.addEventListener("rewind:filter", (event) => {
    stops = event.detail.seqs;
  });
  document.addEventListener("rewind:address", (event) => {
    window.history.replaceState(null, "", addressOf(shown(), event.detail.params));
  });
  document.addEventListener("rewind:range", (event) => {
    low = event.detail.first ?? first;
    high = event.detail.last;
    paint();
  });
  document.addEventListener("rewind:grown", (event) => {
    const isFollowing = wanted === head;
    head = Math.max(head, event.detail.head);
    page.dataset.head = String(head);
    number.max = String(head);
    document.getElementById("head").textContent = grouped(head);
    turnStarts = null;
    if (isFollowing) seek(head);
    else paint();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    turnStarts = null;
    turns().catch(() => undefined); // asked again when a turn is stepped
  });

  paint();
  settle();
  turns().catch(() => undefined); // the same
})();
