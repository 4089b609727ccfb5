"use strict";
// Charts: Plotly draws what the server has worked out. Zooming in asks for the span in more detail;
// the cursor is an element of its own, since moving it within the drawing would cost 20 ms a tick.

(() => {
  const SETTLE_MS = 150;
  const GROW_MS = 2000;
  const MARGIN = 0.5; // of the span in view, to each side: panning shows no end of the line at once

  const zooms = new Map(); // by game and axis: the range in view, kept while panels come and go
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let plotly = null;
  let charts = [];
  let here = null; // the moment of the cursor, once it has moved
  let changed = null; // the choice that had the focus when the panel was asked for anew

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
    return loaded(link);
  }

  function script(src) {
    const element = document.createElement("script");
    element.src = src;
    return loaded(element);
  }

  function loaded(element) {
    return new Promise((resolve, reject) => {
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => {
        element.remove();
        reject(new Error("the drawing library could not be loaded"));
      });
      document.head.append(element);
    });
  }

  function load(data) {
    plotly ??= sheet(data.style)
      .then(() => script(data.script))
      .then(() => window.Plotly)
      .catch((error) => {
        plotly = null; // so that trying again does
        throw error;
      });
    return plotly;
  }

  class Chart {
    constructor(element) {
      this.element = element;
      this.plot = element.querySelector(".chart-plot");
      this.cursor = element.querySelector(".chart-cursor");
      this.state = element.querySelector(".chart-state");
      this.retry = element.querySelector(".chart-retry");
      this.about = element.nextElementSibling;
      this.hint = this.about.querySelector(".chart-hint");
      this.whole = this.about.querySelector(".chart-whole");
      this.notes = element.previousElementSibling;
      this.seq = here ?? Number(element.dataset.seq);
      this.figure = null;
      this.asked = 0;
      this.refining = 0;
      this.isWired = false;
      this.retry.addEventListener("click", () => this.ask());
      this.whole.addEventListener("click", () => this.zoomTo(null));
      this.sizes = new ResizeObserver(() => this.resize());
      this.sizes.observe(this.plot);
      this.ask();
    }

    get key() {
      return `${this.element.dataset.moments} ${this.element.dataset.over}`;
    }

    get zoom() {
      return zooms.get(this.key) ?? null;
    }

    async ask() {
      const mine = ++this.asked;
      this.element.setAttribute("aria-busy", "true");
      if (this.figure === null) this.say("Loading the chart …");
      try {
        const [drawer, figure] = await Promise.all([load(this.element.dataset), this.fetch()]);
        if (mine !== this.asked || !this.element.isConnected) return;
        this.drawer = drawer;
        this.figure = figure;
        await this.draw();
        this.say("");
      } catch (error) {
        if (mine !== this.asked) return;
        // A line that is not what was asked for is never left standing as if it were.
        this.figure = null;
        if (this.isWired) this.drawer.purge(this.plot);
        this.isWired = false;
        this.cursor.hidden = true;
        this.say(`The chart could not be loaded: ${error.message}.`, { isBad: true });
      }
      this.element.setAttribute("aria-busy", "false");
    }

    say(sentence, { isBad = false } = {}) {
      this.state.textContent = sentence;
      this.state.classList.toggle("is-bad", isBad);
      this.retry.hidden = !isBad;
    }

    async fetch() {
      const { figure, version, head, over } = this.element.dataset;
      const query = new URLSearchParams({ v: version, head, over });
      const span = this.span();
      if (span) {
        query.set("first", span.first);
        query.set("last", span.last);
      }
      let answer;
      try {
        answer = await window.fetch(`${figure}?${query}`, { signal: AbortSignal.timeout(60_000) });
      } catch {
        throw new Error("the server cannot be reached");
      }
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      return answer.json();
    }

    // The moments to ask for: those in view and some to each side; null is all of them.
    span() {
      if (!this.zoom || !this.figure) return null;
      const [low, high] = this.zoom;
      const wide = (high - low) * MARGIN;
      const first = Math.max(this.figure.about.first, Math.floor(this.moment(low - wide)));
      const last = Math.min(this.figure.about.known, Math.ceil(this.moment(high + wide)));
      return first < last ? { first, last } : null;
    }

    async draw() {
      const { data, layout, about } = structuredClone(this.figure);
      const look = this.look();
      for (const trace of data) {
        trace.x = about.x;
        trace.line.color = look.seat(trace.meta.seat);
      }
      if (this.zoom) layout.xaxis.range = this.zoom;
      for (const band of layout.shapes) {
        band.fillcolor = look.band[band.name];
        band.label.font = { size: 11, color: look.quiet };
        if (!this.hasRoom(band, layout.xaxis.range)) band.label.text = "";
      }
      layout.template = look.template;
      layout.margin = { l: 56, r: 12, t: 44, b: 40 };
      const above = 18 / Math.max(100, this.plot.clientHeight - 84); // over the names of the phases
      layout.legend = { orientation: "h", x: 0, y: 1 + above, yanchor: "bottom", font: { size: 12 } };
      await this.drawer.react(this.plot, data, layout, {
        responsive: false,
        displaylogo: false,
        showSendToCloud: false,
        doubleClick: false,
        modeBarButtonsToRemove: ["autoScale2d", "resetScale2d", "lasso2d", "select2d"],
      });
      if (!this.isWired) this.wire();
      this.notes.hidden = about.notes.length === 0;
      this.notes.replaceChildren(...about.notes.map((note) => paragraph(`${note}.`)));
      this.hint.textContent = about.is_complete
        ? "Every change is drawn. Click goes to the event."
        : "Highs and lows are all here and every point is exact; zoom in for each change.";
      this.whole.hidden = !this.zoom;
      this.place();
    }

    hasRoom({ x0, x1, label }, [low, high]) {
      const share = (Math.min(x1, high) - Math.max(x0, low)) / (high - low);
      return share * this.plot.clientWidth > label.text.length * 7 + 16;
    }

    wire() {
      this.isWired = true;
      this.plot.on("plotly_click", (event) => {
        const moment = this.figure?.about.moments[event.points[0].pointIndex];
        if (moment !== undefined) go(this.element.dataset.moments, moment);
      });
      this.plot.on("plotly_relayout", (change) => {
        const range = change["xaxis.range"] ?? [change["xaxis.range[0]"], change["xaxis.range[1]"]];
        if (Number.isFinite(range[0]) && Number.isFinite(range[1])) this.zoomTo([...range]);
      });
      this.plot.on("plotly_doubleclick", () => this.zoomTo(null));
      this.plot.on("plotly_afterplot", () => this.place());
    }

    zoomTo(range) {
      if (range) zooms.set(this.key, range);
      else zooms.delete(this.key);
      this.whole.hidden = !range;
      window.clearTimeout(this.refining);
      this.refining = window.setTimeout(() => this.refine(), range ? SETTLE_MS : 0);
      this.place();
    }

    // Nothing is asked for where the figure at hand has every change of what is in view.
    refine() {
      if (!this.figure) return;
      const { about } = this.figure;
      const span = this.zoom && {
        first: this.moment(this.zoom[0]),
        last: this.moment(this.zoom[1]),
      };
      const isHeld = span && about.is_complete && about.from <= span.first && span.last <= about.to;
      if (isHeld) this.draw();
      else this.ask();
    }

    // Where a moment is on the axis, and the other way round: as `Ruler` does on the server.
    where(seq) {
      const { axis, starts, numbers, first, known } = this.figure.about;
      if (axis === "event") return seq;
      const turn = countUpTo(starts, seq) - 1;
      const start = turn < 0 ? first : starts[turn];
      const end = starts[turn + 1] ?? known + 1;
      const number = turn < 0 ? (numbers[0] ?? 1) - 1 : numbers[turn];
      return number + (seq - start) / Math.max(1, end - start);
    }

    moment(x) {
      const { axis, starts, numbers, first, known } = this.figure.about;
      if (axis === "event") return x;
      const turn = countUpTo(numbers, x) - 1;
      const start = turn < 0 ? first : starts[turn];
      const end = starts[turn + 1] ?? known + 1;
      const number = turn < 0 ? (numbers[0] ?? 1) - 1 : numbers[turn];
      return start + Math.min(1, Math.max(0, x - number)) * (end - start);
    }

    place() {
      const full = this.plot._fullLayout;
      const axis = full?.xaxis;
      if (!this.figure || !axis) return;
      const across = axis.d2p(this.where(this.seq));
      this.cursor.hidden = !(across >= -1 && across <= axis._length + 1);
      this.cursor.style.transform = `translateX(${axis._offset + across - 1}px)`;
      this.cursor.style.top = `${full.yaxis._offset}px`;
      this.cursor.style.height = `${full.yaxis._length}px`;
    }

    move(seq) {
      this.seq = seq;
      this.place();
    }

    grow(head) {
      this.element.dataset.head = String(head);
      this.ask();
    }

    resize() {
      if (this.isWired && this.plot.offsetWidth > 0) this.drawer.Plots.resize(this.plot);
    }

    end() {
      this.sizes.disconnect();
      window.clearTimeout(this.refining);
      if (this.isWired) this.drawer.purge(this.plot);
    }

    // The page's colours as Plotly takes them.
    look() {
      const style = window.getComputedStyle(this.element);
      const value = (name) => style.getPropertyValue(name).trim();
      const axis = { gridcolor: value("--line"), linecolor: value("--line"), zeroline: false };
      return {
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
  }

  function paragraph(text) {
    const element = document.createElement("p");
    element.textContent = text;
    return element;
  }

  function translucent(color, share) {
    const digits = /^#(..)(..)(..)$/.exec(color)?.slice(1) ?? ["80", "80", "80"];
    return `rgba(${digits.map((pair) => Number.parseInt(pair, 16)).join(",")},${share})`;
  }

  function countUpTo(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function go(moments, seq) {
    if (document.getElementById("timeline")) {
      const detail = { seq, push: true };
      document.dispatchEvent(new CustomEvent("rewind:seek", { detail }));
    } else {
      window.location.assign(`${moments}?seq=${seq}`);
    }
  }

  function setUp() {
    for (const chart of charts) if (!chart.element.isConnected) chart.end();
    charts = charts.filter((chart) => chart.element.isConnected);
    const known = new Set(charts.map((chart) => chart.element));
    for (const element of document.querySelectorAll(".chart[data-figure]")) {
      if (!known.has(element)) charts.push(new Chart(element));
    }
  }

  document.addEventListener("rewind:panel", (event) => {
    setUp();
    if (event.detail.name === "charts" && changed) {
      document.querySelector(`.chart-choice [name="${changed}"]:checked`)?.focus();
    }
    changed = null;
  });
  document.addEventListener("rewind:moved", (event) => {
    here = event.detail.seq;
    for (const chart of charts) chart.move(here);
  });

  let growing = 0;
  let head = 0;
  document.addEventListener("rewind:grown", (event) => {
    head = event.detail.head;
    growing ||= window.setTimeout(() => {
      growing = 0;
      for (const chart of charts) chart.grow(head);
    }, GROW_MS);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest(".chart-choice");
    if (!form) return;
    changed = event.target.name;
    form.requestSubmit();
  });
  dark.addEventListener("change", () => {
    for (const chart of charts) if (chart.figure) chart.draw();
  });

  setUp();
})();
