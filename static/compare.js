"use strict";
// One cursor over two games. There is one request at a time; the last wish waits for it and wins.

(() => {
  const page = document.getElementById("compare");
  const slider = document.getElementById("at");
  if (!slider) return;

  const trouble = document.getElementById("trouble");
  let wanted = slider.valueAsNumber;
  let asked = null;

  function addressOf(at) {
    const query = new URLSearchParams(new FormData(slider.form));
    query.set("at", String(at));
    return `${slider.form.getAttribute("action")}?${query}`;
  }

  const shown = () => Number(page.querySelector(".pair").dataset.at);

  async function ask() {
    if (asked !== null) return;
    if (wanted === shown()) {
      settle("here");
      return;
    }
    asked = wanted;
    page.dataset.state = "loading";
    let problem = "";
    try {
      const answer = await window.fetch(addressOf(asked), { headers: { "HX-Request": "true" } });
      const text = await answer.text();
      if (!answer.ok) problem = "The server could not show this moment.";
      else if (Number(answer.headers.get("X-Sequence-Number")) === asked) page.innerHTML = text;
      else problem = "The server answered with another moment than was asked for.";
    } catch {
      problem = "The server cannot be reached.";
    }
    const again = wanted !== asked;
    asked = null;
    if (again) ask();
    else settle(problem ? "failed" : "here", problem);
  }

  function settle(state, problem = "") {
    page.dataset.state = state;
    trouble.hidden = !problem;
    trouble.textContent = problem;
    if (!problem) window.history.replaceState(null, "", addressOf(wanted));
  }

  function seek(at) {
    wanted = Math.min(Math.max(at, Number(slider.min)), Number(slider.max));
    slider.value = String(wanted);
    ask();
  }

  slider.addEventListener("input", () => seek(slider.valueAsNumber));
  slider.form.addEventListener("submit", (event) => event.preventDefault());
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (!link || !Rewind.isPlain(event)) return;
    event.preventDefault();
    seek(Number(link.dataset.at));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const link = page.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    seek(Number(link.dataset.at));
  });
})();
