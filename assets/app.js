// Small behaviour of the frame: links followed without loading again, menu of the phone, switches, title of the tab.
(function () {
  "use strict";

  function followed(event, anchor) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return false;
    }
    if (anchor.target || anchor.hasAttribute("download") || anchor.dataset.reload) { return false; }
    // A link in a picture has no plain `href`.
    var to = new URL(anchor.getAttribute("href"), location.href);
    if (to.origin !== location.origin || /^\/(api|picture|tiles|assets|static|vendor|healthz)(\/|$)/.test(to.pathname)) { return false; }
    if (to.pathname === location.pathname && to.search === location.search && to.hash) { return false; }
    event.preventDefault();
    history.pushState({}, "", to.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    window.scrollTo(0, 0);
    waitForScreen(to);
    return true;
  }

  // A screen reader and the keyboard go on at the new screen, not at the link that was pressed.
  function waitForScreen(to) {
    var root = document.getElementById("app-root");
    if (!root) { return; }
    var watch = new MutationObserver(function () { settle(); });
    var timer = setTimeout(function () { watch.disconnect(); }, 5000);
    function settle() {
      watch.disconnect();
      clearTimeout(timer);
      var target = to.hash ? document.getElementById(to.hash.slice(1)) : null;
      if (target) { target.scrollIntoView(); }
      var main = document.getElementById("main");
      if (main) { main.focus({ preventScroll: true }); }
      closeMenu();
    }
    watch.observe(root, { childList: true, subtree: true });
  }

  // The browser looks for the part that the address names before the screen has come: it is looked for once more then.
  function toPart() {
    var id = location.hash.slice(1);
    if (!id) { return; }
    var watch = new MutationObserver(look);
    var timer = setTimeout(function () { watch.disconnect(); }, 10000);
    function look() {
      var target = document.getElementById(id);
      if (!target) { return; }
      watch.disconnect();
      clearTimeout(timer);
      target.scrollIntoView();
    }
    watch.observe(document.documentElement, { childList: true, subtree: true });
  }

  toPart();

  function toggle() { return document.querySelector("[data-menu-toggle]"); }
  function closeMenu() { var button = toggle(); if (button) { button.setAttribute("aria-expanded", "false"); } closeGroups(null); }
  // Groups of the menu: one choice, a click beside, Escape and a new screen close them.
  function closeGroups(kept) {
    document.querySelectorAll("details.menu-group[open]").forEach(function (group) { if (group !== kept) { group.open = false; } });
  }

  // The address may have changed since the page came: a switch keeps the state that stands there now.
  function switched(anchor) {
    var to = new URL(location.href);
    to.searchParams.set(anchor.dataset.set, anchor.dataset.value);
    location.assign(to.href);
  }

  document.addEventListener("click", function (event) {
    closeGroups(event.target.closest("details.menu-group"));
    var button = event.target.closest("[data-menu-toggle]");
    if (button) {
      button.setAttribute("aria-expanded", button.getAttribute("aria-expanded") === "true" ? "false" : "true");
      return;
    }
    if (event.target.closest(".toast-note")) { event.target.closest(".toast-note").remove(); return; }
    var anchor = event.target.closest("a[href]");
    if (!anchor) { return; }
    if (anchor.dataset.set && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      switched(anchor);
      return;
    }
    followed(event, anchor);
  });
  document.addEventListener("keydown", function (event) {
    var button = toggle();
    var group = event.key === "Escape" && document.querySelector("details.menu-group[open]");
    if (group) { group.open = false; group.querySelector("summary").focus(); return; }
    if (event.key === "Escape" && button && button.getAttribute("aria-expanded") === "true") {
      closeMenu();
      button.focus();
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sitcenter = Object.assign(window.dash_clientside.sitcenter || {}, {
    showTitle: function (title) {
      if (title) { document.title = title; }
      return window.dash_clientside.no_update;
    }
  });
}());
