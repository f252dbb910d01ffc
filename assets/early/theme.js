// Before the first paint: resolve "as in the system" to light or dark, and tell the server by a cookie what it was.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    if (root.dataset.themeWish !== "auto") { return; }
    var found = system.matches ? "dark" : "light";
    root.dataset.bsTheme = found;
    var safe = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "theme_seen=" + found + "; Path=/; Max-Age=31536000; SameSite=Lax" + safe;
  }
  apply();
  // Asked for while the scripts are still read, but after the cookie: the layout is drawn in the theme that was found.
  ["/_dash-layout", "/_dash-dependencies"].forEach(function (address) {
    var early = document.createElement("link");
    Object.assign(early, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: address });
    document.head.append(early);
  });
  // A page that is being left must not come back in place of the next one.
  var LEAVING = 10000, left = -LEAVING;
  window.addEventListener("beforeunload", function () { left = performance.now(); });
  // Charts and the map are drawn in the theme they were asked for: they are asked for again when the system changes.
  system.addEventListener("change", function () {
    if (root.dataset.themeWish === "auto" && performance.now() - left > LEAVING) { apply(); location.reload(); }
  });
}());
