"use strict";
// Live follow: the server tells how far the game has come. Who stands at the head is carried along,
// and gets the frame with the news; who has gone back is never moved. A hidden tab follows nothing:
// browsers allow a site some six connections over all tabs, and what was missed is told on return.

(() => {
  const bar = document.getElementById("live");
  if (!bar) return; // the game has finished: nothing will ever be new

  const { announce, frames, grouped, on } = Rewind;
  const page = document.getElementById("timeline");
  const text = document.getElementById("live-text");
  const link = document.getElementById("go-live");
  const fresh = document.getElementById("live-new");
  const where = document.getElementById("live-where");
  const chip = document.querySelector(".top .status");
  const created = Number(bar.dataset.created);
  const SILENCE_MS = 40_000; // the server says something every 15 s
  const FIRST_PAUSE_MS = 250;
  const LONGEST_PAUSE_MS = 5_000;
  const WAITING = {
    created: document.getElementById("slider") ? "Following" : "Not started",
    paused: "Paused",
    error: "Stopped by an error",
    abandoned: "Abandoned",
  };

  let head = Number(page.dataset.head);
  let here = Number(page.dataset.seq);
  let known = head; // the last head at which the person stood, or which the page came with
  let state = "connecting";
  let trouble = "";
  let source = null;
  let isLost = false;
  let isCarried = false; // whether frames come with the news
  let pause = FIRST_PAUSE_MS;
  let timer = 0; // either until silence counts as a lost connection, or until the next try

  function open() {
    close();
    isCarried = here === head;
    source = new EventSource(`${bar.dataset.stream}${isCarried ? `?shown=${head}` : ""}`);
    source.addEventListener("frame", (event) => {
      const { seq, version, text: drawn } = JSON.parse(event.data);
      if (version === page.dataset.version) frames.keep(seq, drawn);
    });
    source.addEventListener("head", (event) => grown(JSON.parse(event.data)));
    source.addEventListener("beat", heard);
    source.addEventListener("outage", (event) => {
      heard();
      isLost = true;
      become("lost", `${JSON.parse(event.data).detail} Trying again …`);
    });
    source.addEventListener("gone", () => {
      close();
      become("gone", "This game was deleted or recorded anew. What is shown is no longer its record.");
    });
    source.addEventListener("error", lost);
    listen();
  }

  function close() {
    window.clearTimeout(timer);
    source?.close();
    source = null;
  }

  function listen() {
    window.clearTimeout(timer);
    timer = window.setTimeout(lost, SILENCE_MS);
  }

  function heard() {
    pause = FIRST_PAUSE_MS;
    listen();
    if (isLost) announce("back");
    isLost = false;
  }

  function lost() {
    close();
    isLost = true;
    become("lost", "Connection lost, trying again …");
    timer = window.setTimeout(open, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }

  function grown(told) {
    heard();
    const reached = Math.max(told.head, Number(page.dataset.first));
    // Moments are compared to the millisecond: that is as far as both sides read them alike.
    if (Math.abs(Date.parse(told.created_at) - created * 1000) >= 1 || reached < head) {
      close();
      become("gone", "This game was deleted or recorded anew. What is shown is no longer its record.");
      return;
    }
    if (reached > head && !document.getElementById("slider")) {
      window.location.reload(); // the first event: now there is a timeline
      return;
    }
    if (told.status === "finished") close();
    chip.className = `status status-${told.status}`;
    chip.textContent = told.status;
    page.dataset.status = told.status;
    const isNew = reached > head;
    head = reached;
    state = told.status === "finished" ? "ended" : "open";
    if (isNew || state === "ended") {
      announce("grown", { head, status: told.status });
    }
    paint();
  }

  function become(next, why = "") {
    state = next;
    trouble = why;
    paint();
  }

  function paint() {
    if (here === head) known = head;
    const more = head - known;
    const isBehind = here < head;
    const isPlayed = state === "open" && page.dataset.status === "running";
    bar.dataset.state = state === "open" ? (isBehind ? "behind" : "live") : state;
    bar.classList.toggle("is-played", isPlayed);
    text.classList.toggle("is-bad", ["lost", "gone"].includes(state));
    say(wordsOf(isBehind));
    link.hidden = !isBehind || state === "gone";
    fresh.textContent = more > 0 ? `${grouped(more)} new` : "";
    where.textContent = `${more > 0 ? " · " : ""}${isPlayed ? "go live" : "go to the end"}`;
    bar.hidden = false;
  }

  // Of a game that is not being played nobody says that it runs.
  function wordsOf(isBehind) {
    if (state === "connecting") return "Connecting …";
    if (state === "ended") return "The game has finished";
    if (state !== "open") return trouble;
    const { status } = page.dataset;
    if (status === "running") return isBehind ? "Running on" : "Live";
    return WAITING[status] ?? status;
  }

  function say(words) {
    // Only what is new: a live region is read out again with every change.
    if (text.textContent !== words) text.textContent = words;
  }

  on("moved", ({ seq }) => {
    here = seq;
    paint();
  });
  // Who has come to rest at the head wants the next frames, who rests elsewhere does not.
  on("settled", ({ seq }) => {
    if (source && (seq === head) !== isCarried) open();
  });
  link.addEventListener("click", (event) => {
    if (!Rewind.isPlain(event)) return;
    event.preventDefault();
    announce("seek", { seq: head, push: true });
  });

  function followOrRest() {
    const isOver = state === "ended" || state === "gone";
    if (isOver) return;
    if (document.visibilityState === "visible") {
      pause = FIRST_PAUSE_MS;
      open();
    } else {
      close();
      become("connecting");
    }
  }

  document.addEventListener("visibilitychange", followOrRest);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) followOrRest();
  });
  window.addEventListener("pagehide", close);
  followOrRest();
  paint();
})();
