// Page of one indicator: its state stands in the address; pictures with source and date inside; texts to copy.
(function () {
  "use strict";

  const NO = () => window.dash_clientside.no_update;
  const NAMES = ["view", "territory", "breakdown", "look", "vs", "second", "scale", "forecast"];
  const USUAL = { look: "line", scale: "own" };
  const here = () => location.pathname.indexOf("/indicators/") === 0;

  function put(to, name, value) {
    const text = Array.isArray(value) ? value.join(",") : value || "";
    if (text && text !== USUAL[name]) { to.searchParams.set(name, text); } else { to.searchParams.delete(name); }
  }

  // What is copied follows the state: the address itself, and the frame for another site.
  function refresh() {
    const address = document.getElementById("indicator-address");
    const frame = document.getElementById("indicator-embed");
    if (address) { address.textContent = location.href; }
    if (frame) {
      const shown = new URL(location.href);
      shown.pathname = `/embed${shown.pathname}`;
      shown.hash = "";
      shown.searchParams.set("lang", document.documentElement.lang);
      frame.textContent = frame.textContent.replace(/src="[^"]*"/, () => `src="${shown.href.replaceAll("&", "&amp;")}"`);
    }
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenter = Object.assign(window.dash_clientside.sitcenter || {}, {
    indicatorAddress: function (...values) {
      const to = new URL(location.href);
      if (here()) {
        NAMES.forEach((name, place) => put(to, name, values[place]));
        if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
        refresh();
      }
      return !(values[5] || (values[4] || []).length);
    },
    // Words become an indicator when one of the suggestions was taken; an empty field takes it away.
    indicatorSecond: function (text) {
      if (!text) { return ""; }
      const found = /\u00b7\s*([A-Za-z0-9][A-Za-z0-9._-]*)$/.exec(text);
      return found ? found[1] : NO();
    },
    indicatorDay: function (day) {
      const to = new URL(location.href);
      if (here() && (to.searchParams.get("at") || "") !== (day || "")) {
        put(to, "at", day);
        history.pushState({}, "", to.href);
        window.dispatchEvent(new PopStateEvent("popstate"));
      }
      return NO();
    },
  });

  function wrapped(text, chars) {
    const lines = [""];
    text.split(/\s+/).forEach((word) => {
      const last = lines[lines.length - 1];
      if (last && `${last} ${word}`.length > chars) { lines.push(word); } else { lines[lines.length - 1] = last ? `${last} ${word}` : word; }
    });
    return lines;
  }

  const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  // Title, caption (what, source, date, origin), notes of breaks, address: the picture says them by itself.
  function words(root) {
    const caption = [...document.querySelectorAll("#indicator-caption .caption-line")].map((line) => line.textContent.trim());
    const ahead = [...document.querySelectorAll("#indicator-ahead .caption-line")].map((line) => line.textContent.trim());
    const breaks = [...document.querySelectorAll(".break-notes:not(.break-unmarked) li")].map((item, at) => `${at + 1}: ${item.textContent.trim()}`);
    const loud = root.dataset.loud ? [`<b>${safe(root.dataset.loud.toUpperCase())}</b>`] : [];
    return loud.concat(...[caption.join(" \u00b7 "), ahead.join(" \u00b7 "), ...breaks, location.origin + location.pathname].map((part) => wrapped(safe(part), 130)));
  }

  const WIDTH = 1200, PLOT = 560, LINE = 20, TITLE = 30;

  function picture(kind) {
    const root = document.querySelector(".indicator");
    const graph = document.querySelector("#indicator-chart .js-plotly-plot");
    if (!root || !graph || !window.Plotly) { return Promise.resolve(); }
    const title = wrapped(safe(document.querySelector("h1").textContent.trim()), 80);
    const below = words(root);
    const look = getComputedStyle(document.documentElement);
    const layout = JSON.parse(JSON.stringify(graph.layout));
    const plot = Math.max(PLOT, graph.layout.height || 0);
    const top = TITLE * title.length + 70, bottom = LINE * below.length + 110;
    Object.assign(layout, {
      width: WIDTH, height: plot + top + bottom - 180, autosize: false, paper_bgcolor: look.getPropertyValue("--surface").trim(),
      margin: { ...layout.margin, l: 40, r: Math.max(40, (layout.margin || {}).r || 0), t: top, b: bottom },
      legend: { ...layout.legend, y: 1.01, yref: "paper" },
    });
    const area = layout.height - top - bottom;
    const say = (text, y, size, anchor) => ({
      text, x: 0, xref: "paper", xanchor: "left", xshift: -20, y, yref: "paper", yanchor: anchor, align: "left", showarrow: false, font: { size },
    });
    layout.annotations = (layout.annotations || []).concat(
      say(title.map((line) => `<b>${line}</b>`).join("<br>"), 1 + (top - 12) / area, 22, "top"),
      say(below.join("<br>"), -(bottom - 12) / area, 14, "bottom"),
    );
    const config = (graph._context && { locale: graph._context.locale, locales: graph._context.locales }) || {};
    const box = document.createElement("div");
    return window.Plotly.toImage({ data: graph.data, layout, config }, { format: kind, width: WIDTH, height: layout.height, scale: kind === "png" ? 2 : 1 })
      .then((url) => {
        const link = Object.assign(document.createElement("a"), { href: url, download: `${graph._context.toImageButtonOptions.filename}.${kind}` });
        box.append(link);
        link.click();
      });
  }

  document.addEventListener("click", (event) => {
    const shot = event.target.closest("[data-picture]");
    if (shot) { shot.disabled = true; picture(shot.dataset.picture).finally(() => { shot.disabled = false; }); return; }
    const tick = event.target.closest("[data-tick]");
    if (tick) {
      const list = tick.dataset.tick ? tick.dataset.tick.split(",") : [];
      window.dash_clientside.set_props("indicator-compared", { value: list });
      return;
    }
    const copy = event.target.closest("[data-copy-from]");
    if (copy) {
      const source = document.getElementById(copy.dataset.copyFrom);
      navigator.clipboard.writeText(source.textContent).then(() => { copy.dataset.done = "1"; setTimeout(() => { delete copy.dataset.done; }, 2000); },
        () => { getSelection().selectAllChildren(source); });
    }
  });
}());
