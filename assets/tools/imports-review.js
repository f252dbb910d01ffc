// The list of unsure addresses: places found are chosen, or a point on the map; decisions are kept and taken back.
(function () {
  "use strict";

  const { h, icon, w, setWords, ask, notice, button } = window.sitcenterParts;
  const ZOOM = 15;
  const MARK = "review";
  let rows = [];
  let boot = null;
  let chosen = 0;
  let clicked = null;

  const part = (id) => document.getElementById(id);
  const map = () => (window.citymap ? window.citymap.of(boot.map) : null);
  const now = () => rows.find((row) => row.id === chosen);

  async function review(given) {
    boot = given;
    setWords(boot.words);
    rows = (await ask(`/api/imports/reviews/${boot.load}`)).rows;
    chosen = rows.length ? rows[0].id : 0;
    draw();
    const wait = window.setInterval(() => {
      if (!part("review-list")) { window.clearInterval(wait); return; }
      if (!map() || !map().map || !map().map.isStyleLoaded()) { return; }
      window.clearInterval(wait);
      map().grab(click);
      mark();
    }, 80);
  }

  function click(place) {
    if (!chosen) { return; }
    clicked = { lon: Number(place.lon.toFixed(6)), lat: Number(place.lat.toFixed(6)) };
    drawPoint();
    mark(false);
  }

  function drawPoint() {
    const said = clicked ? [h("span", {}, w("clicked", { lon: clicked.lon.toFixed(5), lat: clicked.lat.toFixed(5) })),
      button(w("use_click"), "check2", () => decide({ ...clicked, how: "click" }), { id: "review-use" })] : [];
    part("review-point").replaceChildren(...said);
  }

  function draw() {
    const left = rows.filter((row) => !row.decision).length;
    part("review-list").replaceChildren(
      h("h2", {}, w("review_list"), " ", h("span", { class: "muted", role: "status", id: "review-left" }, w("review_left", { count: left }))),
      rows.length ? h("ol", { class: "review-rows" }, rows.map(item)) : notice("", icon("check-circle"), w("review_none")));
    drawPoint();
  }

  function item(row) {
    const open = row.id === chosen;
    const head = h("button", { type: "button", class: "review-head", aria: { expanded: String(open) }, on: { click: () => choose(row.id) } },
      icon(row.decision ? "check-circle-fill" : "question-circle"), h("span", {}, h("strong", {}, row.address), h("span", { class: "muted" }, `${w("row")} ${row.row}`)));
    return h("li", { class: open ? "review-row review-open" : "review-row", data: { review: row.id, decided: row.decision ? "1" : "" } }, head, open ? body(row) : null);
  }

  function body(row) {
    const places = row.places.map((place, at) => h("li", {},
      h("span", { class: "review-number" }, String(at + 1)),
      h("div", {}, h("strong", {}, place.words), ` ${place.matched}`, h("br"),
        h("span", { class: "muted" }, [place.district, w("within", { metres: place.metres_words }), w("score", { score: place.score_words })].filter(Boolean).join(", "))),
      choice(place)));
    return h("div", { class: "review-body" }, row.object ? null : h("p", { class: "muted" }, w("no_object")),
      row.decision ? h("p", { class: "review-decided" }, icon("check2"), ` ${row.decision.said} `, button(w("undo"), "arrow-counterclockwise", undo, { class: "button button-quiet" })) : null,
      places.length ? h("ol", { class: "review-places" }, places) : null);
  }

  // The middle of a street is never said to be the place itself.
  function choice(place) {
    const middle = place.quality === "street" || place.quality === "area";
    return button(w(middle ? "keep_middle" : "choose_place"), "", () => decide({ lon: place.lon, lat: place.lat, how: middle ? "middle" : "candidate" }), { class: "button button-quiet" });
  }

  function choose(id) {
    chosen = id;
    clicked = null;
    draw();
    mark();
    const head = document.querySelector(".review-open .review-head");
    if (head) { head.focus({ preventScroll: true }); }
  }

  // Places of the chosen row on the map, with the circle in which the true place lies.
  function mark(move = true) {
    const row = now();
    const city = map();
    if (!row || !city || !city.map) { return; }
    const features = row.places.map((place, at) => ({ type: "Feature", properties: { what: "place", label: String(at + 1) }, geometry: { type: "Point", coordinates: [place.lon, place.lat] } }));
    const point = clicked || row.decision;
    if (point) { features.push({ type: "Feature", properties: { what: "chosen" }, geometry: { type: "Point", coordinates: [point.lon, point.lat] } }); }
    city.overlay(MARK, { type: "FeatureCollection", features }, [
      { id: "places", type: "circle", filter: ["==", ["get", "what"], "place"], paint: { "circle-radius": 9, "circle-color": "#e0007f", "circle-opacity": 0.35, "circle-stroke-color": "#e0007f", "circle-stroke-width": 2 } },
      { id: "chosen", type: "circle", filter: ["==", ["get", "what"], "chosen"], paint: { "circle-radius": 7, "circle-color": "#0b5aa2", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } }
    ]);
    const goal = row.decision || row.places[0];
    if (move && goal) { city.map.jumpTo({ center: [goal.lon, goal.lat], zoom: row.places.length && row.places[0].metres > 1500 ? ZOOM - 2 : ZOOM }); }
  }

  async function decide(place) {
    await change(`/api/imports/reviews/${chosen}/decide`, place);
    const next = rows.find((row) => !row.decision);
    if (next) { choose(next.id); }
  }

  const undo = () => change(`/api/imports/reviews/${chosen}/undo`, {});

  async function change(path, body_) {
    try {
      const fresh = await ask(path, body_);
      rows = rows.map((row) => (row.id === fresh.id ? fresh : row));
      clicked = null;
      draw();
      mark(false);
    } catch (error) {
      part("review-point").replaceChildren(notice("notice-bad", error.message));
    }
  }

  window.sitcenterImportScreens.review = review;
}());
