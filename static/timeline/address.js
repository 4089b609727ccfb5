"use strict";
// The page's address: it names the moment and all that is open, so that it can be kept and sent on.

Rewind.address = (() => {
  const page = document.getElementById("timeline");
  const CURSOR = ["seq", "go", "v"];
  const SAID_MS = 4_000;
  let saying = 0;

  // Of a moment, with some parameters set and others (null or "") taken away.
  function of(seq, params = {}) {
    const query = new URLSearchParams(window.location.search);
    for (const name of CURSOR) query.delete(name);
    for (const [name, value] of Object.entries(params)) {
      if (value === null || value === "") query.delete(name);
      else query.set(name, value);
    }
    const rest = query.toString();
    return `${page.dataset.page}?seq=${seq}${rest ? `&${rest}` : ""}`;
  }

  function replace(seq, params) {
    const address = of(seq, params);
    if (window.location.pathname + window.location.search === address) return;
    window.history.replaceState(null, "", address);
  }

  async function copy(seq) {
    const link = new URL(of(seq), window.location.href).href;
    const said = document.getElementById("linked");
    window.clearTimeout(saying);
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Link copied";
      saying = window.setTimeout(() => (said.textContent = ""), SAID_MS);
    } catch {
      said.textContent = link; // no leave to use the clipboard: then to be copied by hand
    }
  }

  // A link that stands to be copied by hand belongs to the moment it names.
  Rewind.on("moved", () => {
    const said = document.getElementById("linked");
    if (said?.textContent) said.textContent = "";
  });

  return { of, replace, copy };
})();
