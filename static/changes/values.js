"use strict";
// Values and their changes. A value on the page, wherever it stands, leads to the event that last
// changed it; the panel keeps its history, and the lanes show it while the panel is open.

(() => {
  const page = document.getElementById("timeline");
  const asking = document.getElementById("asking");
  if (!page || !asking || !document.getElementById("slider")) return;

  const { announce, frames, on } = Rewind;
  const PANEL = "changes";
  const WAIT_MS = 150;
  const GROWN_MS = 500;
  let latest = 0; // only the last click's answer moves the cursor
  let waiting = 0;
  let growing = 0;
  let isSought = false; // whether what was pressed is answered by the panel alone
  let marked = ""; // the value whose changes the lanes show, and the head they were asked for

  const panel = () => document.querySelector("#panel-body .changes");

  function say(text, isBad = false) {
    window.clearTimeout(waiting);
    asking.textContent = text;
    asking.hidden = text === "";
    asking.classList.toggle("is-bad", isBad);
  }

  async function changed(path, at, all = "") {
    const query = new URLSearchParams({ path, at: String(at), all });
    const answer = await window.fetch(`${page.dataset.game}changed/?${query}`, {
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.ok) return answer.json();
    const told = document.createElement("template");
    told.innerHTML = await answer.text(); // the server's own words, read as text
    throw new Error(told.content.textContent.trim().replace(/\s+/g, " "));
  }

  // To the event that last changed a value; where there is none, the panel says so.
  async function goBack(path, name) {
    const mine = ++latest;
    const at = frames.shown();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => say(`Looking for what last changed ${name} …`), WAIT_MS);
    try {
      const told = await changed(path, at);
      if (mine !== latest) return;
      say("");
      isSought = told.last === null;
      open({ path }, told.last ?? at);
      if (told.last === null) {
        document.getElementById("spoken").textContent = `${told.name}: ${told.said}`;
      }
    } catch (error) {
      if (mine !== latest) return;
      say(`What last changed ${name} could not be found: ${Rewind.why(error)}`, true);
    }
  }

  function open(params, seq = frames.shown()) {
    if (seq !== frames.shown()) announce("seek", { seq, push: true });
    announce("open", { panel: PANEL, params, seq });
  }

  // A value's link is labelled by its name, what it is, and where it leads.
  function nameOf(link) {
    const [label] = link.getAttribute("aria-label").split(": go to");
    return label.slice(0, label.length - link.textContent.length).trim();
  }

  // All changes of the value whose history is open, on the lanes over the slider.
  async function lane(told) {
    const path = told?.dataset.value ?? "";
    const wish = path && `${path} ${page.dataset.head}`;
    if (wish === marked) return;
    marked = wish;
    let [label, seqs] = ["", []];
    if (path) {
      try {
        const answer = await changed(path, told.dataset.at, "1");
        [label, seqs] = [answer.name, answer.events];
      } catch {
        marked = ""; // the lane goes away; the panel itself says what is wrong
      }
    }
    if (marked === wish || !marked) announce("marks", { lane: "value", label, seqs, kind: "value" });
  }

  document.addEventListener("click", (event) => {
    if (!Rewind.isPlain(event)) return;
    const value = event.target.closest("#frame a.v");
    const place = event.target.closest("#frame [data-path], .spaces [data-path]");
    const history = event.target.closest("#panel a[data-history]");
    const pin = event.target.closest("[data-pin]:not(.changes)");
    if (!(value || place || history || pin)) return;
    event.preventDefault();
    if (value) goBack(value.id.slice(2), nameOf(value));
    else if (place?.matches(".tok")) goBack(place.dataset.path, "this token’s position");
    else if (place) {
      isSought = true;
      open({ path: place.dataset.path });
    } else if (history) open({ path: history.dataset.history });
    else if (pin.closest("#panel")) {
      open({ pin: pin.dataset.pin }, pin.dataset.to ? Number(pin.dataset.to) : frames.shown());
    } else announce("pin", { pin: pin.dataset.pin });
  });

  document.addEventListener("pointerover", (event) => {
    const value = event.target.closest("#frame a.v:not([title])");
    if (value) value.title = "Go to the event that last changed this";
  });

  on("moved", () => {
    if (asking.classList.contains("is-bad")) say("");
  });
  // Another tab was opened: the lane goes with the panel that explains it.
  on("address", () => {
    if (page.dataset.panel !== PANEL) lane(null);
  });
  on("panel", ({ name }) => {
    lane(page.dataset.panel === PANEL ? panel() : null);
    // On a phone it may lie behind the dock.
    if (isSought && name === PANEL) document.getElementById("panel").scrollIntoView({ block: "nearest" });
    isSought = false;
  });

  // A game that grows may change what was not changed up to its end.
  on("grown", () => {
    growing ||= window.setTimeout(() => {
      growing = 0;
      const isOpen = page.dataset.panel === PANEL && page.dataset.state === "here";
      const ends = panel()?.dataset.ends;
      if (isOpen && ends !== undefined && ends !== page.dataset.head) open({});
    }, GROWN_MS);
  });

  lane(page.dataset.panel === PANEL ? panel() : null);
})();
