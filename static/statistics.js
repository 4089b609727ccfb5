"use strict";
// Charts of the statistics: figures come from the server, colours from the page. A chart is drawn
// when it comes near the window, as the drawing library is heavier than all else together.

(() => {
  const NEAR = "400px";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let plotly = null;
  let drawings = [];

  // Plotly adds its rules to the sheet of the element of this id; a style element of its own would
  // be refused by the page's policy, and legend and buttons would be broken without any error.
  function load(data) {
    plotly ??= loaded("link", { id: "plotly.js-style-global", rel: "stylesheet", href: data.style })
      .then(() => loaded("script", { src: data.script }))
      .then(() => window.Plotly)
      .catch((error) => {
        plotly = null; // so that trying again does
        throw error;
      });
    return plotly;
  }

  function loaded(name, fields) {
    document.getElementById(fields.id)?.remove();
    if (name === "link") noMaps();
    return new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(name), fields);
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => {
        element.remove();
        reject(new Error("the drawing library could not be loaded"));
      });
      document.head.append(element);
    });
  }

  // The library's maps, which no chart of ours has, bring rules of theirs unless these seem there.
  function noMaps() {
    const id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
    if (document.getElementById(id)) return;
    document.head.append(Object.assign(document.createElement("meta"), { id }));
  }

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
        const [drawer, figure] = await Promise.all([load(this.element.dataset), this.fetch()]);
        if (!this.element.isConnected) return;
        this.drawer = drawer;
        this.figure = figure;
        await this.draw();
        this.say("");
      } catch (error) {
        this.say(`The chart could not be loaded: ${error.message}.`, { isBad: true });
      }
      this.element.setAttribute("aria-busy", "false");
    }

    async fetch() {
      let answer;
      try {
        answer = await window.fetch(this.element.dataset.figure, {
          signal: AbortSignal.timeout(60_000),
        });
      } catch {
        throw new Error("the server cannot be reached");
      }
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      return answer.json();
    }

    say(sentence, { isBad = false } = {}) {
      this.state.textContent = sentence;
      this.state.classList.toggle("is-bad", isBad);
      this.retry.hidden = !isBad;
    }

    async draw() {
      const { data, layout } = structuredClone(this.figure);
      const look = this.look();
      for (const trace of data) paint(trace, look);
      if (layout.height) this.plot.style.height = `${layout.height}px`;
      delete layout.height;
      layout.template = look.template;
      layout.margin = { l: 56, r: 16, t: layout.showlegend ? 40 : 12, b: 48 };
      layout.legend = { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { size: 12 } };
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

    look() {
      const style = window.getComputedStyle(this.element);
      const value = (name) => style.getPropertyValue(name).trim();
      const axis = { gridcolor: value("--line"), linecolor: value("--line"), zeroline: false };
      return {
        value,
        template: {
          layout: {
            paper_bgcolor: "rgba(0,0,0,0)",
            plot_bgcolor: "rgba(0,0,0,0)",
            font: { family: style.fontFamily, size: 12, color: value("--ink-2") },
            xaxis: axis,
            yaxis: axis,
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
  }

  // What stands for what: a trace says its part, the page has the colours.
  function paint(trace, { value }) {
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
      if (trace.error_y) trace.error_y.color = value("--ink-2");
    } else if (role === "line") {
      trace.line.color = value("--ink-2");
      trace.marker.color = value("--ink-2");
    } else if (role.startsWith("part-")) {
      trace.marker.color = value(`--p${Number(role.slice(5)) % 8}`);
      trace.marker.pattern.fgcolor = value("--card");
    } else {
      const color = role.startsWith("curve-0") ? accent : value("--good");
      if (role.endsWith("-band")) trace.fillcolor = translucent(color, 0.16);
      else trace.line.color = color;
    }
  }

  function translucent(color, share) {
    const digits = /^#(..)(..)(..)$/.exec(color)?.slice(1) ?? ["80", "80", "80"];
    return `rgba(${digits.map((pair) => Number.parseInt(pair, 16)).join(",")},${share})`;
  }

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
