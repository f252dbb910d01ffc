// A form of walls that was refused comes back as it was typed: kept in the tab between sending and the answer only.
(function () {
  "use strict";

  const KEPT = "walls:typed";

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".wall-admin form")) { return; }
    const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden");
    const typed = fields.map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ action: form.getAttribute("action"), typed }));
    } catch (error) { /* no room: the form comes back empty */ }
  });

  function taken() {
    try {
      const text = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      return new URLSearchParams(location.search).has("failed") ? JSON.parse(text) : null;
    } catch (error) { return null; }
  }

  const kept = taken();
  if (!kept) { return; }
  const watch = new MutationObserver(fill);

  function fill() {
    const form = document.querySelector(`.wall-admin form[action="${kept.action}"]`);
    if (!form) { return; }
    watch.disconnect();
    kept.typed.forEach(([name, value]) => {
      const field = form.elements.namedItem(name);
      if (field && field.type === "checkbox") { field.checked = value; } else if (field) { field.value = value; }
    });
  }

  watch.observe(document.documentElement, { childList: true, subtree: true });
  fill();
}());
