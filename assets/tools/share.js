// The tool "share": the address of the present view, and a QR code of it.
(function () {
  "use strict";

  const WAIT_MS = 300;
  let timer = 0;

  function draw() {
    const field = document.getElementById("tool-share-address");
    const image = document.getElementById("tool-share-code");
    if (!field || !image) { return; }
    const address = new URL(location.href);
    address.searchParams.delete("tool");
    field.value = address.href;
    image.src = `/api/qr.svg?${new URLSearchParams({ to: address.pathname + address.search })}`;
  }

  // The address is written a moment after a change.
  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, WAIT_MS);
  }

  window.sitcenterTools.add("share", { open: later, changed: later });
}());
