// The end of an import: rows tried, progress of a check or load, its outcome.
(function () {
  "use strict";

  const { h, icon, w, notice, ask } = window.sitcenterParts;
  const POLL_MS = 400;
  const COUNTS = ["read", "added", "changed", "unchanged", "closed", "refused"];

  // Table of the first rows as they will be stored.
  function preview(found) {
    const heads = [w("row"), ...found.columns, w("place_column"), w("district")];
    const rows = found.rows.map((row) => {
      if (row.refused) {
        return h("tr", { class: "import-refused" }, h("th", { scope: "row" }, String(row.row)),
          h("td", { colspan: heads.length - 1 }, h("div", { class: "import-refused-why" }, icon("x-circle"), " ", h("strong", {}, w("refused")), ": ", row.why)));
      }
      return h("tr", {}, h("th", { scope: "row" }, String(row.row)), row.cells.map((cell) => h("td", {}, cell)), h("td", {}, placeWords(row)), h("td", {}, row.district));
    });
    return [
      ...(found.doubts || []).map((said) => notice("notice-warn import-doubt", icon("question-circle"), h("span", {}, said))),
      h("p", {}, h("span", { class: "import-good" }, icon("check-circle"), ` ${w("taken")}: ${found.good}`), " · ", h("span", { class: found.refused ? "import-bad" : "" }, `${w("refused")}: ${found.refused}`)),
      h("div", { class: "table-wrap", tabindex: "0", role: "region", aria: { label: w("preview") } },
        h("table", { class: "table import-table" }, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows)))
    ];
  }

  function placeWords(row) {
    if (!row.place || row.place.decided) { return `${row.lon.toFixed(5)}, ${row.lat.toFixed(5)}`; }
    const place = row.place;
    return h("span", { class: place.sure ? "import-place-sure" : "import-place-unsure" }, icon(place.sure ? "geo-alt-fill" : "question-circle"), " ",
      h("strong", {}, place.words), ` ${place.matched}`, place.metres ? h("span", { class: "muted" }, ` ${w("within", { metres: place.metres_words })}, ${w("score", { score: place.score_words })}`) : null);
  }

  // Begin a check or a load and follow it; `put` shows an element.
  async function follow(token, what, wish, put) {
    let state = await ask(`/api/imports/${token}/${what}`, wish);
    while (state.step === "read" || state.step === "publish") {
      const share = Math.round(100 * (state.share || 0));
      const said = state.step === "publish" ? w("publishing") : w(what === "check" ? "checking" : "loading", { share });
      put(h("div", { class: "import-progress" }, h("p", { role: "status" }, said), h("progress", { max: "100", value: state.step === "publish" ? 100 : share, aria: { label: said } })));
      await new Promise((done) => { window.setTimeout(done, POLL_MS); });
      state = await ask(`/api/imports/${token}/state`);
    }
    put(outcome(token, state));
    return state;
  }

  function outcome(token, state) {
    if (state.step === "lost" || state.step === "none") { return notice("notice-bad", w("lost")); }
    const title = state.good ? w(state.dry_run ? "result_check" : "result_load") : w("result_bad");
    const counts = COUNTS.filter((name) => (state.counts || {})[name]).map((name) => [name, state.counts[name]]).map(([name, count]) => h("div", { class: "import-count", data: { count: name, value: count.value } }, h("dd", {}, count.number), h("dt", {}, count.words)));
    const unsure = state.unsure ? h("div", { class: "import-count", data: { count: "unsure", value: state.unsure } }, h("dd", {}, state.unsure_words), h("dt", {}, w("unsure"))) : null;
    const links = [];
    if (state.good && !state.dry_run && state.layer) {
      links.push(h("a", { class: "button", href: `/map?l=districts,city_boundary,roads,${state.layer}` }, icon("map"), h("span", {}, w("on_map"))));
    }
    if (state.load && state.unsure) {
      links.push(h("a", { class: "button button-quiet", href: `/admin/import/${state.load}/review`, data: { load: state.load } }, icon("geo-alt"), h("span", {}, w("review"))));
    }
    if ((state.refusals || []).length) {
      for (const ending of ["xlsx", "csv"]) {
        links.push(h("a", { class: "button button-quiet", href: `/api/imports/${token}/refused.${ending}`, download: "" }, icon("download"), h("span", {}, `${w("refused_file")} (${ending.toUpperCase()})`)));
      }
    }
    const refused = (state.refusals || []).slice(0, 20).map((one) => h("li", {}, `${w("row")} ${one.row}: ${one.why}`));
    return h("div", { class: "import-outcome", data: { status: state.status } },
      notice(state.good ? "" : "notice-bad", icon(state.good ? "check-circle" : "exclamation-triangle"), h("div", {}, h("strong", {}, title), state.message ? h("p", {}, state.message) : null)),
      h("dl", { class: "import-counts" }, counts, unsure), (state.notes || []).map((note) => h("p", { class: "muted" }, note)),
      refused.length ? h("ul", { class: "import-why" }, refused) : null, h("div", { class: "actions" }, links));
  }

  window.sitcenterImportRun = { preview, follow };
}());
