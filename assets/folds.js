// Folded sections: open in wide windows, on paper and where the address leads; what is open stands in the address.
(function () {
  "use strict";

  const PARAMETER = "open", ALL = "all", NONE = "none";
  const WIDE = window.matchMedia("(min-width: 901px)");
  const every = () => [...document.querySelectorAll("details.fold")];
  const wished = () => new URL(location.href).searchParams.has(PARAMETER);

  // The section of an anchor opens, and those around it.
  function reveal(name) {
    const target = name && every().length ? document.getElementById(name) : null;
    if (!target) { return null; }
    const own = target.querySelector(":scope > details.fold");
    if (own) { own.open = true; }
    for (let around = target.closest("details.fold"); around; around = around.parentElement.closest("details.fold")) { around.open = true; }
    return target;
  }

  // A new screen: nothing is done to what the reader has opened or closed since.
  let first = true;
  function settle() {
    const fresh = document.querySelectorAll("details.fold:not([data-settled])");
    if (!fresh.length) { return; }
    const open = WIDE.matches && !wished();
    fresh.forEach((fold) => { fold.dataset.settled = "1"; if (open) { fold.open = true; } });
    const target = reveal(location.hash.slice(1));
    if (target && first) { target.scrollIntoView(); }
    first = false;
  }

  function keep() {
    const folds = every();
    const names = folds.filter((fold) => fold.open).map((fold) => fold.parentElement.id);
    const to = new URL(location.href);
    const usual = WIDE.matches ? folds.length : 0;
    if (names.length === usual) { to.searchParams.delete(PARAMETER); }
    else { to.searchParams.set(PARAMETER, names.length === folds.length ? ALL : names.join(".") || NONE); }
    if (to.href !== location.href) { history.replaceState(history.state, "", to.href); }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-folds]");
    if (button) { every().forEach((fold) => { fold.open = button.dataset.folds === "open"; }); keep(); return; }
    if (event.target.closest("details.fold > summary")) { window.setTimeout(keep); return; }
    const anchor = event.target.closest("a[href^='#']");
    if (anchor) { reveal(anchor.getAttribute("href").slice(1)); }
  });
  window.addEventListener("hashchange", () => { const target = reveal(location.hash.slice(1)); if (target) { target.scrollIntoView(); } });

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = every().filter((fold) => !fold.open);
    closed.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => { closed.forEach((fold) => { fold.open = false; }); closed = []; });

  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
}());
