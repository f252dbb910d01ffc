// A wall: shows scenes one after the other, asks the server for its pulse, and lives on when the server or the network is gone.
(function () {
  "use strict";

  var root = document.getElementById("wall");
  var boot = JSON.parse(root.dataset.boot);
  var query = new URLSearchParams(location.search);
  // For trying a playlist out: all times are multiplied by it.
  var pace = Math.min(Math.max(Number(query.get("pace")) || 1, 0.005), 1);
  var MINUTE = 60000, KEEP_MINUTES = 10;
  var LONGEST_PAUSE = 10 * MINUTE, LONGEST_WAIT = 30000, PATIENCE = 8000, LOST_AFTER = 15000, ALARM_TURN = 15000;
  // However fast a playlist runs, the server is asked once a second at most.
  var LEAST_PULSE = 1000;
  var SHIFTS = [[0, 0], [4, 2], [6, -2], [3, -5], [-2, -4], [-6, 0], [-4, 4], [1, 6]];
  var asked = /^[a-z]+$/.test(query.get("lang") || "") ? query.get("lang") : "";
  var KEPT = "wall:" + boot.wall + ":" + asked + ":", RELOADED = "wall:reloaded";

  var state = { content: null, place: 0, turn: 0, failures: 0, lastGood: 0, aside: 0, paused: false, shift: 0, kept: false };
  var timers = { turn: 0, pulse: 0, hint: 0, pause: 0 };

  function part(id) { return document.getElementById(id); }
  function lang() { return boot.langs[state.turn % boot.langs.length]; }
  function say(name, values) {
    return boot.words[lang()][name].replace(/\{(\w+)\}/g, function (_, key) { return values[key]; });
  }
  function put(id, text) { var node = part(id); if (node.textContent !== text) { node.textContent = text; } }
  function plan(name, call, ms) { clearTimeout(timers[name]); timers[name] = setTimeout(call, ms); }

  // Time by the server's clock, which is known to be right; then by the clock of the city.
  function now() { return Date.now() + state.aside; }
  function inCity(ms) { return new Date(ms + (state.content ? state.content.offset : 0) * MINUTE).toISOString(); }
  function hours(ms) { return inCity(ms).slice(11, 16); }

  function scenes() { return state.content ? state.content.scenes[lang()] || [] : []; }
  function present() {
    if (state.content && state.content.alarm) { return state.content.alarm[lang()]; }
    var list = scenes();
    return list.length ? list[state.place % list.length] : null;
  }

  function show() {
    var scene = present();
    document.documentElement.lang = lang();
    document.body.classList.toggle("wall-alarm", Boolean(state.content && state.content.alarm));
    put("w-where", boot.names[lang()]);
    put("w-title", scene ? scene.title : boot.names[lang()]);
    var stage = part("w-stage");
    if (scene) { stage.innerHTML = scene.html; } else if (state.content) { nothing(stage); }
    stage.dataset.scene = scene ? scene.id : "";
    stage.dataset.lang = lang();
    dots();
    clock();
    plan("turn", turn, scene ? (scene.kind === "alarm" ? ALARM_TURN : scene.seconds * 1000) * pace : LOST_AFTER);
  }

  function nothing(stage) {
    stage.textContent = "";
    ["none", "none_hint"].forEach(function (name) {
      var line = document.createElement("p");
      line.className = "w-empty";
      line.textContent = say(name);
      stage.appendChild(line);
    });
  }

  function dots() {
    var list = part("w-dots"), count = state.content && state.content.alarm ? 0 : scenes().length;
    while (list.children.length > count) { list.lastChild.remove(); }
    while (list.children.length < count) { list.appendChild(document.createElement("li")); }
    for (var no = 0; no < count; no += 1) { list.children[no].className = no === state.place % count ? "w-here" : ""; }
  }

  // The next scene; after the last one the next language begins.
  function step(by) {
    var count = scenes().length;
    if (state.content && state.content.alarm) { state.turn += 1; } else if (count) {
      var next = state.place + by;
      if (next >= count) { state.turn += 1; }
      if (next < 0) { state.turn += boot.langs.length - 1; }
      state.place = (next + count) % count;
    }
    show();
  }
  function turn() {
    if (state.paused) { plan("turn", turn, 1000); return; }
    step(1);
  }

  // What is shown stays where it is when fresh data come; only a scene that is gone gives way.
  function take(content, kept) {
    var before = present();
    state.content = content;
    state.kept = kept;
    var list = scenes(), same = list.findIndex(function (scene) { return before && scene.id === before.id; });
    state.place = same >= 0 ? same : Math.min(state.place, Math.max(list.length - 1, 0));
    show();
  }

  // What is kept is for the reader whose mark it has: what others left in this browser is thrown away, never shown.
  function forget(reader) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        var parts = name.split(":");
        if (parts[0] === "wall" && parts[3] !== reader) { localStorage.removeItem(name); }
      });
    } catch (error) { /* a browser that keeps nothing */ }
  }
  function keep(content) {
    forget(content.reader);
    try {
      localStorage.removeItem(KEPT + content.reader);
      localStorage.setItem(KEPT + content.reader, JSON.stringify(content));
    } catch (error) { /* no room: nothing is kept */ }
  }
  // The age of what is kept counts from the last time the server was heard, not from the last change.
  function heard() {
    state.failures = 0;
    state.lastGood = now();
    try { localStorage.setItem(KEPT + state.content.reader + ":at", String(state.lastGood)); } catch (error) { /* no room */ }
  }
  // The page itself may be a kept one: who reads is told by the cookie, which signing out and another key take away.
  function cookie(name) {
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([0-9a-f]+)"));
    return found ? found[1] : "";
  }
  function reader() { return cookie("sitcenter_wall_reader"); }
  function recall() {
    forget(reader());
    try {
      var found = JSON.parse(localStorage.getItem(KEPT + reader()) || "null");
      if (!found || !found.scenes[lang()]) { return; }
      state.lastGood = Number(localStorage.getItem(KEPT + reader() + ":at")) || 0;
      take(found, true);
    } catch (error) { forget(null); }
  }

  function ask(path) {
    var end = new AbortController(), timer = setTimeout(function () { end.abort(); }, PATIENCE);
    var language = query.get("lang") ? "?lang=" + encodeURIComponent(query.get("lang")) : "";
    return fetch("/api/wall/" + boot.wall + path + language, { signal: end.signal, credentials: "same-origin", cache: "no-store" })
      .then(function (reply) {
        if (reply.status === 404) { forget(null); }
        if (!reply.ok) { throw new Error(String(reply.status)); }
        var at = Date.parse(reply.headers.get("Date") || "");
        if (at) { state.aside = Math.abs(at - Date.now()) > 2000 ? at - Date.now() : 0; }
        return reply.json();
      })
      .finally(function () { clearTimeout(timer); });
  }

  // A browser keeps the page for starts without a server (keeper.js) where it trusts the address: https or the machine itself.
  function keepPage() {
    var workers = navigator.serviceWorker, before = workers && workers.controller;
    if (!workers) { return; }
    workers.register("/wall/keeper.js", { scope: "/wall" }).then(function () { return workers.ready; }).then(function (found) {
      function ask() { found.active.postMessage({ keep: location.pathname + location.search }); }
      if (!before) { ask(); }
      setInterval(ask, KEEP_MINUTES * MINUTE * pace);
    }).catch(function () { /* the wall works without */ });
  }
  // A key in the address of a kept page, which the server would have taken away: what is kept is for the last key only.
  function sameKey() {
    var token = query.get("token"), last = cookie("sitcenter_wall_key");
    query.delete("token");
    history.replaceState(null, "", location.pathname + (String(query) ? "?" + query : ""));
    if (!last || !window.crypto.subtle) { return Promise.resolve(false); }
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode("wall-key|" + token)).then(function (bytes) {
      var hex = Array.from(new Uint8Array(bytes), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
      return hex.slice(0, last.length) === last;
    });
  }

  function anew(program) {
    var last = null;
    try { last = sessionStorage.getItem(RELOADED); sessionStorage.setItem(RELOADED, program); } catch (error) { return; }
    if (last !== program) { location.reload(); }
  }

  function beat() {
    ask("/pulse").then(function (found) {
      if (found.program !== boot.program) { anew(found.program); }
      var same = state.content && !state.kept && state.content.stamp === found.stamp && state.content.reader === found.reader;
      if (same) { return null; }
      return ask("").then(function (content) { keep(content); take(content, false); });
    }).then(heard, function () { state.failures += 1; })
      .then(function () {
        clock();
        var wait = Math.min(boot.pulse * Math.pow(2, state.failures), LONGEST_WAIT) * pace;
        plan("pulse", beat, Math.max(wait, LEAST_PULSE));
      });
  }

  function lost() { return state.failures > 0 && now() - state.lastGood > LOST_AFTER * pace; }
  function lostWords() {
    var minutes = Math.floor((now() - state.lastGood) / MINUTE);
    var at = { at: state.lastGood ? hours(state.lastGood) : "\u2013", minutes: minutes, hours: Math.floor(minutes / 60) };
    return say(!state.lastGood || minutes < 1 ? "no_link" : minutes < 120 ? "no_link_min" : "no_link_h", at);
  }

  function banner() {
    var today = inCity(now()).slice(0, 10), scene = present(), said = [];
    (scene ? scene.due : []).forEach(function (due) { if (due.until < today && said.indexOf(due.words) < 0) { said.push(due.words); } });
    var late = said.length ? say("late", { list: said.join(", ") }) : "";
    var node = part("w-banner"), text = [lost() ? lostWords() : "", late].filter(Boolean).join(" \u00b7 ");
    put("w-banner", text);
    node.hidden = !text;
    node.classList.toggle("w-banner-lost", lost());
  }

  function clock() {
    put("w-time", hours(now()));
    var day = state.content && state.content.today === inCity(now()).slice(0, 10) ? state.content.days[lang()] : "";
    put("w-day", day);
    put("w-age", state.lastGood ? say("data_at", { at: hours(state.lastGood) }) : say("waiting"));
    banner();
  }

  function hint(text) {
    put("w-hint", text);
    plan("hint", function () { put("w-hint", state.paused ? say("paused") : ""); }, 4000);
  }
  function pause(on) {
    state.paused = on;
    clearTimeout(timers.pause);
    // Nobody comes back to a key that was touched by chance.
    if (on) { plan("pause", function () { pause(false); put("w-hint", ""); }, LONGEST_PAUSE * pace); }
    hint(say(on ? "paused" : "keys"));
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") { step(event.key === "ArrowRight" ? 1 : -1); hint(say("keys")); }
    else if (event.key === " ") { event.preventDefault(); pause(!state.paused); }
  });
  window.addEventListener("online", function () { state.failures = 0; plan("pulse", beat, 0); });
  // No picture stands on the same pixels for long.
  setInterval(function () {
    state.shift = (state.shift + 1) % SHIFTS.length;
    var by = SHIFTS[state.shift];
    root.style.transform = "translate(calc(" + by[0] + " * var(--u)), calc(" + by[1] + " * var(--u)))";
  }, MINUTE * pace);
  setInterval(clock, 1000);
  function awake() { if (navigator.wakeLock && !document.hidden) { navigator.wakeLock.request("screen").catch(function () { /* the box decides */ }); } }
  document.addEventListener("visibilitychange", awake);
  awake();

  (query.has("token") ? sameKey() : Promise.resolve(true)).then(function (same) {
    if (same) { recall(); }
    clock();
    beat();
  });
  window.addEventListener("load", keepPage);
}());
