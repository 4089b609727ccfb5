"use strict";
// The deeds on the board, and where the links of the page lead if they are opened elsewhere.

(() => {
  const page = document.getElementById("timeline");
  const spaces = [...document.querySelectorAll(".spaces a")];
  if (spaces.length === 0 || !document.getElementById("slider")) return;

  // The board is one stop of the Tab key; arrows lead from space to space.
  spaces.forEach((link, index) => link.setAttribute("tabindex", index ? "-1" : "0"));
  for (const link of spaces) {
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      spaces[(spaces.indexOf(link) + step + spaces.length) % spaces.length].focus();
    });
    link.addEventListener("focus", () => {
      for (const each of spaces) each.setAttribute("tabindex", each === link ? "0" : "-1");
    });
  }
  document.querySelector(".spaces").setAttribute("aria-label", "Deeds on the board: arrow keys");

  // A frame is the same for everybody who asks; filter, pin and question are this page's own.
  function aim() {
    const seq = Rewind.frames.shown();
    for (const link of spaces) {
      link.setAttribute("href", Rewind.address.of(seq, { panel: "changes", path: link.dataset.path }));
    }
    for (const link of document.querySelectorAll("#frame a.v")) {
      const params = { panel: "changes", path: link.id.slice(2), go: "last-change" };
      link.href = Rewind.address.of(seq, params);
    }
  }

  Rewind.on("settled", aim);
  Rewind.on("address", () => {
    if (page.dataset.state === "here") aim();
  });
})();
