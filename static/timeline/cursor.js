"use strict";
// The cursor of the timeline page. Three numbers tell where it is: `wanted` is where the person has
// moved to, `asked` what has been asked of the server and not answered, `frames.shown()` what the
// frame in the page says it is. There is one request at a time; the last wish waits for it and wins.

(() => {
  const page = document.getElementById("timeline");
  const slider = document.getElementById("slider");
  if (!slider) return; // no events yet: there is nowhere to go

  const { address, announce, countUpTo, frames, grouped, on, turns } = Rewind;
  const number = document.getElementById("number");
  const trouble = document.getElementById("trouble");
  const troubleText = document.getElementById("trouble-text");
  const wantedText = document.getElementById("wanted");
  const first = Number(page.dataset.first);
  const title = document.title;
  const AHEAD = 8; // frames fetched ahead of whoever steps, and to each side of whoever rests
  const NEAR = 3;
  const LATE_MS = 120;
  const SETTLE_MS = 200; // the browser allows some 200 changes of the address in 30 s

  let head = Number(page.dataset.head);
  let low = first; // where the slider begins and ends: all of the game, or what is zoomed to
  let high = null;
  let wanted = Number(page.dataset.seq);
  let asked = null;
  let moves = 0; // all but those by turn, which may have to wait for where turns begin
  let last = wanted;
  let told = wanted; // the event that was spoken of last; of its first the page itself speaks
  let failed = false;
  let settling = 0;
  let late = 0; // the timer after which a board that has not come is no longer awaited in silence
  let stops = null; // the events that pass a filter: steps and the slider keep to them

  const clamp = (seq) => Math.min(head, Math.max(first, Math.trunc(seq)));
  const after = (seqs, seq) => seqs[countUpTo(seqs, seq)];
  const before = (seqs, seq) => seqs[countUpTo(seqs, seq - 1) - 1];

  // --- Where to ---

  function seek(seq, { push = false, isTurn = false } = {}) {
    if (!Number.isFinite(seq)) return;
    if (!isTurn) moves += 1;
    const there = clamp(seq);
    if (push && there !== wanted) {
      window.clearTimeout(settling);
      window.history.replaceState(null, "", address.of(frames.shown()));
      window.history.pushState(null, "", address.of(there));
    }
    wanted = there;
    page.dataset.seq = String(wanted);
    ask();
    paint();
    announce("moved", { seq: wanted });
  }

  async function byTurn(direction) {
    const moved = moves;
    let starts;
    try {
      starts = await turns.known();
    } catch (error) {
      failed = true;
      say(`The turns could not be loaded: ${Rewind.why(error)}.`);
      paint();
      return;
    }
    if (moved !== moves) return; // who has moved elsewhere meanwhile is not moved from there
    seek(turnFrom(starts, wanted, direction), { isTurn: true });
  }

  // With a filter, a turn begins at its first event that passes.
  function turnFrom(starts, seq, direction) {
    if (stops === null) return direction > 0 ? (after(starts, seq) ?? head) : (before(starts, seq) ?? first);
    if (direction > 0) return Rewind.next(stops, starts, seq) ?? Math.max(seq, stops.at(-1) ?? seq);
    const begun = starts[countUpTo(starts, before(stops, seq) ?? seq) - 1] ?? first;
    return Math.min(seq, after(stops, begun - 1) ?? seq);
  }

  function neighbour(seq, direction) {
    if (stops !== null) return (direction > 0 ? after(stops, seq) : before(stops, seq)) ?? null;
    const there = seq + direction;
    return there === clamp(there) ? there : null;
  }

  function nearestStop(seq) {
    if (stops === null || stops.length === 0) return seq;
    const above = after(stops, seq - 1) ?? stops.at(-1);
    const below = before(stops, seq) ?? above;
    return above - seq <= seq - below ? above : below;
  }

  const steps = {
    first: () => seek(stops === null ? first : (stops[0] ?? wanted)),
    "previous-turn": () => byTurn(-1),
    previous: () => seek(neighbour(wanted, -1) ?? wanted),
    next: () => seek(neighbour(wanted, 1) ?? wanted),
    "next-turn": () => byTurn(1),
    last: () => seek(stops === null ? head : (stops.at(-1) ?? wanted)),
  };

  // --- The frame of it ---

  function ask() {
    window.clearTimeout(settling);
    if (asked !== null) return; // the answer on its way will ask again
    if (wanted === frames.shown()) {
      settle();
      return;
    }
    asked = wanted;
    failed = false;
    retrying.dropped();
    const text = frames.at(asked);
    if (text !== undefined) {
      frames.put(text);
      answered();
      return;
    }
    fetchFrame()
      .catch((error) => {
        if (!window.htmx) away(`${error.message}.`);
      }) // what else failed is seen below by what is shown
      .then(answered);
  }

  async function fetchFrame() {
    const htmx = await Rewind.htmx();
    const how = { source: frames.box, target: frames.box, swap: "none" };
    return htmx.ajax("GET", frames.addressOf(asked), how);
  }

  // A frame that is not the one asked for is dropped, whatever answered; an error is shown in place.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== frames.box) return;
    event.detail.shouldSwap = false;
    const { xhr } = event.detail;
    const answer = xhr.getResponseHeader("X-Sequence-Number");
    if (xhr.status >= 400) {
      troubleText.innerHTML = xhr.responseText || `The server answered ${xhr.status}.`; // escaped by its template
      if (Rewind.isAway(xhr)) retrying.failed();
    } else if (answer === null || Number(answer) !== asked) {
      say("The server answered with another event than was asked for.");
    } else {
      frames.keep(asked, xhr.responseText);
      frames.put(xhr.responseText);
    }
  });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (event.detail.target === frames.box) away("The server cannot be reached.");
  });
  document.body.addEventListener("htmx:timeout", (event) => {
    if (event.detail.target === frames.box) away("The server took too long to answer.");
  });

  const retrying = Rewind.again(() => failed && retry());

  function away(sentence) {
    say(sentence);
    retrying.failed();
  }

  function retry() {
    failed = false;
    ask();
    paint();
  }

  function answered() {
    const reached = frames.shown() === asked;
    const again = wanted !== asked;
    asked = null;
    failed = !reached && !again;
    if (reached) {
      retrying.answered();
      arrived(frames.shown());
    }
    if (failed) {
      aim(wanted);
      announce("failed", { seq: wanted });
    }
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

  function prefetch(seq, direction, count) {
    let next = seq;
    for (let left = count; left > 0; left -= 1) {
      next = neighbour(next, direction);
      if (next === null) return;
      frames.ahead(next);
    }
  }

  // --- What the page says of it ---

  function settle() {
    failed = false;
    settling = window.setTimeout(() => {
      const seq = frames.shown();
      address.replace(seq);
      document.title = `Event ${grouped(seq)} · ${title}`;
      if (seq !== told) document.getElementById("spoken").textContent = spoken();
      told = seq;
      aim(seq);
      prefetch(seq, 1, NEAR);
      prefetch(seq, -1, NEAR);
      announce("settled", { seq, head });
    }, SETTLE_MS);
  }

  // Where the links of the steps lead if they are opened elsewhere.
  function aim(seq) {
    for (const link of document.querySelectorAll("a[data-step]")) {
      link.href = `${address.of(seq)}&go=${link.dataset.step}`;
    }
  }

  function spoken() {
    return `Event ${wanted} of ${head}, ${document.getElementById("shown").dataset.spoken}`;
  }

  function say(sentence) {
    troubleText.textContent = sentence;
  }

  function span(from, to) {
    // Setting either, even to what it is, takes the thumb out of the hand that drags it.
    if (slider.min !== String(from)) slider.min = String(from);
    if (slider.max !== String(to)) slider.max = String(to);
  }

  function paint() {
    const isHere = wanted === frames.shown();
    span(low, high ?? head);
    slider.value = String(wanted);
    slider.setAttribute("aria-valuetext", isHere ? spoken() : `Event ${wanted} of ${head}`);
    if (document.activeElement !== number) number.value = String(wanted); // never while somebody types
    page.dataset.state = failed ? "failed" : isHere ? "here" : "loading";
    expectSoon(!isHere && !failed);
    frames.box.setAttribute("aria-busy", String(!isHere && !failed));
    wantedText.hidden = isHere;
    wantedText.textContent = failed
      ? `Event ${grouped(wanted)} could not be loaded`
      : `Loading event ${grouped(wanted)} …`;
    trouble.hidden = !failed;
  }

  function expectSoon(isAwaited) {
    if (isAwaited) late ||= window.setTimeout(() => page.classList.add("is-late"), LATE_MS);
    else {
      window.clearTimeout(late);
      late = 0;
      page.classList.remove("is-late");
    }
  }

  // --- Who moves it ---

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
  document.getElementById("link").addEventListener("click", () => address.copy(frames.shown()));
  document.getElementById("retry").addEventListener("click", retry);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step], a[data-seq]");
    if (!link || !Rewind.isPlain(event)) return;
    event.preventDefault();
    if (link.dataset.step) steps[link.dataset.step]();
    else seek(Number(link.dataset.seq), { push: true });
  });

  on("do", ({ action }, event) => {
    if (action === "go-to") number.select();
    else if (action === "link") address.copy(frames.shown());
    else if (action in steps) steps[action]();
    else return;
    event.preventDefault();
  });

  window.addEventListener("popstate", () => {
    const seq = new URLSearchParams(window.location.search).get("seq");
    seek(seq === null ? head : Number(seq));
    number.value = String(wanted); // also in focus: what stands there was typed before this step
  });

  on("seek", ({ seq, push = false }) => seek(seq, { push }));
  on("filter", ({ seqs }) => (stops = seqs));
  on("address", ({ params }) => address.replace(frames.shown(), params));
  on("range", (range) => {
    low = range.first ?? first;
    high = range.last;
    paint();
  });
  on("grown", (grown) => {
    const isFollowing = wanted === head;
    head = Math.max(head, grown.head);
    page.dataset.head = String(head);
    number.max = String(head);
    document.getElementById("head").textContent = grouped(head);
    if (isFollowing) seek(head);
    else paint();
  });

  paint();
  on("ready", ask); // who comes later than the cursor is told where it rests
  Rewind.later(() => turns.known().catch(() => undefined)); // asked again when a turn is stepped
})();
