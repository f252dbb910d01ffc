// The search box of the map: a combobox with grouped answers, used with the keyboard or a pointer.
(function () {
  "use strict";

  const WAIT_MS = 140;
  let timer = 0;
  let running = null;
  let answers = [];
  let active = -1;

  function box() { return document.getElementById("map-search"); }
  function list() { return document.getElementById("map-search-list"); }
  function status() { return document.getElementById("map-search-status"); }
  function words() { return box().dataset; }

  function close() {
    const input = box();
    window.clearTimeout(timer);
    if (running) { running.abort(); }
    if (!input) { return; }
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    list().hidden = true;
    list().replaceChildren();
    answers = [];
    active = -1;
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function option(result, group) {
    const made = element("div", "search-option");
    made.id = `map-search-option-${answers.length}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.answer = String(answers.length);
    made.append(element("span", "search-title", result.title));
    if (result.note) { made.append(element("span", "search-note", result.note)); }
    answers.push({ ...result, group });
    return made;
  }

  function show(found) {
    answers = [];
    active = -1;
    const made = found.groups.map((group) => {
      const section = element("div", "search-group");
      section.setAttribute("role", "group");
      section.setAttribute("aria-label", group.title);
      const title = element("div", "search-group-title", group.title);
      title.setAttribute("role", "presentation");
      section.append(title, ...group.results.map((result) => option(result, group.group)));
      return section;
    });
    if (!answers.length) { made.push(element("div", "search-empty", words().empty)); }
    list().replaceChildren(...made);
    list().hidden = false;
    list().scrollTop = 0;
    box().setAttribute("aria-expanded", "true");
    box().removeAttribute("aria-activedescendant");
    status().textContent = answers.length ? words().found.replace("{count}", answers.length) : words().empty;
    if (answers.length) { mark(0); }
  }

  function fail() {
    list().replaceChildren(element("div", "search-empty", words().failed));
    list().hidden = false;
    box().setAttribute("aria-expanded", "true");
    status().textContent = words().failed;
  }

  function mark(at) {
    const options = list().querySelectorAll("[role=option]");
    if (active >= 0 && options[active]) { options[active].setAttribute("aria-selected", "false"); }
    active = (at + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    box().setAttribute("aria-activedescendant", options[active].id);
  }

  async function ask(text) {
    if (running) { running.abort(); }
    running = new AbortController();
    const mine = running;
    try {
      const reply = await fetch(`/api/search?q=${encodeURIComponent(text)}`, { signal: mine.signal });
      if (!reply.ok) { throw new Error(String(reply.status)); }
      const found = await reply.json();
      if (!mine.signal.aborted && box() && box().value.trim() === text) { show(found); }
    } catch (error) {
      if (error.name !== "AbortError" && box()) { fail(); }
    }
  }

  function typed() {
    const text = box().value.trim();
    window.clearTimeout(timer);
    if (text.length < 2) { close(); return; }
    timer = window.setTimeout(() => ask(text), WAIT_MS);
  }

  function choose(at) {
    const answer = answers[at];
    if (!answer) { return; }
    box().value = answer.title;
    close();
    // The box stands on the start page too, where there is no map to move.
    if (document.getElementById("map-page")) { window.sitcenterMap.go(answer); } else { location.assign(answer.href); }
  }

  document.addEventListener("input", (event) => { if (event.target.id === "map-search") { typed(); } });
  document.addEventListener("focusin", (event) => {
    if (event.target.id !== "map-search" && !event.target.closest("#map-search-list")) { close(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "map-search" || event.isComposing) { return; }
    const open = !list().hidden && answers.length > 0;
    if (event.key === "ArrowDown" && !open) { typed(); }
    else if (event.key === "ArrowDown") { mark(active + 1); }
    else if (event.key === "ArrowUp" && open) { mark(active - 1); }
    else if (event.key === "Enter" && open) { choose(active); }
    else if (event.key === "Escape" && !list().hidden) { close(); }
    else if (event.key === "Escape" && box().value) { box().value = ""; }
    else { return; }
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("#map-search-list")) { event.preventDefault(); }
    else if (event.target.id !== "map-search") { close(); }
  });
  document.addEventListener("click", (event) => {
    const made = event.target.closest("#map-search-list [data-answer]");
    if (made) { choose(Number(made.dataset.answer)); box().blur(); }
  });
}());
