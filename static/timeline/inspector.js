"use strict";
// The inspector: tabs beside the board. A panel is asked for when its tab is opened and again when
// the cursor has come to rest elsewhere; what is shown always says which moment it belongs to.

(() => {
  const page = document.getElementById("timeline");
  const panel = document.getElementById("panel");
  if (!panel) return;

  const { announce, on } = Rewind;
  const body = document.getElementById("panel-body");
  const trouble = document.getElementById("panel-trouble");
  const troubleText = document.getElementById("panel-trouble-text");
  const retry = document.getElementById("panel-retry");
  const IN_FRAME = "events";
  const CURSOR = ["seq", "go", "v"];

  let here = Number(page.dataset.seq);
  let wish = here; // where the cursor is on its way to
  // What was asked for last, answered or not: an answer for another moment is neither awaited nor kept.
  let asked = { name: panel.dataset.name, seq: Number(panel.dataset.seq) };
  let latest = 0; // each request has a number; only the last one's answer is put in place
  let isHeld = false; // whether somebody writes into a panel that is to be asked for anew

  const open = () => page.dataset.panel;
  const follows = () => tabOf(open())?.dataset.follows !== "no";
  const tabOf = (name) => document.querySelector(`.tabs a[data-tab="${CSS.escape(name)}"]`);

  function addressOf(name, seq) {
    const query = new URLSearchParams(window.location.search);
    for (const each of CURSOR) query.delete(each);
    query.set("v", page.dataset.version);
    return `${page.dataset.game}panels/${name}/${seq}/?${query}`;
  }

  const again = Rewind.again(load);

  async function load() {
    again.dropped();
    isHeld = false;
    const name = open();
    if (name === IN_FRAME) return;
    const seq = here;
    const before = written();
    const mine = ++latest;
    asked = { name, seq };
    panel.setAttribute("aria-busy", "true");
    let problem = "";
    let isAway = false;
    try {
      const answer = await window.fetch(addressOf(name, seq), {
        headers: { "HX-Request": "true" },
        signal: AbortSignal.timeout(60_000),
      });
      const [text, htmx] = await Promise.all([answer.text(), Rewind.htmx()]);
      if (mine !== latest) return;
      if (answer.ok && Number(answer.headers.get("X-Sequence-Number")) === seq) {
        if (isWriting() && written() !== before) isHeld = true;
        else put(name, seq, text, htmx);
      } else {
        problem = answer.ok
          ? "The server answered with another moment than was asked for."
          : wordsOf(answer, text);
        isAway = Rewind.isAway(answer);
      }
    } catch (error) {
      problem =
        error.name === "TimeoutError"
          ? "The server took too long to answer."
          : "The server cannot be reached.";
      isAway = true;
    }
    if (mine !== latest) return;
    rest(problem);
    if (isAway) again.failed();
    else again.answered();
  }

  // --- While somebody writes: what they write into is not taken from under their hands ---

  const formInHand = () => body.contains(document.activeElement) && document.activeElement.closest("form");

  function written() {
    const form = formInHand();
    return form ? new URLSearchParams(new FormData(form)).toString() : "";
  }

  // A form that asks is written into once something else stands in it than came with it; one that
  // keeps something belongs to the moment at which it was begun. Either until it is left.
  function isWriting() {
    const form = formInHand();
    if (!form || isHeld) return Boolean(form);
    const isField = document.activeElement.matches("input, select, textarea");
    const isOther = ({ value, defaultValue }) => defaultValue !== undefined && value !== defaultValue;
    return (isField && form.method === "post") || [...form.elements].some(isOther);
  }

  function follow() {
    const isOld = asked.name !== open() || (follows() && asked.seq !== here);
    if (!isOld && !isHeld) return;
    if (isWriting()) isHeld = true;
    else load();
  }

  body.addEventListener("focusout", () => {
    if (isHeld) window.setTimeout(follow); // once the focus is where it goes
  });

  function put(name, seq, text, htmx) {
    const isSame = panel.dataset.name === name;
    const scrolled = isSame ? panel.scrollTop : 0;
    const unfolded = isSame ? [...body.querySelectorAll("details[data-keep][open], form[data-keep]")] : [];
    htmx.swap(body, text, { swapStyle: "innerHTML" });
    for (const each of unfolded) unfold(each);
    panel.dataset.name = name;
    panel.dataset.seq = String(seq);
    panel.scrollTop = scrolled;
    tell();
  }

  const wordsOf = (answer, text) => text.trim() || `The server answered ${answer.status}.`;

  // What somebody has opened to write into stays open, with what is written so far.
  function unfold(old) {
    const now = body.querySelector(`[data-keep="${CSS.escape(old.dataset.keep)}"]`);
    if (!now) return;
    now.open = true;
    for (const field of old.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      now.querySelector(`[name="${CSS.escape(field.name)}"]`).value = field.value;
    }
  }

  function rest(problem, { isKept = false } = {}) {
    panel.setAttribute("aria-busy", "false");
    trouble.hidden = !problem;
    // The server's own error pages are markup, escaped by their templates.
    if (problem.startsWith("<")) troubleText.innerHTML = problem;
    else troubleText.textContent = problem;
    body.hidden = Boolean(problem) && !isKept; // an old answer never stands where a new one failed
    retry.hidden = isKept; // the form is still there, with what was written into it
  }

  function tell() {
    announce("panel", { name: panel.dataset.name, seq: Number(panel.dataset.seq) });
  }

  function show(name, params = {}, seq = here) {
    here = seq;
    page.dataset.panel = name;
    for (const tab of document.querySelectorAll(".tabs a")) {
      if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    panel.hidden = name === IN_FRAME;
    panel.setAttribute("aria-label", tabOf(name)?.textContent ?? "Panel");
    if (panel.dataset.name !== name) body.replaceChildren();
    announce("address", { params: { ...params, panel: name === IN_FRAME ? null : name } });
    load();
  }

  function age() {
    const { seq } = panel.dataset;
    panel.classList.toggle("is-old", follows() && seq !== "" && Number(seq) !== wish);
  }

  on("settled", ({ seq }) => {
    here = seq;
    follow();
  });
  on("moved", ({ seq }) => {
    wish = seq;
    if (open() !== IN_FRAME) age();
  });
  on("panel", age);
  // seq: where the cursor is on its way to
  on("open", ({ panel: name, params, seq }) => show(name, params, seq));
  retry.addEventListener("click", load);

  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".tabs a[data-tab]");
    if (!tab || !Rewind.isPlain(event)) return;
    event.preventDefault();
    show(tab.dataset.tab);
  });

  // From one panel to another, and to another moment with it: the cursor is on its way there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#panel a[data-open]");
    if (link && Rewind.isPlain(event)) show(link.dataset.open, {}, Number(link.dataset.seq));
  });

  // A form of a panel asks the panel anew; its fields become part of the address.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-panel]");
    if (!form) return;
    event.preventDefault();
    const params = Object.fromEntries(new FormData(form, event.submitter));
    for (const each of [...CURSOR, "panel"]) delete params[each];
    show(form.dataset.panel, params);
  });

  // A form that changes something is sent from where it stands; the panel is then asked for anew.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("#panel form[method=post]");
    if (!form) return;
    event.preventDefault();
    const { submitter } = event;
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    if (submitter) submitter.disabled = true;
    try {
      const answer = await window.fetch(address, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body: new URLSearchParams(new FormData(form, submitter)),
      });
      if (answer.ok) {
        form.closest("details")?.removeAttribute("open"); // it is done
        form.reset();
        load();
      } else rest(wordsOf(answer, await answer.text()), { isKept: true });
    } catch {
      rest("The server cannot be reached: nothing was sent.", { isKept: true });
    }
    if (submitter) submitter.disabled = false;
  });

  window.addEventListener("popstate", () => {
    const name = new URLSearchParams(window.location.search).get("panel") ?? IN_FRAME;
    if (name !== open() && tabOf(name)) show(name);
  });

  if (!panel.hidden) tell();
})();
