"use strict";
// Charts of the statistics: figures come from the server, colours from the page. A chart is drawn
// when it comes near the window, as the drawing library is heavier than all else together.

(() => {
  const NEAR = "400px";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let drawings = [];

  class Drawing {
    constructor(element) {
      this.element = element;
      this.plot = element.querySelector(".drawing-plot");
      this.state = element.querySelector(".drawing-state");
      this.retry = element.querySelector(".drawing-retry");
      this.figure = null;
      this.drawer = null;
      this.retry.addEventListener("click", () => this.ask());
      this.seen = new IntersectionObserver((entries) => this.nears(entries), { rootMargin: NEAR });
      this.sizes = new ResizeObserver(() => this.resize());
      this.seen.observe(element);
      this.sizes.observe(element);
    }

    nears(entries) {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen.disconnect();
      this.ask();
    }

    async ask() {
      this.say("Loading the chart …");
      this.element.setAttribute("aria-busy", "true");
      try {
        const [drawer, figure] = await Promise.all([
          Rewind.plotly(this.element.dataset),
          Rewind.json(this.element.dataset.figure),
        ]);
        if (!this.element.isConnected) return;
        this.drawer = drawer;
        this.figure = figure;
        await this.draw();
        this.say("");
      } catch (error) {
        this.say(`The chart could not be loaded: ${Rewind.why(error)}.`, { isBad: true });
      }
      this.element.setAttribute("aria-busy", "false");
    }

    say(sentence, { isBad = false } = {}) {
      this.state.textContent = sentence;
      this.state.classList.toggle("is-bad", isBad);
      this.retry.hidden = !isBad;
    }

    async draw() {
      const { data, layout } = structuredClone(this.figure);
      const look = Rewind.chartLook(this.element);
      for (const trace of data) paint(trace, look);
      // On a phone every part takes a line of the legend.
      const lines = layout.barmode === "stack" && this.plot.clientWidth < 560 ? data.length : 0;
      if (layout.height) this.plot.style.height = `${layout.height + 20 * lines}px`;
      delete layout.height;
      layout.template = look.template;
      layout.margin = { l: 56, r: 16, t: layout.showlegend ? 40 : 12, b: 48 };
      layout.legend = {
        orientation: "h",
        traceorder: "normal",
        x: 0,
        y: 1.02,
        yanchor: "bottom",
        font: { size: 12 },
      };
      await this.drawer.react(this.plot, data, layout, {
        responsive: false,
        displaylogo: false,
        showSendToCloud: false,
        modeBarButtonsToRemove: ["lasso2d", "select2d"],
      });
      if (this.isWired) return;
      this.isWired = true;
      this.plot.on("plotly_click", (event) => {
        const address = event.points[0]?.customdata;
        if (address) window.location.assign(address);
      });
    }

    resize() {
      if (this.isWired && this.plot.offsetWidth > 0) this.drawer.Plots.resize(this.plot);
    }

    end() {
      this.seen.disconnect();
      this.sizes.disconnect();
      if (this.isWired) this.drawer.purge(this.plot);
    }
  }

  // What stands for what: a trace says its part, the page has the colours.
  function paint(trace, { value, translucent }) {
    const { role, roles } = trace.meta;
    const accent = value("--accent");
    if (role === "dots") {
      trace.marker.color = accent;
      trace.error_x.color = accent;
    } else if (role === "chance") {
      trace.marker.color = value("--ink-3");
      trace.marker.line = { color: value("--ink-3"), width: 2 };
    } else if (role === "bars") {
      const groups = roles.map((name) => value(`--${name.replaceAll("_", "-")}`) || value("--ink-3"));
      trace.marker = { color: groups.length ? groups : accent, line: { width: 0 } };
      if (trace.error_y) {
        // A bar hides half of its interval, unless paler than that whatever the bar's colour is.
        trace.marker.opacity = 0.6;
        trace.error_y.color = value("--ink");
      }
    } else if (role === "line") {
      trace.line.color = value("--ink");
      trace.marker.color = value("--ink");
    } else if (role === "step") {
      trace.marker.color = step(trace.meta.share);
      trace.marker.line = { color: value("--card"), width: 1 };
    } else if (role.startsWith("part-")) {
      trace.marker.color = value(`--p${Number(role.slice(5)) % 8}`);
      trace.marker.pattern.fgcolor = value("--card");
    } else {
      const color = role.startsWith("curve-0") ? accent : value("--good");
      if (role.endsWith("-band")) trace.fillcolor = translucent(color, 0.16);
      else trace.line.color = color;
    }
  }

  // Of an order, the lightness tells the place: viridis, which eyes of every kind can read.
  const STEPS = [
    [253, 231, 37],
    [122, 209, 81],
    [34, 168, 132],
    [42, 120, 142],
    [65, 68, 135],
  ];

  function step(share) {
    const at = share * (STEPS.length - 1);
    const first = Math.min(Math.floor(at), STEPS.length - 2);
    const parts = STEPS[first].map((from, part) =>
      Math.round(from + (STEPS[first + 1][part] - from) * (at - first)));
    return `rgb(${parts.join(",")})`;
  }

  function setUp() {
    for (const drawing of drawings) if (!drawing.element.isConnected) drawing.end();
    drawings = drawings.filter((drawing) => drawing.element.isConnected);
    const known = new Set(drawings.map((drawing) => drawing.element));
    for (const element of document.querySelectorAll(".drawing[data-figure]")) {
      if (!known.has(element)) drawings.push(new Drawing(element));
    }
  }

  dark.addEventListener("change", () => {
    for (const drawing of drawings) if (drawing.figure) drawing.draw();
  });
  document.addEventListener("htmx:afterSwap", setUp);
  setUp();
})();
