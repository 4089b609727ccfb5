"use strict";
// Copying, and walking through what was found in a prompt. Without this the panel is whole.

(() => {
  let hit = 0;
  let sought = "";

  function ready(panel) {
    for (const button of panel.querySelectorAll("button[data-copies]")) button.hidden = false;
    for (const mark of panel.querySelectorAll("mark.is-here")) mark.classList.remove("is-here");
    hit = 0;
    // Only a new search leads to its first hit: who steps on with it stays where they read.
    const asked = panel.querySelector(".decision")?.dataset.sought ?? "";
    if (asked !== sought && panel.querySelector(".decision mark[id]")) next(panel);
    sought = asked;
  }

  function next(panel) {
    const hits = [...panel.querySelectorAll(".decision mark[id]")];
    hits[hit - 1]?.classList.remove("is-here");
    hit = (hit % hits.length) + 1;
    hits[hit - 1].classList.add("is-here");
    hits[hit - 1].scrollIntoView({ block: "nearest" });
    const link = panel.querySelector("a[data-hit]");
    link.textContent = `${hit} of ${hits.length}, next`;
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copies);
    const said = button.dataset.said ?? (button.dataset.said = button.textContent);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      // Not allowed here (a page without TLS): what is selected, the person can copy.
      window.getSelection().selectAllChildren(source);
      button.textContent = "Selected";
    }
    window.setTimeout(() => (button.textContent = said), 2000);
  }

  const inline = document.getElementById("panel");
  if (inline) ready(inline); // what came with the page was told of before this was listening
  Rewind.on("panel", () => ready(inline));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copies]");
    if (button) copy(button);
    const link = event.target.closest(".decision a[data-hit]");
    if (!link) return;
    event.preventDefault();
    next(link.closest(".decision"));
  });
})();
