"use strict";
// htmx carries frames and puts panels in place. It comes once the page is usable, or is waited for by
// whoever is quicker.

Rewind.htmx = (() => {
  const page = document.getElementById("timeline");
  let coming = null;

  function load() {
    coming ??= Rewind.script(page.dataset.htmx).then(
      () => window.htmx,
      (error) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  }

  if (page) Rewind.later(() => load().catch(() => undefined)); // asked for again when it is wanted
  return load;
})();
