// Figures by kind of a layer: bars in the colours of the map; a press filters the map, the figures and the list.
(function () {
  "use strict";

  const map = () => window.sitcenterMap;
  const by = (id) => document.getElementById(id);
  let shown = "";

  // Choices of the layer's filters: {name, title, inputs}, the one that colours the map first.
  function fields(id) {
    const body = by(`map-layer-${id}`);
    const found = Array.from((body && body.querySelectorAll("fieldset")) || []).map((set) => {
      const inputs = Array.from(set.querySelectorAll("input[data-choice]"));
      const coloured = Boolean(set.querySelector(".swatch-value"));
      return { name: inputs.length ? inputs[0].dataset.choice.split(" ")[1] : "", title: set.querySelector("legend").textContent, inputs, coloured };
    }).filter((field) => field.inputs.length);
    return found.sort((one, other) => Number(other.coloured) - Number(one.coloured));
  }

  function draw(id, state, color) {
    const section = by("map-kinds");
    if (!section) { return; }
    const known = fields(id);
    section.hidden = !known.length;
    if (!known.length) { shown = ""; return; }
    const select = by("map-kind-field");
    const options = `${id} ${known.map((field) => field.name).join()}`;
    if (select.dataset.of !== options) {
      select.dataset.of = options;
      select.replaceChildren(...known.map((field) => Object.assign(document.createElement("option"), { value: field.name, textContent: field.title })));
    }
    const field = known.find((one) => one.name === select.value) || known[0];
    const key = `${id} ${field.name} ${field.inputs.map((input) => input.value).join()}`;
    if (shown !== key || !by("map-kind-list").children.length) { build(id, field); }
    shown = key;
    fill(id, field, state, color);
  }

  const capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

  function build(id, field) {
    by("map-kind-list").replaceChildren(...field.inputs.map((input) => {
      const label = input.closest("label");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "district-row" });
      button.dataset.kindPick = `${id} ${field.name}`;
      button.dataset.value = input.value;
      const name = Object.assign(document.createElement("span"), { className: "kind-name" });
      const swatch = label.querySelector(".swatch");
      name.append(...(swatch ? [swatch.cloneNode(true)] : []), capital(label.querySelector(".facet-words").textContent));
      const track = Object.assign(document.createElement("span"), { className: "district-track" });
      track.setAttribute("aria-hidden", "true");
      track.append(Object.assign(document.createElement("span"), { className: "district-bar" }));
      button.append(name, Object.assign(document.createElement("span"), { className: "district-number num" }), track);
      const row = document.createElement("li");
      row.append(button);
      return row;
    }));
  }

  // The numbers are those that the filters tell, for any time, place and picture; of a day of knowledge none are known.
  function fill(id, field, state, color) {
    const rule = ((state.filters[id] || {})[field.name] || {}).in;
    const numbers = field.inputs.map((input) => input.closest("label").querySelector(".facet").textContent);
    const values = numbers.map((text) => Number(text.replace(/\D/g, "")));
    const most = Math.max(1, ...values);
    const none = Boolean(window.sitcenterMapKnown.day(state));
    Array.from(by("map-kind-list").children).forEach((row, at) => {
      const button = row.firstElementChild;
      const swatch = button.querySelector(".swatch > span");
      const bar = button.querySelector(".district-bar");
      const chosen = Boolean(rule && rule.includes(JSON.parse(field.inputs[at].value)));
      button.querySelector(".district-number").textContent = none ? "–" : numbers[at];
      bar.style.width = none ? "0" : `${(100 * values[at]) / most}%`;
      bar.style.background = swatch ? swatch.style.background : color;
      button.setAttribute("aria-pressed", String(chosen));
      row.dataset.on = chosen ? "1" : "";
    });
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "map-kind-field" && map().ready()) { map().draw(); }
  });

  window.sitcenterMapKinds = { draw };
}());
