"use strict";
// Words of a question are completed as they are typed, from the table of words in the panel.

(() => {
  const LISTED = 8;

  function known(text) {
    const field = /(players|properties|deeds)\[[^\]]*\]\.(\w*)$/.exec(text);
    const part = field ?? /\b(decision|auction|trade)\.(\w*)$/.exec(text);
    if (part) {
      const of = part[1] === "deeds" ? "properties" : part[1];
      const row = document.querySelector(`.vocabulary [data-of="${of}"]`);
      const fields = row.dataset.fields.split(" ");
      return { typed: part[2], words: fields.map((name) => ({ name, about: `of ${part[1]}` })) };
    }
    const typed = /[A-Za-z_][\w.]*$/.exec(text)?.[0] ?? "";
    const before = typed.startsWith("before.") ? "before." : "";
    const words = [...document.querySelectorAll(".vocabulary [data-word]")]
      .map((row) => ({ name: row.dataset.word, about: row.querySelector("dd").textContent.trim() }))
      .filter((word) => !before || !/^(event|decision|before)|\($/.test(word.name))
      .map((word) => ({ ...word, name: before + word.name }));
    return { typed, words };
  }

  function matches(field) {
    const text = field.value.slice(0, field.selectionStart);
    const { typed, words } = known(text);
    const wish = typed.toLowerCase();
    if (!typed && !/\.$/.test(text)) return { typed, found: [] };
    const found = words.filter((word) => word.name.toLowerCase().startsWith(wish) && word.name !== typed);
    return { typed, found: found.slice(0, LISTED) };
  }

  function complete(field) {
    const box = field.closest(".expression");
    let list = box.querySelector(".completions");
    if (!list) {
      list = document.createElement("ul");
      list.className = "completions";
      list.id = `${field.id}-words`;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Words");
      box.append(list);
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", list.id);
    }
    const { typed, found } = matches(field);
    list.replaceChildren(
      ...found.map((word, index) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${index}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.dataset.name = word.name;
        row.dataset.typed = typed;
        const name = document.createElement("code");
        name.textContent = word.name;
        const about = document.createElement("span");
        about.className = "quiet";
        about.textContent = word.about;
        row.append(name, about);
        return row;
      }),
    );
    shut(field, found.length === 0);
  }

  function shut(field, isShut = true) {
    const list = field.closest(".expression").querySelector(".completions");
    if (!list) return;
    list.hidden = isShut;
    field.setAttribute("aria-expanded", String(!isShut));
    if (isShut) field.removeAttribute("aria-activedescendant");
  }

  function put(field, row) {
    const end = field.selectionStart;
    field.setRangeText(row.dataset.name, end - row.dataset.typed.length, end, "end");
    shut(field);
    if (row.dataset.name.endsWith(".")) complete(field);
  }

  function choose(field, step) {
    const list = field.closest(".expression").querySelector(".completions");
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const to = (at + step + rows.length + (at < 0 && step < 0 ? 1 : 0)) % rows.length;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === to)));
    rows[to].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[to].id);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-complete]")) complete(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-complete][aria-expanded='true']") || event.isComposing) return;
    const chosen = field.closest(".expression").querySelector("[aria-selected='true']");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(field, step);
    else if (event.key === "Escape") shut(field);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) put(field, chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest(".completions li");
    if (!row) return;
    event.preventDefault(); // the field keeps the focus
    put(row.closest(".expression").querySelector("input"), row);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-complete]")) shut(event.target);
  });
})();
