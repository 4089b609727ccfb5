"use strict";
// Board and slider first: until they have been painted, the rest of the page is not laid out. What is
// on the screen already stays there, and a page that is come back to keeps its place: neither waits.

(() => {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "navigate" || performance.getEntriesByType("paint").length) return;
  const page = document.documentElement;
  page.classList.add("is-coming");
  Rewind.painted(() => page.classList.remove("is-coming"));
})();
