"use strict";
// What the lanes tell, as it comes from the server: the stream's own lanes at once, then what takes
// longer (decisions, findings), and zoomed in the net worth in more detail.

Rewind.LaneRecord = class {
  #root;
  #page = document.getElementById("timeline");
  #changed;
  #audited = 0; // when the audit was last asked for
  #finer = 0;
  #whole = null; // net worth of the whole game

  static AUDIT_MS = 30_000; // a whole audit for every new event would be too much to ask
  static REFINE_MS = 200;

  told = null; // seats, turns, the end of what is known
  worth = null; // net worth: of the whole game, or finer of the span in view
  lanes = new Map(); // by name, in the order of coming
  pending = new Map([["finding", "Findings"], ["decision", "Decisions"]]);

  // `changed` is called whenever there is something new to draw.
  constructor(root, changed) {
    this.#root = root;
    this.#changed = changed;
  }

  async load() {
    const query = new URLSearchParams({
      v: this.#root.dataset.version,
      head: this.#page.dataset.head,
    });
    this.#take(await this.#fetched(`${this.#root.dataset.stream}?${query}`));
  }

  async loadLate() {
    const isRunning = this.#page.dataset.status === "running";
    const isDue = !isRunning || Date.now() - this.#audited > Rewind.LaneRecord.AUDIT_MS;
    if (isDue) this.#audited = Date.now();
    await Promise.all([this.#late("decision", "decisions"), isDue && this.#late("finding", "findings")]);
  }

  put(lane) {
    if (lane.count > 0) this.lanes.set(lane.name, lane);
    else this.lanes.delete(lane.name);
  }

  // Of the span in view; null is the whole game.
  refine(range) {
    window.clearTimeout(this.#finer);
    if (!this.#whole || this.#whole.isComplete || !range) {
      this.worth = this.#whole;
      return;
    }
    this.#finer = window.setTimeout(() => this.#fetchFiner(range), Rewind.LaneRecord.REFINE_MS);
  }

  async #fetchFiner(range) {
    const { told } = this;
    const mine = this.#finer;
    const wide = range.last - range.first;
    const query = new URLSearchParams({
      v: this.#root.dataset.version,
      head: told.head,
      first: Math.max(told.first, range.first - wide),
      last: Math.max(told.first, Math.min(told.known, range.last + wide)),
    });
    try {
      const { data, about } = await this.#fetched(`${this.#root.dataset.worth}?${query}`);
      if (mine !== this.#finer) return; // another span is in view by now
      const seats = told.seats.map((_, seat) => data.find((one) => one.meta.seat === seat)?.y ?? []);
      this.worth = { at: about.moments, seats };
    } catch {
      this.worth = this.#whole; // coarser, and as exact at every moment drawn
    }
    this.#changed();
  }

  #take(data) {
    const { turns, worth, lanes } = data;
    const { sums } = Rewind;
    this.told = { ...data, turns: { ...turns, at: sums(turns.at), number: sums(turns.number) } };
    this.#whole = {
      at: sums(worth.at),
      seats: worth.seats.map(sums),
      isComplete: worth.is_complete,
    };
    this.worth ??= this.#whole;
    for (const lane of lanes) this.put(this.#unpacked(lane));
    this.#changed();
  }

  // What takes longer, or may still change, comes by itself; until then the menu says so.
  async #late(name, source) {
    try {
      const { lanes } = await this.#fetched(this.#root.dataset[source]);
      for (const lane of lanes) this.put(this.#unpacked(lane));
      this.pending.delete(name);
    } catch {
      this.pending.set(name, `${name === "finding" ? "Findings" : "Decisions"}: could not be loaded`);
    }
    this.#changed();
  }

  #unpacked(lane) {
    return { ...lane, at: Rewind.sums(lane.at) };
  }

  #fetched(address) {
    return Rewind.json(address, { priority: "low" });
  }
};
