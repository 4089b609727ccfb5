"use strict";
// Plotly: loaded when the first chart is wanted, and kept within the page's policy.

Rewind.plotly = (() => {
  let loading = null;

  // Plotly adds its rules to the sheet of the element of this id; a style element of its own would
  // be refused by the page's policy, and legend and buttons would be broken without any error.
  function sheet(href) {
    if (document.getElementById("plotly.js-style-global")) return Promise.resolve();
    // Its maps, which no chart of ours has, bring theirs as well, unless it seems to be there.
    const maps = document.createElement("meta");
    maps.id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
    document.head.append(maps);
    const link = document.createElement("link");
    link.id = "plotly.js-style-global";
    link.rel = "stylesheet";
    link.href = href;
    return new Promise((resolve, reject) => {
      link.addEventListener("load", () => resolve());
      link.addEventListener("error", () => {
        link.remove();
        reject();
      });
      document.head.append(link);
    });
  }

  // The library; `files` are the addresses of its `style` and its `script`.
  return function load(files) {
    loading ??= sheet(files.style)
      .then(() => Rewind.script(files.script))
      .then(() => window.Plotly)
      .catch(() => {
        loading = null; // so that trying again does
        throw new Error("the drawing library could not be loaded");
      });
    return loading;
  };
})();
