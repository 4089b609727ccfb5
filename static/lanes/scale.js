"use strict";
// Where events are on the lanes: exactly above the slider's thumb as it would stand there.

Rewind.Scale = class {
  constructor(slider, canvas) {
    this.slider = slider;
    this.canvas = canvas;
    this.low = Number(slider.min);
    this.high = Number(slider.max);
    this.left = 0;
    this.step = 0;
  }

  // Asking for sizes makes the browser lay the page out anew: once for each change, not each move.
  measure() {
    const style = window.getComputedStyle(this.slider);
    const thumb = Number.parseFloat(style.getPropertyValue("--thumb")) || 16;
    const track = this.slider.getBoundingClientRect();
    this.low = Number(this.slider.min);
    this.high = Math.max(this.low + 1, Number(this.slider.max));
    this.left = track.left - this.canvas.getBoundingClientRect().left + thumb / 2;
    this.step = (track.width - thumb) / (this.high - this.low);
  }

  x(seq) {
    return this.left + (seq - this.low) * this.step;
  }

  seq(x) {
    const there = Math.round(this.low + (x - this.left) / this.step);
    return Math.min(this.high, Math.max(this.low, there));
  }
};
