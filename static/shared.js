"use strict";
// What the scripts of a page have in common. Each script is a function of its own and tells the
// others what happened by events of the document; the parts of one script find each other here.

const Rewind = (() => {
  return {
    // A whole number as people read it. (Intl takes longer to wake up than the page to come.)
    grouped: (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ","),

    announce(name, detail) {
      document.dispatchEvent(new CustomEvent(`rewind:${name}`, { detail }));
    },

    on(name, act) {
      document.addEventListener(`rewind:${name}`, (event) => act(event.detail, event));
    },

    // A click that means the link itself, not a new tab or a download.
    isPlain: (event) =>
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey,

    // How many of some ascending numbers are at most this one.
    countUpTo(sorted, value) {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] <= value) low = middle + 1;
        else high = middle;
      }
      return low;
    },

    // Of those that pass a filter (null: all pass), the first at or after the next mark.
    next(passing, marks, value) {
      const mark = marks[this.countUpTo(marks, value)];
      if (mark === undefined || passing === null) return mark;
      return passing[this.countUpTo(passing, mark - 1)];
    },

    // Numbers that came as the distance of each from the one before.
    sums(steps) {
      let sum = 0;
      return steps.map((step) => (sum += step));
    },

    // Why a request failed, as the end of a sentence.
    why(error) {
      if (error.name === "TimeoutError") return "the server took too long to answer";
      if (error instanceof TypeError) return "the server cannot be reached";
      return error.message;
    },

    // Whether it is the server that was away, or what lies before it: then the same can be asked again.
    isAway: (error) =>
      ["TimeoutError", "TypeError"].includes(error.name) || [502, 503, 504].includes(error.status),

    // Asks again by itself for what failed because the server was away: after a while that grows, and
    // soon where the browser or the live stream tells that the server is back; never out of sight.
    again(act) {
      const FIRST_MS = 3_000;
      const LONGEST_MS = 30_000;
      const SOON_MS = 500;
      let pause = FIRST_MS;
      let timer = 0;
      let isDue = false;

      function plan(wait) {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => {
          if (document.visibilityState !== "visible") return; // it is planned anew on return
          isDue = false;
          act();
        }, wait);
      }

      const back = () => isDue && plan(SOON_MS);
      this.on("back", back);
      window.addEventListener("online", back);
      document.addEventListener("visibilitychange", back);
      return {
        failed() {
          isDue = true;
          plan(pause);
          pause = Math.min(2 * pause, LONGEST_MS);
        },
        // Somebody asked, or nobody wants it any more.
        dropped() {
          isDue = false;
          window.clearTimeout(timer);
        },
        answered() {
          this.dropped();
          pause = FIRST_MS;
        },
      };
    },

    // What is of less weight than the board waits until that has been painted.
    painted(act) {
      window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(act)));
    },

    // What is not needed before the page can be used waits until it can.
    later(act) {
      const whenIdle = () => {
        if (window.requestIdleCallback) window.requestIdleCallback(act, { timeout: 500 });
        else act();
      };
      const whenPainted = () => this.painted(whenIdle);
      if (document.readyState === "complete") whenPainted();
      else window.addEventListener("load", whenPainted);
    },

    // A script that comes later than the page; whoever asks again after it failed tries again.
    script(src, { isInOrder = false } = {}) {
      const element = document.createElement("script");
      element.src = src;
      element.async = !isInOrder; // those that are in order run as they were asked for
      return new Promise((resolve, reject) => {
        element.addEventListener("load", () => resolve());
        element.addEventListener("error", () => {
          element.remove();
          reject(new Error("A part of the page could not be loaded"));
        });
        document.head.append(element);
      });
    },

    // A JSON answer of the server, or an error with its own words.
    async json(address, asked = {}) {
      const answer = await window.fetch(address, { signal: AbortSignal.timeout(60_000), ...asked });
      if (!answer.ok) throw this.refusal(answer);
      return answer.json();
    },

    // The error of an answer that is none.
    refusal: ({ status }) => Object.assign(new Error(`the server answered ${status}`), { status }),
  };
})();
