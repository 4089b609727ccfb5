"use strict";
// The menu of the lanes: each in words, shown or not, with its own way from mark to mark.

Rewind.LaneMenu = class {
  #list;
  #notes;
  #rows = new Map(); // by lane
  #act;

  // `act`: what a row asks for, `show(name, isShown)` and `step(name, direction)`.
  constructor(root, act) {
    this.#list = root.querySelector(".lanes-list");
    this.#notes = root.querySelector(".lanes-notes");
    this.#act = act;
    const menu = root.querySelector(".lanes-menu");
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    });
  }

  list(lanes, seen, notes) {
    const names = new Set(lanes.map((lane) => lane.name));
    for (const [name, row] of this.#rows) {
      if (names.has(name)) continue;
      row.element.remove();
      this.#rows.delete(name);
    }
    for (const [index, lane] of lanes.entries()) {
      const row = this.#rows.get(lane.name) ?? this.#line(lane.name);
      row.text.textContent = `${lane.label}: ${Rewind.grouped(lane.count)}`;
      row.box.checked = seen.has(lane.name);
      row.previous.setAttribute("aria-label", `Previous ${lane.one}`);
      row.next.setAttribute("aria-label", `Next ${lane.one}`);
      this.#rows.set(lane.name, row);
      // Nothing is moved that is in its place: it may have the focus.
      const other = this.#list.children[index] ?? null;
      if (other !== row.element) this.#list.insertBefore(row.element, other);
    }
    this.#notes.textContent = notes.map((sentence) => `${sentence}.`).join(" ");
  }

  #line(name) {
    const element = document.createElement("li");
    const choice = document.createElement("label");
    const box = document.createElement("input");
    const text = document.createElement("span");
    box.type = "checkbox";
    box.addEventListener("change", () => this.#act.show(name, box.checked));
    choice.append(box, text);
    const previous = button("‹", () => this.#act.step(name, -1));
    const next = button("›", () => this.#act.step(name, 1));
    element.append(choice, previous, next);
    return { element, box, text, previous, next };

    function button(sign, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.addEventListener("click", act);
      return made;
    }
  }
};
