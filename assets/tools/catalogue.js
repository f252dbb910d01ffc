// The catalogue of indicators: search and facets counted in the browser, table or cards, keyboard, state in the address.
(function () {
  "use strict";

  const all = window.sitcenterCatalogue;
  const { element } = all;
  const PART = 60, PHONE = "(max-width: 800px)";
  const GRID = "indicators-grid";
  let now = null;

  const part = (id) => document.getElementById(`catalogue-${id}`);
  const search = () => document.getElementById("indicators-search");

  function unpack(cargo, words) {
    const facets = cargo.facets.map((f) => ({ ...f, codes: new Map(f.options.map((o, no) => [o[0], no])) }));
    const by = Object.fromEntries(facets.map((f) => [f.id, f]));
    const first = (facet, no) => { const has = by[facet].rows[no]; return Array.isArray(has) ? has[0] : has; };
    const option = (facet, no, what) => { const place = first(facet, no); return place === -1 || place === undefined ? "" : by[facet].options[place][what]; };
    const rows = cargo.rows.map((values, no) => {
      const row = Object.fromEntries(cargo.fields.map((name, place) => [name, values[place]]));
      ["topic", "collection", "source", "origin", "status"].forEach((facet) => {
        row[facet] = option(facet, no, 1);
        row[`${facet}_code`] = option(facet, no, 0);
      });
      return all.plain(Object.assign(row, { id: row.code, no, href: `/indicators/${row.code}`, status_n: first("status", no) }), words);
    });
    const demo = rows.map((row) => row.origin_code === "synthetic");
    return { rows, facets, by, demo, year: cargo.year, rank: all.search(cargo.index, cargo.letters, demo) };
  }

  // What the address asks for: words, choices of facets, way of showing.
  function read(boot) {
    const asked = new URLSearchParams(location.search), chosen = {};
    now.data.facets.forEach((f) => {
      const codes = (asked.get(f.id) || "").split(",").filter((code) => f.codes.has(code));
      if (codes.length) { chosen[f.id] = new Set(codes); }
    });
    const view = asked.get("view");
    now.chosen = chosen;
    now.view = view === "cards" || view === "table" ? view : matchMedia(PHONE).matches ? "cards" : "table";
    now.viewAsked = view === "cards" || view === "table";
    now.query = (asked.get("q") || "").slice(0, boot.limit);
  }

  function write() {
    const to = new URL(location.href);
    const put = (name, value) => { if (value) { to.searchParams.set(name, value); } else { to.searchParams.delete(name); } };
    put("q", now.query.trim());
    now.data.facets.forEach((f) => put(f.id, [...(now.chosen[f.id] || [])].join(",")));
    put("view", now.viewAsked ? now.view : "");
    if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
  }

  const has = (facet, no) => { const found = facet.rows[no]; return Array.isArray(found) ? found : found === -1 ? [] : [found]; };

  // Rows that meet words and choices, and counts of every option under all other choices.
  function narrow() {
    const { rows, facets } = now.data;
    const scores = now.query.trim() ? now.data.rank(now.query) : null;
    const wanted = facets.map((f) => (now.chosen[f.id] ? new Set([...now.chosen[f.id]].map((code) => f.codes.get(code))) : null));
    const counts = facets.map((f) => new Array(f.options.length).fill(0));
    const found = [];
    rows.forEach((row, no) => {
      if (scores && !scores.has(no)) { return; }
      let missed = -1;
      for (let place = 0; place < facets.length; place += 1) {
        if (!wanted[place] || has(facets[place], no).some((o) => wanted[place].has(o))) { continue; }
        if (missed !== -1) { return; }
        missed = place;
      }
      facets.forEach((f, place) => { if (missed === -1 || missed === place) { has(f, no).forEach((o) => { counts[place][o] += 1; }); } });
      if (missed === -1) { found.push(row); }
    });
    if (scores) { found.sort((a, b) => scores.get(b.no) - scores.get(a.no) || a.no - b.no); }
    now.found = found;
    now.counts = counts;
  }

  const say = (name, count) => {
    const forms = now.words, form = now.plural.select(count);
    return (forms[`${name}.${form}`] || forms[`${name}.other`]).replace("{count}", now.number.format(count));
  };

  function tell() {
    const { found, words } = now, demo = found.filter((row) => now.data.demo[row.no]).length;
    part("count").textContent = demo ? `${say("found", found.length)}: ${words.split
      .replace("{real}", now.number.format(found.length - demo)).replace("{demo}", now.number.format(demo))}` : say("found", found.length);
    const year = now.data.by.last.codes.get(String(now.data.year));
    const fresh = found.filter((row) => has(now.data.by.last, row.no).includes(year)).length;
    part("coverage").textContent = found.length ? words.coverage.replace("{year}", now.data.year)
      .replace("{have}", now.number.format(fresh)).replace("{all}", now.number.format(found.length))
      .replace("{lack}", now.number.format(found.length - fresh)) : "";
    part("empty").hidden = found.length > 0;
  }

  function chips() {
    const made = now.data.facets.flatMap((f) => [...(now.chosen[f.id] || [])].map((code) => {
      const [, text, lang] = f.options[f.codes.get(code)];
      const button = element("button", { type: "button", class: "chip", "aria-label": now.words.remove.replace("{name}", text) },
        element("span", { lang }, text), element("i", { class: "bi bi-x-lg", "aria-hidden": "true" }));
      button.addEventListener("click", () => toggle(f.id, code));
      return button;
    }));
    if (made.length || now.query.trim()) {
      const clear = element("button", { type: "button", id: "indicators-clear", class: "chip chip-clear" }, now.words.clear);
      clear.addEventListener("click", () => { clearAll(); });
      made.push(clear);
    }
    part("chips").replaceChildren(...made);
  }

  function clearAll() {
    now.chosen = {};
    now.query = "";
    window.dash_clientside.set_props("indicators-search", { value: "" });
    show();
    search().focus();
  }

  function toggle(facet, code) {
    const chosen = now.chosen[facet] || new Set();
    if (chosen.has(code)) { chosen.delete(code); } else { chosen.add(code); }
    if (chosen.size) { now.chosen[facet] = chosen; } else { delete now.chosen[facet]; }
    show();
  }

  // Facets are made once; later only their counts and ticks change, so that nothing under the pointer moves.
  function facetsOnce() {
    const made = now.data.facets.filter((f) => f.options.length > 1).map((f) => {
      const place = now.data.facets.indexOf(f);
      const options = f.options.map(([code, text, lang], no) => {
        const box = element("input", { type: "checkbox", value: code, "data-facet": f.id });
        box.addEventListener("change", () => toggle(f.id, code));
        const count = element("span", { class: "facet-count" });
        const line = element("label", { class: "facet-option" }, box, element("span", { lang }, text), count);
        now.parts.push({ place, no, code, box, count, line });
        return line;
      });
      const chosen = element("span", { class: "facet-chosen" });
      now.heads.push({ f, chosen });
      return element("details", { class: "facet", open: Boolean(now.chosen[f.id]) || ["topic", "status"].includes(f.id) },
        element("summary", {}, now.words[`facet.${f.id}`], chosen),
        element("fieldset", {}, element("legend", { class: "visually-hidden" }, now.words[`facet.${f.id}`]), ...options));
    });
    part("facets").replaceChildren(...made);
  }

  function facetCounts() {
    now.parts.forEach(({ place, no, code, box, count, line }) => {
      const number = now.counts[place][no], id = now.data.facets[place].id;
      box.checked = Boolean(now.chosen[id] && now.chosen[id].has(code));
      count.textContent = now.number.format(number);
      line.classList.toggle("facet-none", number === 0 && !box.checked);
    });
    now.heads.forEach(({ f, chosen }) => { chosen.textContent = now.chosen[f.id] ? now.number.format(now.chosen[f.id].size) : ""; });
  }

  // Cards come by parts as their end is neared: a thousand of them are never drawn at once.
  function moreCards() {
    const list = part("list"), from = list.childElementCount;
    list.append(...now.found.slice(from, from + PART).map((row) => all.card(row, now.words, toggle)));
    part("more").hidden = list.childElementCount >= now.found.length;
  }

  function cards() {
    part("list").replaceChildren();
    moreCards();
  }

  function table() {
    if (!now.grid) { return; }
    now.grid.setGridOption("rowData", now.found);
  }

  function view() {
    const cardsShown = now.view === "cards";
    part("list").hidden = !cardsShown;
    part("more").hidden = !cardsShown;
    part("table").hidden = cardsShown;
    document.querySelectorAll("[data-catalogue-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.catalogueView === now.view)));
    if (cardsShown) { cards(); return; }
    part("list").replaceChildren();
    if (now.grid) { table(); return; }
    window.dash_clientside.set_props("catalogue-view", { data: "table" });
  }

  function show() {
    narrow();
    tell();
    chips();
    facetCounts();
    view();
    write();
  }

  // The table is there: it takes the rows by its own interface.
  all.mounted = function () {
    const of = now;
    window.dash_ag_grid.load().then((grid) => grid.getApiAsync(GRID)).then((api) => {
      if (of !== now) { return; }
      now.grid = api;
      table();
      part("page").dataset.ready = "true";
    });
  };

  // Arrow keys go through the cards; from the search down into the list or the table.
  function keys(event) {
    const field = search();
    if (!now || !field || !document.contains(field)) { return; }
    const typing = event.target.closest && event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
    const links = [...part("list").querySelectorAll(".catalogue-link")];
    if (event.target === field && event.key === "ArrowDown") {
      event.preventDefault();
      if (now.view === "cards") { if (links[0]) { links[0].focus(); } } else if (now.grid && now.found.length) { now.grid.setFocusedCell(0, "name"); }
      return;
    }
    const place = links.indexOf(event.target);
    if (place === -1) { return; }
    event.preventDefault();
    if (event.key === "ArrowUp" && place === 0) { field.focus(); return; }
    if (event.key === "ArrowDown" && place === links.length - 1 && !part("more").hidden) { moreCards(); }
    const next = part("list").querySelectorAll(".catalogue-link")[place + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  all.start = function (boot, cargo) {
    now = { words: boot.words, data: unpack(cargo, boot.words), chosen: {}, query: "", view: "table", found: [], counts: [], parts: [], heads: [], grid: null,
      plural: new Intl.PluralRules(boot.lang), number: { format: (count) => String(count).replace(/\B(?=(\d{3})+$)/g, boot.gap) } };
    read(boot);
    all.cells(now.words);
    facetsOnce();
    // On a phone the filters stay folded until they are asked for.
    part("filters").open = !matchMedia(PHONE).matches;
    search().oninput = () => { now.query = search().value; show(); };
    part("more").onclick = moreCards;
    document.querySelectorAll("[data-catalogue-view]").forEach((button) => {
      button.onclick = () => { now.view = button.dataset.catalogueView; now.viewAsked = true; show(); };
    });
    if (all.watch) { all.watch.disconnect(); }
    all.watch = new IntersectionObserver((seen) => { if (seen.some((s) => s.isIntersecting) && !part("more").hidden) { moreCards(); } },
      { rootMargin: "600px" });
    all.watch.observe(part("more"));
    show();
    if (now.view === "cards") { part("page").dataset.ready = "true"; }
  };

  // What tests and measurements ask of the search.
  all.found = () => now.found.map((row) => row.code);
  all.rank = (query) => [...now.data.rank(query, true)].map(([no, score]) => [now.data.rows[no].code, score]);

  document.addEventListener("keydown", keys);
}());
