// The tool "export": layers of the present view as files; big ones are ordered as jobs and followed here.
(function () {
  "use strict";

  const POLL_MS = 1500;
  const body = () => document.getElementById("tool-export-body");
  const said = (name) => body().getAttribute(`data-words-${name.replace("_", "-")}`);
  let timer = 0;
  let seen = "";

  function status(text, fault) {
    const node = document.getElementById("tool-export-status");
    node.textContent = text;
    node.classList.toggle("fault", Boolean(fault));
  }

  // Only what is on the map can be chosen.
  function changed(state) {
    if (!body()) { return; }
    const rows = Array.from(body().querySelectorAll("[data-export-row]"));
    const fresh = state.visible.join() !== seen;
    seen = state.visible.join();
    const upper = state.visible[state.visible.length - 1];
    for (const row of rows) {
      row.hidden = !state.visible.includes(row.dataset.exportRow);
      if (fresh) { row.querySelector("input").checked = row.dataset.exportRow === upper; }
    }
    const none = rows.every((row) => row.hidden);
    document.getElementById("tool-export-none").hidden = !none;
    document.getElementById("tool-export-go").disabled = none;
  }

  // What is asked of a layer: the filters, time, place and window of the map.
  function question(id) {
    const state = window.sitcenterMap.state();
    const asked = {};
    if (state.filters[id]) { asked.filters = JSON.stringify(state.filters[id]); }
    if (state.time) { asked.t = state.time; }
    if (state.district) { asked.district = state.district; }
    const day = window.sitcenterMapKnown.day(state);
    if (day) { asked.as_of = day; }
    const city = window.sitcenterTools.city();
    if (document.getElementById("tool-export-window").checked && city) {
      asked.bbox = city.map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(6)).join(",");
    }
    return asked;
  }

  async function go() {
    const format = document.getElementById("tool-export-format").value;
    const button = document.getElementById("tool-export-go");
    const chosen = Array.from(body().querySelectorAll("[data-export-layer]:checked"))
      .filter((input) => !input.closest("[data-export-row]").hidden).map((input) => input.dataset.exportLayer);
    if (!chosen.length) { status(said("none"), true); return; }
    button.disabled = true;
    status(said("working"));
    try {
      let queued = false;
      for (const id of chosen) { queued = (await take(id, format)) || queued; }
      status(said(queued ? "queued" : "ready"));
    } catch (error) {
      status(error.message, true);
    }
    button.disabled = false;
    follow();
  }

  // A small file comes at once; the door says when it is too big, and then it becomes a job.
  async function take(id, format) {
    const asked = question(id);
    const lang = body().dataset.lang;
    const reply = await fetch(`/api/layers/${id}/export?${new URLSearchParams({ format, lang, ...asked })}`);
    if (reply.status === 413) {
      await window.sitcenterTools.ask(`/api/jobs?lang=${lang}`, { layer: id, format, ...asked });
      return true;
    }
    if (!reply.ok) {
      const fault = await reply.json().catch(() => ({}));
      throw new Error([fault.message, fault.hint].filter(Boolean).join(" ") || String(reply.status));
    }
    window.sitcenterFiles.save(await reply.blob(), window.sitcenterFiles.nameOf(reply));
    return false;
  }

  async function follow() {
    window.clearTimeout(timer);
    if (!body() || window.sitcenterTools.current() !== "export") { return; }
    try {
      const { jobs } = await window.sitcenterTools.ask(`/api/jobs?lang=${body().dataset.lang}`);
      if (!body()) { return; }
      drawJobs(jobs);
      if (jobs.some((job) => job.status === "waiting" || job.status === "running")) { timer = window.setTimeout(follow, POLL_MS); }
    } catch (error) {
      timer = window.setTimeout(follow, POLL_MS * 4);
    }
  }

  function element(tag, props, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  }

  function drawJobs(jobs) {
    const list = document.getElementById("tool-export-jobs");
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.job : "";
    list.replaceChildren(...(jobs.length ? jobs.map(card) : [element("li", { textContent: said("no_files"), className: "muted" })]));
    if (focused) { const again = list.querySelector(`[data-job="${focused}"]`); if (again) { again.focus(); } }
  }

  function card(job) {
    const number = (value) => value.toLocaleString(body().dataset.lang);
    const item = element("li", {}, element("div", { className: "job-head" },
      element("strong", { textContent: `${job.title}, ${job.format.toUpperCase()}` }), element("span", { textContent: job.words })));
    if (job.status === "running") {
      item.append(element("progress", { max: Math.max(job.rows, 1), value: job.done, ariaLabel: job.title }),
        element("p", { className: "muted", textContent: said("progress").replace("{done}", number(job.done)).replace("{total}", number(job.rows)) }));
    } else {
      const parts = [said("rows").replace("{rows}", number(job.rows)), job.size].filter(Boolean);
      item.append(element("p", { className: "muted", textContent: job.fault || parts.join(", ") }));
    }
    const row = element("div", { className: "files-row" });
    if (job.file) { row.append(element("a", { href: job.file, className: "button button-quiet", textContent: said("fetch") })); }
    const open = job.status === "waiting" || job.status === "running";
    const drop = element("button", { type: "button", className: "button button-quiet", textContent: said(open ? "cancel" : "remove") });
    drop.dataset.job = job.id;
    row.append(drop);
    item.append(row);
    return item;
  }

  document.addEventListener("click", async (event) => {
    if (event.target.closest("#tool-export-go")) { go(); }
    const drop = event.target.closest("#tool-export-jobs [data-job]");
    if (drop) {
      drop.disabled = true;
      await window.sitcenterFiles.send(`/api/jobs/${drop.dataset.job}`, { method: "DELETE" }).catch(() => null);
      follow();
    }
  });

  window.sitcenterTools.add("export", { open: follow, changed, close: () => window.clearTimeout(timer) });
}());
