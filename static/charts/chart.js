"use strict";
// One chart: Plotly draws what the server has worked out. Zooming in asks for the span in more
// detail; the cursor is an element of its own, since moving it within the drawing would cost 20 ms a
// tick.

Rewind.Chart = class {
  static SETTLE_MS = 150;
  static MARGIN = 0.5; // of the span in view, to each side: panning shows no end of the line at once
  static away = null; // that which failed last because the server was away
  static again = Rewind.again(() => {
    if (Rewind.Chart.away.element.isConnected) Rewind.Chart.away.ask();
  });
  static zooms = new Map(); // by game and axis: the range in view, kept while panels come and go

  // `seq`: the moment of the cursor, once it has moved.
  constructor(element, seq) {
    this.element = element;
    this.plot = element.querySelector(".chart-plot");
    this.cursor = element.querySelector(".chart-cursor");
    this.state = element.querySelector(".chart-state");
    this.retry = element.querySelector(".chart-retry");
    this.about = element.nextElementSibling;
    this.hint = this.about.querySelector(".chart-hint");
    this.whole = this.about.querySelector(".chart-whole");
    this.notes = element.previousElementSibling;
    this.seq = seq ?? Number(element.dataset.seq);
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
    return Rewind.Chart.zooms.get(this.key) ?? null;
  }

  async ask() {
    const mine = ++this.asked;
    Rewind.Chart.again.dropped();
    this.element.setAttribute("aria-busy", "true");
    if (this.figure === null) this.say("Loading the chart …");
    try {
      const [drawer, figure] = await Promise.all([Rewind.plotly(this.element.dataset), this.fetch()]);
      if (mine !== this.asked || !this.element.isConnected) return;
      this.drawer = drawer;
      this.figure = figure;
      this.ruler = new Rewind.Ruler(figure.about);
      await this.draw();
      this.say("");
      Rewind.Chart.again.answered();
    } catch (error) {
      if (mine !== this.asked) return;
      // A line that is not what was asked for is never left standing as if it were.
      this.figure = null;
      if (this.isWired) this.drawer.purge(this.plot);
      this.isWired = false;
      this.cursor.hidden = true;
      this.say(`The chart could not be loaded: ${Rewind.why(error)}.`, { isBad: true });
      if (Rewind.isAway(error)) {
        Rewind.Chart.away = this;
        Rewind.Chart.again.failed();
      }
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
    return Rewind.json(`${figure}?${query}`);
  }

  // The moments to ask for: those in view and some to each side; null is all of them.
  span() {
    if (!this.zoom || !this.figure) return null;
    const [low, high] = this.zoom;
    const wide = (high - low) * Rewind.Chart.MARGIN;
    const first = Math.max(this.figure.about.first, Math.floor(this.ruler.moment(low - wide)));
    const last = Math.min(this.figure.about.known, Math.ceil(this.ruler.moment(high + wide)));
    return first < last ? { first, last } : null;
  }

  async draw() {
    const { data, layout, about } = structuredClone(this.figure);
    const look = Rewind.chartLook(this.element);
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
    this.notes.replaceChildren(
      ...about.notes.map((note) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = `${note}.`;
        return paragraph;
      }),
    );
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
      if (moment !== undefined) this.go(moment);
    });
    this.plot.on("plotly_relayout", (change) => {
      const range = change["xaxis.range"] ?? [change["xaxis.range[0]"], change["xaxis.range[1]"]];
      if (Number.isFinite(range[0]) && Number.isFinite(range[1])) this.zoomTo([...range]);
    });
    this.plot.on("plotly_doubleclick", () => this.zoomTo(null));
    this.plot.on("plotly_afterplot", () => this.place());
  }

  zoomTo(range) {
    if (range) Rewind.Chart.zooms.set(this.key, range);
    else Rewind.Chart.zooms.delete(this.key);
    this.whole.hidden = !range;
    window.clearTimeout(this.refining);
    this.refining = window.setTimeout(() => this.refine(), range ? Rewind.Chart.SETTLE_MS : 0);
    this.place();
  }

  // Nothing is asked for where the figure at hand has every change of what is in view.
  refine() {
    if (!this.figure) return;
    const { about } = this.figure;
    const span = this.zoom && {
      first: this.ruler.moment(this.zoom[0]),
      last: this.ruler.moment(this.zoom[1]),
    };
    const isHeld = span && about.is_complete && about.from <= span.first && span.last <= about.to;
    if (isHeld) this.draw();
    else this.ask();
  }

  place() {
    const full = this.plot._fullLayout;
    const axis = full?.xaxis;
    if (!this.figure || !axis) return;
    const across = axis.d2p(this.ruler.where(this.seq));
    this.cursor.hidden = !(across >= -1 && across <= axis._length + 1);
    this.cursor.style.transform = `translateX(${axis._offset + across - 1}px)`;
    this.cursor.style.top = `${full.yaxis._offset}px`;
    this.cursor.style.height = `${full.yaxis._length}px`;
  }

  move(seq) {
    this.seq = seq;
    this.place();
  }

  go(seq) {
    if (document.getElementById("timeline")) Rewind.announce("seek", { seq, push: true });
    else window.location.assign(`${this.element.dataset.moments}?seq=${seq}`);
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
};
