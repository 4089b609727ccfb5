"use strict";
// Tables of statistics, copied as tabs and lines.

(() => {
  // A table as tabs and lines, for a spreadsheet: every number, its bounds, and of how many games.
  function rows(table) {
    return [...table.rows].map((row) =>
      [...row.cells].map((cell) =>
        [...cell.querySelectorAll("bdi, small, a:not(:has(bdi)), span:not([aria-hidden])")]
          .map((part) => part.textContent.trim())
          .filter(Boolean)
          .join(" | ") || cell.textContent.trim(),
      ),
    );
  }

  async function copy(button) {
    const table = button.nextElementSibling.querySelector("table");
    const text = rows(table)
      .map((row) => row.map((cell) => cell.replaceAll(/\s+/g, " ")).join("\t"))
      .join("\n");
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser does not let pages copy here";
    }
    window.setTimeout(() => (button.textContent = "Copy the table"), 2500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
  });

  function setUp() {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  }

  document.addEventListener("htmx:afterSwap", setUp);
  setUp();
})();
