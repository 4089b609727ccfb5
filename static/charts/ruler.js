"use strict";
// Where a moment is on a chart's axis, and the other way round: as `Ruler` does on the server.

Rewind.Ruler = class {
  #about;

  // `about`: the axis, where turns begin (`starts`), their `numbers`, the `first` and last `known`.
  constructor(about) {
    this.#about = about;
  }

  where(seq) {
    if (this.#about.axis === "event") return seq;
    const { start, end, number } = this.#turn(Rewind.countUpTo(this.#about.starts, seq) - 1);
    return number + (seq - start) / Math.max(1, end - start);
  }

  moment(x) {
    if (this.#about.axis === "event") return x;
    const { start, end, number } = this.#turn(Rewind.countUpTo(this.#about.numbers, x) - 1);
    return start + Math.min(1, Math.max(0, x - number)) * (end - start);
  }

  // The turn of that index; before the first there is one more, of the number before.
  #turn(index) {
    const { starts, numbers, first, known } = this.#about;
    return {
      start: index < 0 ? first : starts[index],
      end: starts[index + 1] ?? known + 1,
      number: index < 0 ? (numbers[0] ?? 1) - 1 : numbers[index],
    };
  }
};
