// The tool "share": the address of the present view, and a QR code of it.
(function () {
  "use strict";

  const WAIT_MS = 300;
  const MOST_CHARS = 2000; // of a code (api/qr.py)
  let timer = 0;

  function draw() {
    const field = document.getElementById("tool-share-address");
    const image = document.getElementById("tool-share-code");
    if (!field || !image) { return; }
    const address = new URL(location.href);
    address.searchParams.delete("tool");
    field.value = address.href;
    const path = address.pathname + address.search;
    const long = path.length > MOST_CHARS;
    for (const [id, hidden] of [["code", long], ["hint", long], ["long", !long]]) { document.getElementById(`tool-share-${id}`).hidden = hidden; }
    if (!long) { image.src = `/api/qr.svg?${new URLSearchParams({ to: path })}`; }
  }

  // The address is written a moment after a change.
  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, WAIT_MS);
  }

  window.sitcenterTools.add("share", { open: later, changed: later });
}());
