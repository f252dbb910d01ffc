// Rows of the catalogue of indicators: cells of the table and cards, each with a very small chart drawn from signs.
(function () {
  "use strict";

  const all = window.sitcenterCatalogue = window.sitcenterCatalogue || {};
  const HEIGHTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const WIDTH = 112, HEIGHT = 30, EDGE = 3;
  const ICONS = { on_track: "check-circle", at_risk: "exclamation-triangle", off_track: "x-octagon", no_data: "question-circle" };
  const NONE = "\u2013";
  const KINDS = { 1: "good", "-1": "bad" };

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value !== undefined && value !== null && value !== false && value !== "") { made.setAttribute(name, value === true ? "" : value); }
    });
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function drawn(tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }

  // Path of the line and place of its last point, in pixels of the picture.
  all.line = function (shape) {
    const step = (WIDTH - 2 * EDGE) / Math.max(shape.length - 1, 1), top = HEIGHTS.length - 1;
    const places = [...shape].map((sign, no) => [
      Math.round((EDGE + no * step) * 10) / 10, Math.round((HEIGHT - EDGE - HEIGHTS.indexOf(sign) / top * (HEIGHT - 2 * EDGE)) * 10) / 10,
    ]);
    return { d: "M" + places.map((p) => p.join(" ")).join("L"), last: places[places.length - 1] };
  };

  function shapeWords(row, words) { return words.shape.replace("{first}", row.shape_first).replace("{last}", row.period).replace("{value}", row.value); }

  all.shape = function (row, words) {
    if (!row.shape) { return element("span", { class: "muted" }, NONE); }
    const { d, last } = all.line(row.shape);
    const box = element("span", { class: "shape", role: "img", "aria-label": shapeWords(row, words) });
    box.append(drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" },
      drawn("path", { d }), drawn("circle", { cx: last[0], cy: last[1], r: 2.5 })));
    return box;
  };

  all.status = function (row) {
    const icon = element("i", { class: `bi bi-${ICONS[row.status_code]}`, "aria-hidden": "true" });
    return element("span", { class: `badge-mark badge-verdict-${row.status_code}`, title: row.why }, icon,
      element("span", {}, row.judged ? `${row.status}, ${row.judged}` : row.status));
  };

  // A change is for the better or the worse in a sign and in words, never by colour alone.
  all.change = function (row, words) {
    const kind = row.better > 0 ? "good" : row.better < 0 ? "bad" : "";
    const box = element("span", { class: kind ? `change change-${kind}` : "change" }, row.change);
    if (kind) { box.append(element("span", { class: "change-word" }, words[kind])); }
    return box;
  };

  all.card = function (row, words, toggle) {
    const tag = (facet, code, text) => {
      const button = element("button", { type: "button", class: "tag" }, text);
      button.addEventListener("click", () => toggle(facet, code));
      return button;
    };
    const mark = (text, kind) => (text ? element("span", { class: `badge-mark badge-${kind}` }, text) : null);
    return element("li", { class: "catalogue-card" },
      element("h3", {}, element("a", { href: row.href, class: "catalogue-link", lang: row.name_lang }, row.name)),
      element("div", { class: "catalogue-figure" },
        element("div", {}, element("p", { class: "catalogue-value" }, row.value),
          element("p", { class: "muted" }, [row.place, row.period].filter(Boolean).join(" · "))),
        all.shape(row, words)),
      element("dl", {},
        element("div", {}, element("dt", {}, words.change), element("dd", {}, all.change(row, words))),
        element("div", {}, element("dt", {}, words.plan), element("dd", {}, row.plan || NONE))),
      element("p", { class: "catalogue-marks" }, all.status(row), mark(row.age, row.late ? "age-late" : "age-static"),
        mark(row.origin, `origin-${row.origin_code}`), row.doubt ? mark(words.doubt, "doubt") : null),
      element("p", { class: "catalogue-tags" }, row.topic ? tag("topic", row.topic_code, row.topic) : null,
        row.collection ? tag("collection", row.collection_code, row.collection) : null));
  };

  function written(cell, said) {
    const text = cell.appendChild(document.createTextNode(""));
    let before = "";
    return (row) => {
      const now = said(row);
      if (now !== before) { text.data = before = now; }
    };
  }

  function classed(cell, of) {
    const own = cell.className;
    let before = "";
    return (row) => {
      const now = of(row);
      if (now !== before) { cell.className = `${own} ${before = now}`; }
    };
  }

  // Cells of the table are made once; each then takes the words of one row after another.
  const CELLS = {
    name(cell, words) {
      const link = element("a", { class: "grid-link", tabindex: -1 });
      const doubt = element("i", { class: "bi bi-exclamation-diamond catalogue-doubt", role: "img", "aria-label": words.doubt, title: words.doubt, hidden: true });
      const name = written(link, (row) => row.name);
      cell.classList.add("catalogue-name");
      cell.append(link, doubt);
      return (row) => {
        name(row);
        link.setAttribute("href", row.href);
        if (link.lang !== row.name_lang) { if (row.name_lang) { link.lang = row.name_lang; } else { link.removeAttribute("lang"); } }
        if (doubt.hidden !== !row.doubt) { doubt.hidden = !row.doubt; }
      };
    },
    shape(cell, words) {
      const path = drawn("path", {}), circle = drawn("circle", { r: 2.5 }), none = element("span", { class: "muted" }, NONE);
      const box = element("span", { class: "shape", role: "img" });
      box.append(drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" }, path, circle));
      cell.append(box, none);
      return (row) => {
        const line = row.shape ? row.line = row.line || all.line(row.shape) : null;
        box.hidden = !line;
        none.hidden = Boolean(line);
        if (!line) { return; }
        path.setAttribute("d", line.d);
        circle.setAttribute("cx", line.last[0]);
        circle.setAttribute("cy", line.last[1]);
        box.setAttribute("aria-label", shapeWords(row, words));
      };
    },
    // A status and a change for the better or the worse have words; shape and colour come from the class of the cell.
    status(cell) {
      const look = classed(cell, (row) => `cell-status cell-status-${row.status_code} bi bi-${ICONS[row.status_code]}`);
      const words = written(cell, (row) => row.status_cell);
      return (row) => { look(row); words(row); };
    },
    change(cell) {
      const look = classed(cell, (row) => (KINDS[row.better] ? `cell-change change-${KINDS[row.better]}` : "cell-change"));
      const words = written(cell, (row) => row.change_cell);
      return (row) => { look(row); words(row); };
    },
  };

  all.cell = (cell, column, words) => (CELLS[column.id] ? CELLS[column.id](cell, words) : written(cell, (row) => row[column.id]));

  // What is said of a cell that is pointed at.
  all.said = (row, column) => (column.id === "status" ? row.why || row.status : column.id === "shape" ? "" : row[column.id]);

  // The words of these cells, made once for a row.
  all.plain = function (row, words) {
    row.status_cell = row.judged ? `${row.status}, ${row.judged}` : row.status;
    row.change_cell = KINDS[row.better] ? `${row.change}\n${words[KINDS[row.better]]}` : row.change;
    return row;
  };

  all.element = element;
}());
