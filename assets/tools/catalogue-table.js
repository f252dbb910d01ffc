// Table of the catalogue: rows of one height, of which only those in view stand in the page; sorted by its heads, walked by keys.
(function () {
  "use strict";

  const all = window.sitcenterCatalogue = window.sitcenterCatalogue || {};
  const ROW = 52, SPARE = 3, LEAST = 64, STEP = 16, REST_MS = 200;
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  // `told` has `label`, `words`, `order` (pairs of column and direction), `sort(order)` for a change of it, `leave()` for a step up from the heads.
  all.table = function (host, columns, told) {
    const { element } = all;
    let rows = [], slots = [], top = 0, height = 0, at = { row: 0, column: 0 }, marked = null, resting = 0;
    const widths = columns.map((column) => (column.id === "name" && matchMedia("(max-width: 600px)").matches ? 152 : column.width));
    const heads = columns.map(head);
    const line = element("div", { class: "catalogue-row catalogue-heads", role: "row", "aria-rowindex": 1 }, ...heads);
    const body = element("div", { class: "catalogue-rows", role: "rowgroup" });
    const grid = element("div", { class: "catalogue-grid", role: "grid", "aria-label": told.label, "aria-colcount": columns.length },
      element("div", { role: "rowgroup", class: "catalogue-top" }, line), body);
    host.replaceChildren(grid);
    wide();
    order();

    function head(column, no) {
      const made = element("div", { class: `catalogue-cell${column.right ? " catalogue-right" : ""}`, role: "columnheader", "aria-colindex": no + 1, tabindex: -1 },
        element("span", {}, column.title), element("i", { "aria-hidden": "true" }));
      if (column.sort) { made.addEventListener("click", (event) => turn(no, event.shiftKey)); }
      const grip = element("span", { class: "catalogue-grip", "aria-hidden": "true" });
      grip.addEventListener("click", (event) => event.stopPropagation());
      grip.addEventListener("dblclick", () => fit(no));
      grip.addEventListener("pointerdown", (event) => {
        const from = event.clientX - widths[no];
        event.preventDefault();
        grip.setPointerCapture(event.pointerId);
        grip.onpointermove = (moved) => widen(no, moved.clientX - from);
      });
      grip.addEventListener("lostpointercapture", () => { grip.onpointermove = null; });
      made.append(grip);
      return made;
    }

    function wide() {
      grid.style.setProperty("--columns", widths.map((width) => `${width}px`).join(" "));
      grid.style.setProperty("--width", `${widths.reduce((sum, width) => sum + width, 0)}px`);
    }

    function widen(no, width) {
      widths[no] = Math.max(columns[no].least || LEAST, Math.round(width));
      wide();
    }

    // As wide as the longest text in view needs it.
    function fit(no) {
      const cells = [heads[no], ...slots.filter((slot) => slot.row).map((slot) => slot.cells[no])];
      cells.forEach((cell) => cell.classList.add("catalogue-free"));
      const most = Math.max(...cells.map((cell) => cell.scrollWidth));
      cells.forEach((cell) => cell.classList.remove("catalogue-free"));
      widen(no, Math.min(most + 1, 600));
    }

    function order() {
      heads.forEach((made, no) => {
        const place = told.order.findIndex(([id]) => id === columns[no].id), way = place === -1 ? "none" : told.order[place][1];
        if (columns[no].sort) { made.setAttribute("aria-sort", way); }
        const sign = made.querySelector("i");
        sign.className = way === "none" ? "" : way === "ascending" ? "bi bi-arrow-up-short" : "bi bi-arrow-down-short";
        sign.textContent = place !== -1 && told.order.length > 1 ? String(place + 1) : "";
      });
    }

    // One more press turns the order of a column round, then takes it away; with Shift beside the columns chosen before.
    function turn(no, beside) {
      const { id } = columns[no], now = told.order.find((pair) => pair[0] === id), way = NEXT[now ? now[1] : "none"];
      const others = beside ? told.order.filter((pair) => pair[0] !== id) : [];
      told.order = way === "none" ? others : beside && now ? told.order.map((pair) => (pair[0] === id ? [id, way] : pair)) : [...others, [id, way]];
      order();
      told.sort(told.order);
    }

    function slot() {
      const cells = columns.map((column, no) => element("div", { class: `catalogue-cell${column.right ? " catalogue-right" : ""}${column.small ? " catalogue-small" : ""}`, role: "gridcell", "aria-colindex": no + 1, tabindex: -1 }));
      const box = element("div", { class: "catalogue-row", role: "row" }, ...cells);
      return { box, cells, fills: columns.map((column, no) => all.cell(cells[no], column, told.words)), row: null, no: -1, titled: [] };
    }

    function fill(one, no) {
      if (one.no !== no) {
        one.no = no;
        one.box.style.top = `${no * ROW}px`;
        one.box.setAttribute("aria-rowindex", no + 2);
      }
      const row = rows[no];
      if (one.row === row) { return; }
      one.titled.splice(0).forEach((cell) => cell.removeAttribute("title"));
      if (!one.row) { one.box.hidden = false; }
      one.row = row;
      for (const put of one.fills) { put(row); }
    }

    // Every row has its slot by its number: those that stay in view are not touched, those that come take the place of those that go.
    function place() {
      const size = Math.ceil(height / ROW) + 1 + 2 * SPARE;
      if (slots.length < size) {
        while (slots.length < size) { slots.push(slot()); }
        body.append(...slots.map((one) => one.box));
      }
      const from = Math.max(0, Math.min(Math.floor(top / ROW) - SPARE, rows.length - slots.length));
      const held = grid.contains(document.activeElement) ? document.activeElement : null, row = held && held.closest(".catalogue-row");
      for (let no = from; no < from + slots.length; no += 1) {
        const one = slots[no % slots.length];
        // The cell that has the focus goes out of view: the table itself keeps it.
        if (row === one.box && one.no !== no) { grid.tabIndex = -1; grid.focus({ preventScroll: true }); }
        if (no < rows.length) { fill(one, no); } else if (one.row) { one.box.hidden = true; one.row = null; one.no = -1; }
      }
      mark();
      if (held && document.activeElement === grid && marked) { marked.focus({ preventScroll: true }); }
      clearTimeout(resting);
      resting = setTimeout(settle, REST_MS, from);
    }

    // Rows stand in the page as they are read, once they rest.
    function settle(from) {
      const first = slots[from % slots.length].box, before = [];
      for (let box = first.previousElementSibling; box; box = box.previousElementSibling) { before.unshift(box); }
      if (!before.length) { return; }
      if (before.some((box) => box.contains(document.activeElement))) {
        const after = [];
        for (let box = first; box; box = box.nextElementSibling) { after.push(box); }
        body.prepend(...after);
      } else { body.append(...before); }
    }

    function spot() {
      if (at.row < 0 || !rows.length) { return heads[at.column]; }
      const one = slots[at.row % slots.length];
      return one && one.no === at.row && one.row ? one.cells[at.column] : null;
    }

    // One cell stands in the order of Tab; while it is out of view, the table does.
    function mark() {
      const next = spot();
      if (next === marked && (next || grid.tabIndex === 0)) { return; }
      if (marked) { marked.tabIndex = -1; }
      if (next) { next.tabIndex = 0; grid.removeAttribute("tabindex"); } else { grid.tabIndex = 0; }
      marked = next;
    }

    function go(row, column) {
      at = { row: Math.max(-1, Math.min(row, rows.length - 1)), column: Math.max(0, Math.min(column, columns.length - 1)) };
      if (at.row >= 0) {
        const view = height - line.offsetHeight, above = at.row * ROW;
        if (above < top) { top = above; } else if (above + ROW > top + view) { top = above + ROW - view; }
        grid.scrollTop = top;
        place();
      } else { mark(); }
      const cell = spot();
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    function open(event) {
      const one = slots[at.row % slots.length], link = one && one.row && one.box.querySelector("a");
      if (link) { link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey })); }
    }

    function keys(event) {
      const { row, column } = at, page = Math.max(1, Math.floor((height - line.offsetHeight) / ROW) - 1), far = event.ctrlKey || event.metaKey;
      const steps = {
        ArrowDown: () => go(row + 1, column), ArrowUp: () => (row < 0 ? told.leave() : go(row - 1, column)),
        ArrowLeft: () => go(row, column - 1), ArrowRight: () => go(row, column + 1),
        Home: () => go(far ? 0 : row, 0), End: () => go(far ? rows.length - 1 : row, columns.length - 1),
        PageDown: () => go(row + page, column), PageUp: () => go(Math.max(0, row - page), column),
        Enter: () => (row < 0 ? columns[column].sort && turn(column, event.shiftKey) : open(event)),
        " ": () => row < 0 && columns[column].sort && turn(column, event.shiftKey),
      };
      const sideways = event.altKey && row < 0 && { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (sideways) { event.preventDefault(); widen(column, widths[column] + sideways); return; }
      if (event.altKey || !(event.key in steps)) { return; }
      event.preventDefault();
      event.stopPropagation();
      steps[event.key]();
    }

    // What is cut off in a cell, and why a status is what it is, is said when it is pointed at.
    function title(event) {
      const cell = event.target.closest(".catalogue-rows .catalogue-cell"), one = cell && slots.find((s) => s.box === cell.parentNode);
      if (!one || !one.row || cell.title) { return; }
      cell.title = all.said(one.row, columns[one.cells.indexOf(cell)]);
      one.titled.push(cell);
    }

    grid.addEventListener("scroll", () => { top = Math.max(0, grid.scrollTop); place(); }, { passive: true });
    grid.addEventListener("keydown", keys);
    grid.addEventListener("pointerover", title);
    grid.addEventListener("focusin", (event) => {
      const cell = event.target.closest(".catalogue-cell");
      if (!cell) { return; }
      const one = slots.find((s) => s.box === cell.parentNode);
      at = { row: one ? one.no : -1, column: one ? one.cells.indexOf(cell) : heads.indexOf(cell) };
      mark();
    });
    new ResizeObserver(() => { if (grid.clientHeight && grid.clientHeight !== height) { height = grid.clientHeight; place(); } }).observe(grid);

    return {
      show(found) {
        if (!height) { height = grid.clientHeight; }
        if (rows !== found && at.row >= 0) { at.row = 0; }
        if (rows.length !== found.length) {
          body.style.height = `${found.length * ROW}px`;
          grid.setAttribute("aria-rowcount", found.length + 1);
        }
        rows = found;
        if (top) { top = 0; grid.scrollTop = 0; }
        place();
      },
      enter() { if (rows.length) { go(0, 0); } },
    };
  };
}());
