"use strict";
// Bookmarks in the lanes: known once the page is there, and again whenever the panel was drawn anew.

(() => {
  const page = document.getElementById("timeline");
  if (!page) return;

  function mark(seqs) {
    Rewind.announce("marks", { lane: "bookmark", label: "Bookmarks", kind: "bookmark", seqs });
  }

  Rewind.on("panel", ({ name }) => {
    if (name !== "notes") return;
    const { seqs } = document.querySelector(".notes").dataset;
    mark(seqs ? seqs.split(" ").map(Number) : []);
  });

  async function load() {
    const { bookmarks } = await Rewind.json(`${page.dataset.game}bookmarks.json`);
    if (bookmarks.length > 0) mark([...new Set(bookmarks.map((each) => each.sequence_number))]);
  }

  Rewind.later(() => load().catch(() => undefined)); // the panel says what is wrong
})();
