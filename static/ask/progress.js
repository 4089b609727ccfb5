"use strict";
// The answer to a question about a long game is waited for, with its progress shown.

Rewind.AskProgress = class {
  #page = document.getElementById("timeline");
  #waiting = null; // the request whose progress is shown
  #waitedFor = ""; // the question that was waited for last: it is never waited for twice

  stop() {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  // `told`: the panel, with what was asked; `ready` is called once the answer is at hand.
  async wait(pending, told, ready) {
    const { ask, value } = told.dataset;
    const question = `${ask}\n${value}\n${this.#page.dataset.head}`;
    const bar = pending.querySelector("progress");
    const trouble = pending.querySelector(".problem");
    const fail = (text) => {
      trouble.textContent = text;
      trouble.hidden = false;
      bar.hidden = true;
    };
    if (this.#waitedFor === question) {
      fail("The answer is not at hand yet.");
      return;
    }
    const mine = (this.#waiting = new AbortController());
    try {
      const query = new URLSearchParams({ ask, value });
      const answer = await window.fetch(`${pending.dataset.progress}?${query}`, {
        signal: mine.signal,
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok) throw Rewind.refusal(answer);
      for await (const line of this.#lines(answer)) {
        if (line.problem) fail(line.problem);
        if (line.steps) [bar.max, bar.value] = [line.steps, line.done];
        if (!line.is_ready || mine !== this.#waiting) continue;
        this.#waitedFor = question;
        ready();
      }
    } catch (error) {
      if (error.name !== "AbortError") fail(`The answer did not come: ${Rewind.why(error)}.`);
    }
  }

  async *#lines(answer) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      rest += value ?? "";
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) yield JSON.parse(line);
      if (done) return;
    }
  }
};
