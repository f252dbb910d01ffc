// The tool "print": the browser draws the picture, the program makes a PDF or a PNG of it that says what it shows.
(function () {
  "use strict";

  const SHARP = 2;
  const IDLE_MS = 20000;
  const body = () => document.getElementById("tool-print-body");
  const value = (name) => document.getElementById(`tool-print-${name}`).value;

  function status(text, fault) {
    const node = document.getElementById("tool-print-status");
    if (!node) { return; }
    node.textContent = text;
    node.classList.toggle("fault", Boolean(fault));
  }

  // The picture of a map with two pixels for one of the screen: sharp on paper. The map is as before afterwards.
  async function sharp(map, png) {
    const usual = map.getPixelRatio();
    try {
      if (usual < SHARP) {
        map.setPixelRatio(SHARP);
        await idle(map);
      }
      return await png();
    } finally {
      if (usual < SHARP) { map.setPixelRatio(usual); }
    }
  }

  // What is seen: the map, and right of the divider of a comparison the other one.
  async function picture() {
    const { map } = window.sitcenterTools.city();
    const pair = window.sitcenterCompare && window.sitcenterCompare();
    const left = await sharp(map, () => window.citymap.png("city-map"));
    if (!pair) { return blob(left); }
    const right = await sharp(pair.second.map, () => pair.second.png());
    return blob(await beside(left, right, pair.share));
  }

  function blob(data) {
    const bytes = Uint8Array.from(window.atob(data.split(",")[1]), (sign) => sign.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  }

  async function beside(left, right, share) {
    const [one, other] = await Promise.all([left, right].map(async (data) => {
      const image = new Image();
      image.src = data;
      await image.decode();
      return image;
    }));
    const canvas = Object.assign(document.createElement("canvas"), { width: one.width, height: one.height });
    const from = Math.round(one.width * share);
    const pen = canvas.getContext("2d");
    pen.drawImage(one, 0, 0);
    if (from < one.width) { pen.drawImage(other, from, 0, one.width - from, one.height, from, 0, one.width - from, one.height); }
    pen.fillStyle = "#18212c";
    pen.fillRect(from - SHARP, 0, 2 * SHARP, one.height);
    return canvas.toDataURL("image/png");
  }

  function idle(map) {
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, IDLE_MS);
      map.once("idle", () => { window.clearTimeout(timer); resolve(); });
      map.triggerRepaint();
    });
  }

  async function make(format) {
    const buttons = Array.from(body().querySelectorAll("[data-print]"));
    for (const button of buttons) { button.disabled = true; }
    status(body().dataset.wordsWorking);
    try {
      const { map } = window.sitcenterTools.city();
      const box = map.getContainer().getBoundingClientRect();
      const form = new FormData();
      const lang = document.documentElement.lang;
      const fields = {
        title: value("title"), paper: value("paper"), side: value("side"), format, query: location.search.slice(1),
        width: box.width.toFixed(2), height: box.height.toFixed(2), zoom: map.getZoom().toFixed(6), lat: map.getCenter().lat.toFixed(6)
      };
      for (const [name, text] of Object.entries(fields)) { form.append(name, text); }
      form.append("picture", await picture(), "map.png");
      const reply = await window.sitcenterFiles.send(`/api/print?lang=${lang}`, { method: "POST", body: form });
      window.sitcenterFiles.save(await reply.blob(), window.sitcenterFiles.nameOf(reply));
      status(body() ? body().dataset.wordsReady : "");
    } catch (error) {
      status(error.message, true);
    }
    for (const button of buttons) { button.disabled = false; }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (button && body()) { make(button.dataset.print); }
  });

  window.sitcenterTools.add("print", {});
}());
