"use strict";
// The charts in the page: one for each place the server has left for one.

(() => {
  const { on } = Rewind;
  const GROW_MS = 2000;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let charts = [];
  // The moment of the cursor, where there is one; else a chart says where it stands.
  const timeline = document.getElementById("timeline");
  let here = timeline ? Number(timeline.dataset.seq) : null;
  let changed = null; // the choice that had the focus when the panel was asked for anew
  let growing = 0;
  let head = 0;

  function setUp() {
    for (const chart of charts) if (!chart.element.isConnected) chart.end();
    charts = charts.filter((chart) => chart.element.isConnected);
    const known = new Set(charts.map((chart) => chart.element));
    for (const element of document.querySelectorAll(".chart[data-figure]")) {
      if (!known.has(element)) charts.push(new Rewind.Chart(element, here));
    }
  }

  on("panel", ({ name }) => {
    setUp();
    if (name === "charts" && changed) {
      document.querySelector(`.chart-choice [name="${changed}"]:checked`)?.focus();
    }
    changed = null;
  });
  on("moved", ({ seq }) => {
    here = seq;
    for (const chart of charts) chart.move(here);
  });
  on("grown", (grown) => {
    head = grown.head;
    growing ||= window.setTimeout(() => {
      growing = 0;
      for (const chart of charts) chart.grow(head);
    }, GROW_MS);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest(".chart-choice");
    if (!form) return;
    changed = event.target.name;
    form.requestSubmit();
  });
  dark.addEventListener("change", () => {
    for (const chart of charts) if (chart.figure) chart.draw();
  });

  setUp();
})();
