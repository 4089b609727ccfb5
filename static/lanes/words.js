"use strict";
// What is under the pointer, in words.

Rewind.laneWords = (() => {
  const { countUpTo, grouped } = Rewind;
  const dollars = (value) => `${value < 0 ? "−" : ""}$${grouped(Math.abs(value))}`;

  // `found`: an event, the lane it was pointed at in, which mark of it, and how many more lie there.
  function words({ lane, index, more, seq }, told, worth) {
    const turn = countUpTo(told.turns.at, seq) - 1;
    const number = turn < 0 ? "" : `, turn ${told.turns.number[turn]}`;
    const where = `Event ${grouped(seq)}${number}`;
    const name = (seat) => told.seats[seat]?.name ?? "";
    if (lane === "worth") return worths(seq, told, worth);
    if (lane === "turns") return turn < 0 ? where : `${where}: ${name(told.turns.seat[turn])}`;
    if (index < 0) return where;
    const seat = lane.seat?.[index] ?? null;
    const what = lane.says ? `${lane.one}, ${lane.says[lane.say[index]]}` : lane.one;
    const whose = seat === null ? "" : ` · ${name(seat)}`;
    const others = more > 0 ? ` · and ${grouped(more)} more here` : "";
    return `${where}: ${what}${whose}${others}`;
  }

  // At a moment that is drawn, so that every amount is exact.
  function worths(seq, told, worth) {
    const index = Math.max(0, countUpTo(worth.at, seq) - 1);
    const said = told.seats.map(({ name }, seat) => {
      const value = worth.seats[seat][index];
      return value === undefined ? name : `${name} ${dollars(value)}`;
    });
    return `After event ${grouped(worth.at[index])}: ${said.join(", ")}`;
  }

  return words;
})();
