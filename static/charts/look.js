"use strict";
// The page's colours and letters as Plotly takes them.

Rewind.chartLook = (() => {
  function look(element) {
    const style = window.getComputedStyle(element);
    const value = (name) => style.getPropertyValue(name).trim();
    const axis = { gridcolor: value("--line"), linecolor: value("--line"), zeroline: false };
    return {
      value,
      translucent,
      seat: (seat) => value(`--p${seat % 8}`),
      quiet: value("--ink-2"),
      band: {
        opening: "rgba(0,0,0,0)",
        building: translucent(value("--accent"), 0.07),
        endgame: translucent(value("--accent"), 0.16),
        unread: translucent(value("--bad"), 0.22),
      },
      template: {
        layout: {
          paper_bgcolor: "rgba(0,0,0,0)",
          plot_bgcolor: "rgba(0,0,0,0)",
          font: { family: style.fontFamily, size: 12, color: value("--ink-2") },
          xaxis: { ...axis, spikecolor: value("--ink-3"), spikethickness: 1, spikedash: "solid" },
          yaxis: { ...axis, fixedrange: true },
          hoverlabel: {
            bgcolor: value("--card"),
            bordercolor: value("--line"),
            font: { color: value("--ink"), size: 12 },
          },
          modebar: {
            bgcolor: "rgba(0,0,0,0)",
            color: value("--ink-3"),
            activecolor: value("--accent"),
          },
        },
      },
    };
  }

  function translucent(colour, share) {
    const digits = /^#(..)(..)(..)$/.exec(colour)?.slice(1) ?? ["80", "80", "80"];
    return `rgba(${digits.map((pair) => Number.parseInt(pair, 16)).join(",")},${share})`;
  }

  return look;
})();
