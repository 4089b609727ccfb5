"use strict";
// Bookmarks in the lanes: known once the page is there, and again whenever the panel was drawn anew.

(() => {
  const page = document.getElementById("timeline");
  if (!page) return;

  function mark(seqs) {
    const detail = { lane: "bookmark", label: "Bookmarks", kind: "bookmark", seqs };
    document.dispatchEvent(new CustomEvent("rewind:marks", { detail }));
  }

  document.addEventListener("rewind:panel", (event) => {
    if (event.detail.name !== "notes") return;
    const { seqs } = document.querySelector(".notes").dataset;
    mark(seqs ? seqs.split(" ").map(Number) : []);
  });

  async function load() {
    const answer = await window.fetch(`${page.dataset.game}bookmarks.json`);
    if (!answer.ok) return; // the panel itself will say what is wrong
    const { bookmarks } = await answer.json();
    if (bookmarks.length > 0) mark([...new Set(bookmarks.map((each) => each.sequence_number))]);
  }

  window.addEventListener("load", () => window.setTimeout(() => load().catch(() => undefined), 0));
})();
