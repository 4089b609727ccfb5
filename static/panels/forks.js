"use strict";
// Forks: ordered without leaving the page, watched while they are played, set beside what happened.

(() => {
  const page = document.getElementById("timeline");
  if (!page) return;

  const EVERY_MS = 1000;
  let looking = 0;

  const panel = () => document.querySelector("#panel .forks");
  const isForks = () => page.dataset.panel === "forks";

  function open(params) {
    Rewind.announce("open", { panel: "forks", params });
  }

  Rewind.on("panel", ({ name }) => {
    window.clearTimeout(looking);
    if (name === "forks") watch();
  });

  function watch() {
    window.clearTimeout(looking);
    if (panel()?.dataset.open === "yes") looking = window.setTimeout(look, EVERY_MS);
  }

  // Only the results are put anew: the form may be half filled in.
  async function look() {
    const now = panel();
    if (!now || !isForks()) return;
    try {
      const address = `${page.dataset.game}panels/forks/${now.dataset.at}/`;
      const answer = await window.fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.ok) put(now, await answer.text());
    } catch {
      // asked again below; what is shown says itself that it is not the end
    }
    if (panel() === now) watch();
  }

  function put(now, text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".forks");
    const results = now.querySelector("#fork-results");
    if (!fresh || results.contains(document.activeElement)) return;
    const wasOpen = now.dataset.open;
    now.dataset.open = fresh.dataset.open;
    results.replaceChildren(...fresh.querySelector("#fork-results").childNodes);
    if (wasOpen === "yes" && fresh.dataset.open === "no") {
      document.getElementById("fork-said").textContent = "All forks are played.";
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#panel a[data-fork]");
    if (!link || !Rewind.isPlain(event)) return;
    event.preventDefault();
    open({ fork: link.dataset.fork || null });
  });

  // Before the inspector's own: the answer may name the game to be shown next.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target.closest(".forks form[method=post]");
      if (!form) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send(form, event.submitter);
    },
    true,
  );

  async function send(form, button) {
    const trouble = form.querySelector(".fork-trouble");
    const said = button?.textContent;
    trouble.hidden = true;
    if (button) {
      button.disabled = true;
      button.textContent = "Playing …";
    }
    try {
      const answer = await window.fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "HX-Request": "true" },
        body: new URLSearchParams(new FormData(form, button)),
      });
      if (!answer.ok) tell(trouble, await answer.text());
      else open({ fork: answer.headers.get("X-Fork") });
    } catch {
      tell(trouble, "The server cannot be reached: nothing was sent.");
    }
    if (button) {
      button.disabled = false;
      button.textContent = said;
    }
  }

  function tell(trouble, text) {
    // The server's error pages are markup; only what they say is shown.
    const told = new DOMParser().parseFromString(text, "text/html").body.textContent;
    trouble.textContent = told.replace(/\s+/g, " ").trim();
    trouble.hidden = false;
  }
})();
