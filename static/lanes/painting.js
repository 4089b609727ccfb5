"use strict";
// Drawing the lanes: net worth, each player's turns, and under them a row of marks for each lane.

Rewind.paintLanes = (() => {
  const { countUpTo } = Rewind;
  const ROW = 14;
  const GAP = 4;
  const LEAST_SPARK = 24;
  const DASHES = [[], [6, 3], [2, 2], [6, 2, 2, 2], [10, 3], [10, 3, 2, 3], [3, 6], [1, 4]];
  const SHAPES = { error: "dot", unread: "dot", finding: "triangle", bankruptcy: "triangle" };

  // `told`: seats, turns, and how far anything is known; `worth`: net worth by seat; `chosen`: the
  // lanes. Returns where each part is, as [top, bottom, lane], net worth and turns by their names.
  function paint(canvas, { told, worth, chosen, scale, isSmall }) {
    const style = window.getComputedStyle(canvas);
    const colours = new Map(); // asked for at every mark
    const look = (name) => {
      if (!colours.has(name)) colours.set(name, style.getPropertyValue(name).trim());
      return colours.get(name);
    };
    const seats = told.seats.length;
    const line = seats > 5 ? 2 : 3;
    const room = Number.parseFloat(look("--lanes"));
    const below = seats * line + GAP + chosen.length * ROW;
    const spark = isSmall ? 0 : Math.max(LEAST_SPARK, room - below - GAP);
    const height = (spark ? spark + GAP : 0) + below;
    const on = { pen: sized(canvas, height), look, scale };
    const places = [];
    let top = 0;
    if (spark) {
      places.push([0, spark, "worth"]);
      paintWorth(on, told, worth, spark);
      top = spark + GAP;
    }
    places.push([top, top + seats * line, "turns"]);
    paintTurns(on, told, top, line);
    top += seats * line + GAP;
    for (const lane of chosen) {
      places.push([top, top + ROW, lane]);
      paintLane(on, lane, top);
      top += ROW;
    }
    if (told.known < told.head) shade(on, told.known, told.head, height);
    return places;
  }

  function sized(canvas, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    return pen;
  }

  function paintWorth({ pen, look, scale }, told, worth, height) {
    const { low, high } = scale;
    const x = (seq) => scale.x(seq);
    const begin = Math.max(0, countUpTo(worth.at, low) - 1);
    const end = Math.min(worth.at.length, countUpTo(worth.at, high) + 1);
    let [least, most] = [Infinity, -Infinity];
    for (const values of worth.seats) {
      for (let index = begin; index < end; index += 1) {
        if (values[index] < least) least = values[index];
        if (values[index] > most) most = values[index];
      }
    }
    if (!(least < most)) [least, most] = [least - 1, least + 1];
    const y = (value) => height - 1.5 - ((value - least) / (most - least)) * (height - 3);
    pen.save();
    pen.beginPath();
    pen.rect(x(low) - 1, 0, x(high) - x(low) + 2, height);
    pen.clip();
    pen.lineWidth = 1.5;
    worth.seats.forEach((values, seat) => {
      if (values.length === 0) return;
      pen.strokeStyle = look(`--p${seat % 8}`);
      pen.setLineDash(DASHES[seat % 8]);
      pen.beginPath();
      pen.moveTo(x(worth.at[begin]), y(values[begin]));
      for (let index = begin + 1; index < end; index += 1) {
        pen.lineTo(x(worth.at[index]), y(values[index - 1]));
        pen.lineTo(x(worth.at[index]), y(values[index]));
      }
      if (end === worth.at.length) pen.lineTo(x(told.known), y(values[end - 1]));
      pen.stroke();
    });
    pen.restore();
  }

  // Each player's turns on a line of their own: the line tells whose they are, not the colour alone.
  function paintTurns({ pen, look, scale }, told, top, line) {
    const { low, high } = scale;
    const { at, seat } = told.turns;
    pen.fillStyle = look("--bg");
    pen.fillRect(scale.x(low), top, scale.x(high) - scale.x(low), line * told.seats.length);
    for (let index = Math.max(0, countUpTo(at, low) - 1); index < at.length; index += 1) {
      if (at[index] > high) break;
      const from = Math.max(scale.x(low), scale.x(at[index]));
      const to = Math.min(scale.x(high), scale.x(at[index + 1] ?? told.known));
      pen.fillStyle = look(`--p${seat[index] % 8}`);
      pen.fillRect(from, top + seat[index] * line, Math.max(0.6, to - from), line - 0.5);
    }
  }

  function paintLane({ pen, look, scale }, lane, top) {
    const { low, high } = scale;
    const middle = top + ROW / 2;
    pen.fillStyle = look("--bg");
    pen.fillRect(scale.x(low), middle - 2.5, scale.x(high) - scale.x(low), 5);
    let lastX = -10;
    let lastColour = "";
    const start = lane.long ? 0 : countUpTo(lane.at, low - 1);
    for (let index = start; index < lane.at.length; index += 1) {
      if (lane.at[index] > high) break;
      const end = lane.at[index] + (lane.long?.[index] ?? 0);
      if (end < low) continue;
      const colour = look(colourOf(lane, index));
      const from = scale.x(Math.max(low, lane.at[index]));
      const isSame = from - lastX < 0.5 && colour === lastColour && end === lane.at[index];
      if (isSame) continue; // nothing of it would be seen
      [lastX, lastColour] = [from, colour];
      pen.fillStyle = colour;
      mark(pen, shapeOf(lane), from, scale.x(Math.min(high, end)), middle);
    }
  }

  function mark(pen, shape, from, to, middle) {
    if (shape === "span") pen.fillRect(from - 1, middle - 2.5, Math.max(2, to - from), 5);
    else if (shape === "tick") pen.fillRect(from - 1, middle - 4.5, 2, 9);
    else {
      const isDiamond = shape === "diamond";
      pen.beginPath();
      if (shape === "dot") pen.arc(from, middle, 2.6, 0, 7);
      else {
        pen.moveTo(from, middle - 4.5);
        pen.lineTo(from + 4.5, isDiamond ? middle : middle + 4);
        if (isDiamond) pen.lineTo(from, middle + 4.5);
        pen.lineTo(from - 4.5, isDiamond ? middle : middle + 4);
      }
      pen.fill();
    }
  }

  // What the fold could not read.
  function shade({ pen, look, scale }, known, head, height) {
    pen.globalAlpha = 0.2;
    pen.fillStyle = look("--bad");
    pen.fillRect(scale.x(known), 0, scale.x(head) - scale.x(known) + 1, height);
    pen.globalAlpha = 1;
  }

  function shapeOf(lane) {
    if (lane.kind) return lane.kind === "bookmark" ? "diamond" : "tick";
    return SHAPES[lane.name] ?? (lane.long ? "span" : "tick");
  }

  function colourOf(lane, index) {
    if (lane.kind === "bookmark") return "--accent";
    if (lane.name === "error" || lane.name === "unread") return "--bad";
    if (lane.name === "finding") return lane.mild.includes(lane.say[index]) ? "--ink-3" : "--bad";
    const seat = lane.seat?.[index] ?? null;
    return seat === null ? "--ink-3" : `--p${seat % 8}`;
  }

  return paint;
})();
