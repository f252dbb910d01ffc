// The catalogue of indicators: search and facets counted in the browser, table or cards, keyboard, state in the address.
(function () {
  "use strict";

  const all = window.sitcenterCatalogue;
  const { element } = all;
  const PART = 60, FIRST = 12, REST_MS = 200, PHONE = "(max-width: 800px)";
  let now = null;

  const part = (id) => document.getElementById(`catalogue-${id}`);
  const clearing = () => document.getElementById("indicators-clear");
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
    facets.forEach((f) => Object.assign(f, packed(f.rows)));
    const year = by.last.codes.get(String(cargo.year));
    const demo = Uint8Array.from(rows, (row) => (row.origin_code === "synthetic" ? 1 : 0));
    const fresh = Uint8Array.from(by.last.rows, (found) => (found === year || (Array.isArray(found) && found.includes(year)) ? 1 : 0));
    return { rows, facets, by, demo, fresh, year: cargo.year, rank: all.search(cargo.index, cargo.letters, demo) };
  }

  // Options of all rows one after another, and where those of each row begin.
  function packed(rows) {
    const starts = new Uint32Array(rows.length + 1), places = [];
    rows.forEach((found, no) => {
      if (Array.isArray(found)) { places.push(...found); } else if (found !== -1) { places.push(found); }
      starts[no + 1] = places.length;
    });
    return { starts, places: Uint16Array.from(places) };
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
    // A name with a minus is from the greatest down.
    now.order = [...new Map((asked.get("sort") || "").split(",").map((name) => (name.startsWith("-") ? [name.slice(1), "descending"] : [name, "ascending"])))]
      .filter(([id]) => now.columns.has(id) && now.columns.get(id).sort);
  }

  function write(of) {
    if (of !== now || location.pathname !== now.path) { return; }
    const to = new URL(location.href);
    const put = (name, value) => { if (value) { to.searchParams.set(name, value); } else { to.searchParams.delete(name); } };
    put("q", now.query.trim());
    now.data.facets.forEach((f) => put(f.id, [...(now.chosen[f.id] || [])].join(",")));
    put("sort", now.order.map(([id, way]) => (way === "descending" ? `-${id}` : id)).join(","));
    put("view", now.viewAsked ? now.view : "");
    if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
  }

  function meets(facet, wanted, no) {
    for (let place = facet.starts[no]; place < facet.starts[no + 1]; place += 1) { if (wanted[facet.places[place]]) { return true; } }
    return false;
  }

  function count(facet, counts, no) {
    for (let place = facet.starts[no]; place < facet.starts[no + 1]; place += 1) { counts[facet.places[place]] += 1; }
  }

  // Rows that meet words and choices, and counts of every option under all other choices.
  function narrow() {
    const { rows, facets } = now.data, size = facets.length;
    const scores = now.query.trim() ? now.data.rank(now.query) : null;
    const wanted = facets.map((f) => now.chosen[f.id] && Uint8Array.from(f.options, ([code]) => (now.chosen[f.id].has(code) ? 1 : 0)));
    const counts = facets.map((f) => new Uint32Array(f.options.length));
    const found = [];
    for (let no = 0; no < rows.length; no += 1) {
      if (scores && !scores[no]) { continue; }
      let missed = -1, misses = 0;
      for (let place = 0; place < size && misses < 2; place += 1) {
        if (wanted[place] && !meets(facets[place], wanted[place], no)) { missed = place; misses += 1; }
      }
      if (misses === 0) {
        for (let place = 0; place < size; place += 1) { count(facets[place], counts[place], no); }
        found.push(rows[no]);
      } else if (misses === 1) { count(facets[missed], counts[missed], no); }
    }
    if (scores) { found.sort((a, b) => scores[b.no] - scores[a.no] || a.no - b.no); }
    now.found = now.order.length ? ordered(found) : found;
    now.counts = counts;
  }

  // Places of all rows by a column, made once; texts by the alphabet of the reader, what has no value is NaN.
  function ranks(id) {
    if (!now.ranks[id]) {
      const field = now.columns.get(id).sort, values = now.data.rows.map((row) => row[field]);
      const texts = [...new Set(values.filter((value) => value && typeof value === "string"))].sort(new Intl.Collator(now.lang, { numeric: true }).compare);
      const places = new Map(texts.map((text, no) => [text, no]));
      now.ranks[id] = Float64Array.from(values, (value) => (typeof value === "number" ? value : places.has(value) ? places.get(value) : NaN));
    }
    return now.ranks[id];
  }

  // In the order of the chosen columns; rows without a value stand last in both directions.
  function ordered(found) {
    const by = now.order.map(([id, way]) => [ranks(id), way === "ascending" ? 1 : -1]);
    return found.sort((a, b) => {
      for (const [places, sign] of by) {
        const one = places[a.no], other = places[b.no];
        if (one === other) { continue; }
        const lacks = Number.isNaN(one), alsoLacks = Number.isNaN(other);
        if (lacks !== alsoLacks) { return lacks ? 1 : -1; }
        if (!lacks) { return (one - other) * sign; }
      }
      return 0;
    });
  }

  const say = (name, count) => {
    const forms = now.words, form = now.plural.select(count);
    return (forms[`${name}.${form}`] || forms[`${name}.other`]).replace("{count}", now.number.format(count));
  };

  function put(node, text) { if (node.textContent !== text) { node.textContent = text; } }

  function tell() {
    const { found, words } = now, { demo, fresh, year } = now.data;
    const made = found.reduce((sum, row) => sum + demo[row.no], 0), have = found.reduce((sum, row) => sum + fresh[row.no], 0);
    put(part("count"), made ? `${say("found", found.length)}: ${words.split
      .replace("{real}", now.number.format(found.length - made)).replace("{demo}", now.number.format(made))}` : say("found", found.length));
    put(part("coverage"), found.length ? words.coverage.replace("{year}", year)
      .replace("{have}", now.number.format(have)).replace("{all}", now.number.format(found.length))
      .replace("{lack}", now.number.format(found.length - have)) : "");
    part("empty").hidden = found.length > 0;
  }

  // Chosen conditions are drawn anew only when they change; the next one then takes the focus of the one that was taken away.
  function chips() {
    const sign = JSON.stringify([now.data.facets.map((f) => [...(now.chosen[f.id] || [])]), Boolean(now.query.trim())]);
    if (sign === now.chips) { return; }
    now.chips = sign;
    const inside = part("chips").contains(document.activeElement);
    const made = now.data.facets.flatMap((f) => [...(now.chosen[f.id] || [])].map((code) => {
      const [, text, lang] = f.options[f.codes.get(code)];
      const button = element("button", { type: "button", class: "chip", "aria-label": now.words.remove.replace("{name}", text) },
        element("span", { lang }, text), element("i", { class: "bi bi-x-lg", "aria-hidden": "true" }));
      button.addEventListener("click", () => toggle(f.id, code));
      return button;
    }));
    clearing().hidden = !made.length && !now.query.trim();
    part("chips").replaceChildren(...made);
    if (inside) { (made[0] || search()).focus(); }
  }

  function clearAll() {
    now.chosen = {};
    now.query = "";
    search().value = "";
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
    now.parts.forEach((one) => {
      const number = now.counts[one.place][one.no], chosen = now.chosen[now.data.facets[one.place].id], ticked = Boolean(chosen && chosen.has(one.code));
      if (one.box.checked !== ticked) { one.box.checked = ticked; }
      if (one.number === number && one.ticked === ticked) { return; }
      if (one.number !== number) { one.count.textContent = now.number.format(number); }
      one.line.classList.toggle("facet-none", number === 0 && !ticked);
      Object.assign(one, { number, ticked });
    });
    now.heads.forEach(({ f, chosen }) => { put(chosen, now.chosen[f.id] ? now.number.format(now.chosen[f.id].size) : ""); });
  }

  // Cards come by parts as their end is neared: a thousand of them are never drawn at once.
  function moreCards() {
    const list = part("list"), from = list.childElementCount, to = from + PART - from % PART;
    list.append(...now.found.slice(from, to).map((row) => all.card(row, now.words, toggle)));
    part("more").hidden = list.childElementCount >= now.found.length;
  }

  // A key draws those in view; the rest of the first part follows when nobody types.
  function cards(typing) {
    clearTimeout(now.coming);
    part("list").replaceChildren(...now.found.slice(0, FIRST).map((row) => all.card(row, now.words, toggle)));
    if (typing && now.found.length > FIRST) { part("more").hidden = true; now.coming = setTimeout(rest, REST_MS, now); } else { moreCards(); }
  }

  function rest(of) {
    if (of === now && document.contains(part("list"))) { moreCards(); }
  }

  function table() {
    if (!now.table) {
      now.table = all.table(part("table"), [...now.columns.values()], {
        label: now.label, words: now.words, order: now.order, leave: () => search().focus(), sort: (order) => { now.order = order; show(); },
      });
    }
    now.table.show(now.found);
  }

  function view(typing) {
    const cardsShown = now.view === "cards";
    part("list").hidden = !cardsShown;
    part("more").hidden = !cardsShown;
    part("table").hidden = cardsShown || !now.found.length;
    if (now.shown !== now.view) {
      now.shown = now.view;
      document.querySelectorAll("[data-catalogue-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.catalogueView === now.view)));
      part("list").replaceChildren();
    }
    if (cardsShown) { cards(typing); } else { clearTimeout(now.coming); table(); }
  }

  // The list first: its measures are taken before the other words change. The address follows the keys when all is drawn.
  function show(typing) {
    narrow();
    view(typing);
    tell();
    chips();
    facetCounts();
    clearTimeout(now.writing);
    if (typing) { now.writing = setTimeout(write, 50, now); } else { write(now); }
  }

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
      if (now.view === "cards") { if (links[0]) { links[0].focus(); } } else { now.table.enter(); }
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
    now = { words: boot.words, data: unpack(cargo, boot.words), chosen: {}, query: "", view: "table", found: [], counts: [], parts: [], heads: [], table: null,
      path: location.pathname, order: [], ranks: {}, columns: new Map(boot.columns.map((column) => [column.id, column])), label: boot.label, lang: boot.lang,
      plural: new Intl.PluralRules(boot.lang), number: { format: (count) => String(count).replace(/\B(?=(\d{3})+$)/g, boot.gap) } };
    read(boot);
    // What was typed before the catalogue came is looked for; else the field says what the address asks.
    if (document.activeElement === search()) { now.query = search().value; } else { search().value = now.query; }
    facetsOnce();
    // On a phone the filters stay folded until they are asked for.
    part("filters").open = !matchMedia(PHONE).matches;
    search().oninput = () => { now.query = search().value; show(true); };
    part("more").onclick = moreCards;
    clearing().onclick = clearAll;
    document.querySelectorAll("[data-catalogue-view]").forEach((button) => {
      button.onclick = () => { now.view = button.dataset.catalogueView; now.viewAsked = true; show(); };
    });
    if (all.watch) { all.watch.disconnect(); }
    all.watch = new IntersectionObserver((seen) => { if (seen.some((s) => s.isIntersecting) && !part("more").hidden) { moreCards(); } },
      { rootMargin: "600px" });
    all.watch.observe(part("more"));
    show();
    part("page").dataset.ready = "true";
    // The first search is as quick as the later ones: the browser has met its code.
    const { rank, rows } = now.data;
    window.setTimeout(() => rows.length && rank(rows[0].name), 300);
  };

  // What tests and measurements ask of the search.
  all.found = () => now.found.map((row) => row.code);
  all.rank = (query) => [...now.data.rank(query, true)].map((score, no) => [now.data.rows[no].code, score]).filter((pair) => pair[1]);

  document.addEventListener("keydown", keys);
  // Who leaves by a link comes back to what was last asked for.
  document.addEventListener("click", (event) => { if (now && event.target.closest && event.target.closest("a")) { write(now); } }, true);
}());
