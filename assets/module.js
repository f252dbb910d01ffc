// Module pages: filters stand in the address, one request redraws what follows them, the map waits until it is seen.
(function () {
  "use strict";

  const MAP = "module-map";
  const WAIT_MS = 60;
  const PATIENCE = 200;
  let boot = null;
  let timer = 0;

  const page = () => document.getElementById("module-page");
  const put = (id, props) => window.dash_clientside.set_props(id, props);
  const controls = () => Array.from(page() ? page().querySelectorAll("[data-ask]") : []);
  const switches = () => Array.from(page() ? page().querySelectorAll("[data-ask-layer]") : []);
  const where = () => { try { return decodeURIComponent(location.pathname); } catch (error) { return location.pathname; } };
  const here = () => Boolean(boot && page()) && where() === boot.path;

  // A value of the address that is no option of its box any more stays there as an option of its own.
  function show(control, value) {
    control.value = value;
    if (control.tagName === "SELECT" && control.value !== value) { control.value = ""; }
  }

  // The boxes as the address has them.
  function sync() {
    const query = new URLSearchParams(location.search);
    for (const control of controls()) { show(control, query.get(control.dataset.ask) || control.dataset.usual || ""); }
    if (query.has("l")) {
      const on = query.get("l").split(",");
      for (const box of switches()) { box.checked = on.includes(box.dataset.askLayer); }
    }
  }

  // Ask the server for what the address says now; several changes at once are one question.
  function ask() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (here()) { put("module-query", { data: { path: location.pathname, search: location.search, at: Date.now() } }); }
    }, WAIT_MS);
  }

  // New counts in the words of the options; an option that is gone is hidden, since the page still owns it.
  function count(select, words) {
    for (const option of select.options) {
      option.hidden = option.disabled = !words.has(option.value);
      if (words.has(option.value)) { option.textContent = words.get(option.value); words.delete(option.value); }
    }
    for (const [value, said] of words) { select.append(new Option(said, value)); }
  }

  function write(change) {
    const to = new URL(location.href);
    change(to.searchParams);
    if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
  }

  function changed(control) {
    write((query) => {
      if (control.value) { query.set(control.dataset.ask, control.value); } else { query.delete(control.dataset.ask); }
    });
    ask();
  }

  function reset() {
    write((query) => { for (const name of boot.asks) { query.delete(name); } });
    sync();
    ask();
  }

  // Layers are switched in the browser alone.
  function switched() {
    const on = switches().filter((box) => box.checked).map((box) => box.dataset.askLayer);
    const all = switches().map((box) => box.dataset.askLayer);
    const spec = boot.spec;
    const visible = spec.layers.map((layer) => layer.id).filter((id) => !all.includes(id) || on.includes(id));
    put(MAP, { visible });
    write((query) => { query.set("l", on.reverse().join(",")); });
  }

  function wake() {
    const frame = document.querySelector("#module-page .module-frame");
    if (!frame || !boot.spec) { return; }
    const begin = () => { if (here()) { put(MAP, { spec: boot.spec }); } };
    if (!("IntersectionObserver" in window)) { begin(); return; }
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) { return; }
      watch.disconnect();
      // What is read first is drawn first.
      (window.requestIdleCallback || window.setTimeout)(begin, { timeout: 1500 });
    }, { rootMargin: "200px" });
    watch.observe(frame);
  }

  // The data of a page come a moment before its elements: those of the page before must not be taken for them.
  function ready(mine, tries) {
    if (boot !== mine || !tries) { return; }
    if (page() && page().dataset.path === mine.path) { sync(); wake(); return; }
    window.setTimeout(() => ready(mine, tries - 1), WAIT_MS);
  }

  // A table as a file: what is seen, with the page it is from.
  function tableFile(button) {
    const box = document.getElementById(button.dataset.tableFile);
    const table = box && box.querySelector("table");
    if (!table) { return; }
    const clean = (text) => {
      const plain = text.replace(/\s+/g, " ").trim();
      const safe = /^[=+@\t\r]/.test(plain) || (/^-/.test(plain) && Number.isNaN(Number(plain))) ? `'${plain}` : plain;
      return `"${safe.replace(/"/g, '""')}"`;
    };
    const lines = Array.from(table.rows, (row) => Array.from(row.cells, (cell) => clean(cell.innerText)).join(";"));
    lines.push("", clean(document.title), clean(location.href));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" }));
    link.download = `${button.dataset.tableFile}.csv`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Enter on any cell of a row opens its card, as the link of its first cell does.
  function openRow(event) {
    const cell = event.target.closest("#module-grid .ag-cell");
    const row = cell && cell.closest(".ag-row");
    if (!row || event.target !== cell || cell.querySelector("a.grid-link")) { return; }
    const link = document.querySelector(`#module-grid .ag-row[row-index="${row.getAttribute("row-index")}"] a.grid-link`);
    if (link) { link.click(); }
  }

  document.addEventListener("change", (event) => {
    if (!here() || !event.target.dataset) { return; }
    if (event.target.dataset.ask) { changed(event.target); }
    if (event.target.dataset.askLayer) { switched(); }
  });
  document.addEventListener("click", (event) => {
    const sheet = event.target.closest("[data-table-file]");
    if (sheet) { tableFile(sheet); }
    const button = here() && event.target.closest("[data-ask-reset], [data-ask-toggle]");
    if (!button) { return; }
    if (button.dataset.askReset) { reset(); }
    if (button.dataset.askToggle) {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && here()) { openRow(event); } });
  window.addEventListener("popstate", () => {
    if (here()) { sync(); ask(); }
  });

  const quiet = () => window.dash_clientside.no_update;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenterModule = {
    start(data, spec) {
      boot = { ...data, spec };
      ready(boot, PATIENCE);
      return quiet();
    },
    options(boxes) {
      for (const control of controls()) {
        const rows = (boxes || {})[control.dataset.ask];
        if (!rows || control.tagName !== "SELECT") { continue; }
        count(control, new Map(rows));
        show(control, new URLSearchParams(location.search).get(control.dataset.ask) || "");
      }
      return quiet();
    },
    rows() {
      window.setTimeout(() => {
        try { window.dash_ag_grid.getApi("module-grid").purgeInfiniteCache(); } catch (error) { return; }
      }, 0);
      return quiet();
    }
  };
}());
