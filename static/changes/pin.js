"use strict";
// The pinned moment: it stands in the address and over the slider, and what differs from it is marked
// on the page, whatever panel is open; never for a moment other than the one that is shown.

(() => {
  const page = document.getElementById("timeline");
  const chip = document.getElementById("pinned");
  if (!page || !chip) return;

  const { announce, frames, grouped, on } = Rewind;
  const link = document.getElementById("pinned-at");
  const KEPT = 200;
  let pin = null; // the pinned event's number
  let differing = new Map(); // by moment, the paths of the values that differ there
  let latest = 0;

  function read() {
    const asked = new URLSearchParams(window.location.search).get("pin") ?? "";
    const seq = asked.trim() === "" ? Number.NaN : Number(asked);
    const isThere = seq >= Number(page.dataset.first) && seq <= Number(page.dataset.head);
    return Number.isInteger(seq) && isThere ? seq : null;
  }

  function follow() {
    const now = read();
    if (now !== pin) {
      pin = now;
      differing = new Map();
      latest += 1;
      chip.hidden = pin === null;
      if (pin !== null) {
        const isStart = pin === Number(page.dataset.first);
        const [kind, seq] = link.children;
        kind.textContent = isStart ? "the " : "event ";
        seq.textContent = isStart ? "start" : grouped(pin);
        link.dataset.seq = String(pin);
      }
      announce("marks", { lane: "pin", label: "Pinned", seqs: pin === null ? [] : [pin], kind: "pin" });
    }
    mark();
  }

  async function compare() {
    const seq = frames.shown();
    if (pin === null || seq === pin || differing.has(seq)) return;
    const mine = ++latest;
    try {
      const query = new URLSearchParams({ pin, v: page.dataset.version });
      const { paths } = await Rewind.json(`${page.dataset.game}differing/${seq}.json?${query}`);
      if (mine !== latest) return;
      if (differing.size > KEPT) differing.clear();
      differing.set(seq, paths);
    } catch {
      return; // the Changes panel says what is wrong; no mark is better than a wrong one
    }
    mark();
  }

  function unmark() {
    for (const each of document.querySelectorAll(".since-pin")) each.classList.remove("since-pin");
  }

  function mark() {
    unmark();
    const paths = page.dataset.state === "here" ? differing.get(frames.shown()) : undefined;
    if (pin === null || !paths) return;
    for (const path of paths) {
      document.getElementById(`v-${path}`)?.classList.add("since-pin");
      const place = path.startsWith("properties.") ? path.replace(/\.[^.]*$/, "") : path;
      for (const each of document.querySelectorAll(`svg [data-path="${place}"], .pip[data-path="${place}"]`)) {
        each.classList.add("since-pin");
      }
    }
  }

  on("moved", () => {
    if (pin !== null) unmark();
  });
  on("shown", () => {
    if (pin !== null) mark();
  });
  for (const what of ["settled", "address", "panel"]) {
    on(what, () => {
      follow();
      compare();
    });
  }
  // The panel of changes is asked for anew where it is open; elsewhere the address is enough.
  on("pin", ({ pin: seq }) => {
    if (page.dataset.panel === "changes") announce("open", { panel: "changes", params: { pin: seq } });
    else announce("address", { params: { pin: seq || null } });
  });
})();
