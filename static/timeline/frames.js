"use strict";
// Frames: what of the page changes with the cursor, as the server draws it. The frame of an event
// never changes, so those that came are kept, and those that may be wanted next are fetched ahead.

Rewind.frames = (() => {
  const page = document.getElementById("timeline");
  const box = document.getElementById("frame");
  if (!box) return null;

  const KEPT = 150;
  const kept = new Map(); // by event, the oldest first
  const coming = new Set();
  let scrolled = 0; // how far down the players are, where there are more than there is room for

  const addressOf = (seq) => `${page.dataset.frames}${seq}/?v=${page.dataset.version}`;

  // Without htmx's own swap, which looks through every element for attributes that none of ours has.
  function put(text) {
    const focused = box.contains(document.activeElement) ? document.activeElement.id : "";
    box.innerHTML = text; // drawn and escaped by the server
    if (scrolled > 0) box.querySelector(".players").scrollTop = scrolled;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  function keep(seq, text) {
    kept.set(seq, text);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }

  async function ahead(seq) {
    if (kept.has(seq) || coming.has(seq)) return;
    coming.add(seq);
    try {
      const asked = { headers: { "HX-Request": "true" }, priority: "low" };
      const answer = await window.fetch(addressOf(seq), asked);
      const text = await answer.text();
      if (answer.ok && Number(answer.headers.get("X-Sequence-Number")) === seq) keep(seq, text);
    } catch {
      // It only saves time: a frame that did not come is asked for again when it is wanted.
    }
    coming.delete(seq);
  }

  box.addEventListener(
    "scroll",
    (event) => {
      if (event.target.matches(".players")) scrolled = event.target.scrollTop;
    },
    { capture: true, passive: true },
  );

  return {
    box,
    addressOf,
    ahead,
    keep,
    put,
    at: (seq) => kept.get(seq),
    shown: () => Number(document.getElementById("shown").dataset.seq),
  };
})();
