// Keeps the page of a wall in the browser (a service worker of /wall), so that a box may start while its server is away.
// It keeps pages of walls, which say nothing of their reader, with the scripts, styles and letters they name; never an answer of /api/.
(function () {
  "use strict";

  var KEPT = "wall-pages", SCOPE = "/wall/";
  // The address without a wall leads to the one of this screen; which that is comes with every page of a wall.
  var FIRST = "/wall", LEADS = "X-Wall-First";
  var FILE = /^\/(assets|vendor|static)\//, PATIENCE = 5000;

  // A page differs by its wall and by the language that is asked for.
  function name(url) {
    if (url.pathname === FIRST) { return FIRST; }
    var lang = url.searchParams.get("lang");
    return url.pathname + (lang ? "?lang=" + encodeURIComponent(lang) : "");
  }
  function own(text, pattern, base) {
    return Array.from(text.matchAll(pattern), function (found) { return new URL(found[1].replace(/&amp;/g, "&"), base); })
      .filter(function (url) { return url.origin === location.origin && FILE.test(url.pathname); });
  }

  // Addresses of files change with their content: what is kept under an address is right for ever. What there is not (letters
  // of a script that nobody writes here) is left out: the page does without it too.
  async function ensured(cache, url) {
    var found = await cache.match(url.href);
    if (found) { return found; }
    var reply = await fetch(url.href);
    if (reply.ok) { await cache.put(url.href, reply.clone()); }
    else if (reply.status !== 404) { throw new Error(reply.status + " " + url.pathname); }
    return reply;
  }

  // The files of a page with those that its styles name, each in the cache.
  async function files(cache, text, base) {
    var named = own(text, /(?:src|href)="([^"]+)"/g, base), all = named.slice();
    for (var url of named) {
      var reply = await ensured(cache, url);
      if (!reply.ok || !url.pathname.endsWith(".css")) { continue; }
      for (var inner of own(await reply.text(), /url\(["']?([^"')]+)["']?\)/g, url)) {
        await ensured(cache, inner);
        all.push(inner);
      }
    }
    return all.map(function (found) { return found.href; });
  }

  // A page takes the place of the one before when all its files are there; files that no page names go.
  async function keep(url, reply) {
    var cache = await caches.open(KEPT), text = await reply.clone().text();
    if (text.indexOf('id="wall"') < 0) { return; }
    await files(cache, text, url);
    await cache.put(FIRST, new Response(reply.headers.get(LEADS)));
    await cache.put(name(url), reply);
    var wanted = [], kept = await cache.keys();
    for (var one of kept) {
      var page = new URL(one.url);
      if (page.pathname.startsWith(SCOPE)) {
        wanted = wanted.concat(await files(cache, await (await cache.match(one)).text(), page));
      }
    }
    await Promise.all(kept.map(function (one) {
      return FILE.test(new URL(one.url).pathname) && wanted.indexOf(one.url) < 0 ? cache.delete(one) : null;
    }));
  }

  // What the server answered to a page: a wall is kept, one that is gone is forgotten.
  async function learn(url, reply) {
    if (url.searchParams.has("token")) { return; }
    if (reply.status === 200 && !reply.redirected) { await keep(url, reply); }
    else if (reply.status === 404) { await (await caches.open(KEPT)).delete(name(url)); }
  }

  async function known(url) {
    var found = await (await caches.open(KEPT)).match(name(url));
    if (!found || url.pathname !== FIRST) { return found; }
    return Response.redirect(new URL(SCOPE + encodeURIComponent(await found.text()) + url.search, url).href, 303);
  }

  async function page(event, url) {
    var asked = fetch(event.request);
    event.waitUntil(asked.then(function (reply) { return learn(url, reply.clone()); }).catch(function () { /* away */ }));
    var late = new Promise(function (done) { setTimeout(done, PATIENCE); });
    var reply = await Promise.race([asked, late]).catch(function () { /* away */ });
    if (reply && reply.status < 500) { return reply; }
    return (await known(url)) || reply || asked;
  }

  async function file(request) {
    return (await (await caches.open(KEPT)).match(request.url)) || fetch(request);
  }

  self.addEventListener("install", function () { self.skipWaiting(); });
  self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
  self.addEventListener("fetch", function (event) {
    var request = event.request, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) { return; }
    if (request.mode === "navigate") { event.respondWith(page(event, url)); }
    else if (FILE.test(url.pathname)) { event.respondWith(file(request)); }
  });
  // The page that brought the keeper was loaded before there was one.
  self.addEventListener("message", function (event) {
    var url = new URL(String(event.data && event.data.keep), location.href);
    if (url.origin !== location.origin || !url.pathname.startsWith(SCOPE)) { return; }
    event.waitUntil(fetch(url.href).then(function (reply) { return learn(url, reply); }).catch(function () { /* away */ }));
  });
}());
