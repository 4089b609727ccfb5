"use strict";
// Where turns begin: asked for once, so that stepping by turn costs the server nothing.

Rewind.turns = (() => {
  const page = document.getElementById("timeline");
  let starts = null;

  // The events that begin a turn, up to the last there is.
  async function known() {
    if (starts !== null) return starts;
    const head = Number(page.dataset.head);
    const told = await Rewind.json(page.dataset.turns);
    const found = told.turn_starts.filter((seq) => seq <= head);
    if (told.head >= head) starts = found; // else the game went on meanwhile: asked again next time
    return found;
  }

  function forget() {
    starts = null;
  }

  Rewind.on("grown", forget);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    forget();
    known().catch(() => undefined); // asked again when a turn is stepped
  });

  return { known };
})();
