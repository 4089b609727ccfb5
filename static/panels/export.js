"use strict";
// Copies to the clipboard, and the picture of the board as PNG: drawn by the browser from the SVG.

(() => {
  const SCALE = 2;

  function say(text) {
    const told = document.getElementById("export-told");
    if (told) told.textContent = text;
  }

  async function text(address) {
    const answer = await window.fetch(address);
    if (!answer.ok) throw Rewind.refusal(answer);
    return answer.text();
  }

  async function copy(address) {
    await navigator.clipboard.writeText(await text(address));
    say("Copied.");
  }

  async function png(address) {
    const drawing = new Blob([await text(address)], { type: "image/svg+xml" });
    const source = URL.createObjectURL(drawing);
    try {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * SCALE;
      canvas.height = image.naturalHeight * SCALE;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = `${document.querySelector(".export").dataset.name}.png`;
      link.click();
      say("The picture is in your downloads.");
    } finally {
      URL.revokeObjectURL(source);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-png]");
    if (!button) return;
    const work = button.dataset.copy ? copy(button.dataset.copy) : png(button.dataset.png);
    work.catch((error) => say(`It could not be done: ${Rewind.why(error)}.`));
  });
})();
