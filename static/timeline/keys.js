"use strict";
// The keyboard. The table of keys is the help in the page; a key asks for its action by
// `rewind:do`. What no script takes is a link or button of a panel (`[data-do]`): it is clicked, and
// if its panel is not open, that is opened first.

(() => {
  const dialog = document.getElementById("keys");
  if (!dialog || !document.getElementById("slider")) return;

  const STORED = "rewind.keys";
  const isOn = document.getElementById("keys-on");
  let isRead = false;
  const table = new Map();
  for (const row of dialog.querySelectorAll("[data-key]")) table.set(row.dataset.key, row.dataset);
  let awaited = null; // an action whose panel is on its way

  function act(action, opens) {
    const asked = new CustomEvent("rewind:do", { detail: { action }, cancelable: true });
    if (!document.dispatchEvent(asked)) return; // somebody took it
    if (click(action) || !opens) return;
    awaited = action;
    Rewind.announce("open", { panel: opens });
    if (opens === "events") click(awaited);
  }

  function click(action) {
    const control = [...document.querySelectorAll(`[data-do="${action}"]`)].find(
      (each) => each.offsetParent !== null && !each.disabled,
    );
    if (!control) return false;
    if (control.matches("input, select, textarea")) control.focus();
    else control.click();
    return true;
  }

  Rewind.on("panel", () => {
    const action = awaited;
    awaited = null;
    if (action) click(action);
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isSign = event.key.length === 1;
    // Shift is part of a sign; with a named key it means something else to the browser.
    if (event.shiftKey && !isSign) return;
    if (isSign && !areOn()) return;
    if (dialog.open || isBusy(event)) return;
    if (/^[1-9]$/.test(event.key)) {
      document.querySelectorAll(".tabs a")[Number(event.key) - 1]?.click();
      event.preventDefault();
      return;
    }
    const row = table.get(event.key);
    if (!row) return;
    event.preventDefault();
    act(row.action, row.opens);
  });

  function isBusy(event) {
    const { target, key } = event;
    // On the slider the browser's own page keys would leap a tenth, and the other way.
    if (target.id === "slider") return key !== "PageUp" && key !== "PageDown" && key.length > 1;
    if (target.closest("input, textarea, select, [contenteditable]")) return true;
    if (key === " " || key === "Enter") return Boolean(target.closest("a, button, summary, [tabindex]"));
    // Boxes that scroll have their own use for named keys.
    return key.length > 1 && Boolean(target.closest("[tabindex]"));
  }

  Rewind.on("do", ({ action }, event) => {
    if (action !== "help") return;
    event.preventDefault();
    show();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) show();
  });

  // Whether keys of one character act; asked for with the first of them, since it may take a while.
  function areOn() {
    if (!isRead) isOn.checked = window.localStorage.getItem(STORED) !== "off";
    isRead = true;
    return isOn.checked;
  }

  function show() {
    areOn();
    dialog.showModal();
  }

  isOn.addEventListener("change", () => {
    window.localStorage.setItem(STORED, isOn.checked ? "on" : "off");
  });
})();
