"use strict";
// Board and slider first. The rest of the page stands in `noscript`: browsers without scripts show it,
// all others take it for text, which costs next to nothing. It is put in its place, and the scripts it
// needs are asked for, once board and slider have been painted. A page that is come back to keeps its
// place: nothing waits there.

(() => {
  const page = document.getElementById("timeline");
  const lacking = document.getElementById("lacking");
  const [visit] = performance.getEntriesByType("navigation");
  const isFirst = visit?.type === "navigate" && performance.getEntriesByType("paint").length === 0;
  const again = Rewind.again(load);
  let isAsking = false;
  let due = page.dataset.tools.split(" ");

  function come() {
    document.documentElement.classList.remove("is-coming");
    document.querySelector(".awaited").remove();
    for (const rest of document.querySelectorAll("noscript.rest")) {
      rest.outerHTML = rest.textContent; // drawn and escaped by the server
    }
    load();
  }

  async function load() {
    if (isAsking) return; // a second click must not run them twice
    isAsking = true;
    again.dropped();
    const asked = due.map((src) => Rewind.script(src, { isInOrder: true }));
    const answers = await Promise.allSettled(asked);
    isAsking = false;
    due = due.filter((_, index) => answers[index].status === "rejected");
    lacking.hidden = due.length === 0;
    if (due.length > 0) {
      again.failed();
      return;
    }
    page.dataset.tools = "here";
    Rewind.announce("ready");
  }

  document.body.hidden = false; // it was, until its styles came
  lacking.querySelector("button").addEventListener("click", load);
  if (isFirst) {
    document.documentElement.classList.add("is-coming");
    Rewind.painted(come);
  } else come();
})();
