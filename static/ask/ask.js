"use strict";
// The panel of questions: its links and forms, and how far an answer is.

(() => {
  const page = document.getElementById("timeline");
  if (!page) return;

  const { announce, on } = Rewind;
  const PANEL = "ask";
  const progress = new Rewind.AskProgress();
  const open = (params) => announce("open", { panel: PANEL, params });

  function begin() {
    progress.stop();
    const told = document.querySelector("#panel-body .ask");
    if (!told) return;
    const pending = told.querySelector(".pending");
    if (pending) progress.wait(pending, told, () => open({}));
    else Rewind.askMarks.markAsked(told.dataset.marks ?? "");
    Rewind.askMarks.recount();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#panel .ask a[data-ask], #panel .ask a[data-near]");
    if (!link || !Rewind.isPlain(event)) return;
    event.preventDefault();
    if (link.dataset.near !== undefined) {
      open({ near: link.dataset.near });
      return;
    }
    open({ ask: link.dataset.ask, value: link.dataset.value, hits: null, near: null });
  });

  // Going elsewhere ends the looking around among hits.
  on("seek", () => {
    if (page.dataset.panel === PANEL) announce("address", { params: { near: null } });
  });

  on("moved", ({ seq }) => {
    if (page.dataset.panel !== PANEL) return;
    const curve = document.querySelector("#panel .curve");
    if (!curve) return;
    const [first, last] = [Number(curve.dataset.first), Number(curve.dataset.last)];
    const share = (seq - first) / Math.max(last - first, 1);
    const x = String(Math.min(Math.max(share, 0), 1) * 600);
    const line = curve.querySelector(".cursor");
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
  });

  on("panel", begin);
  begin(); // a panel that came with the page was there before this script
})();
