// Keeps the site in the browser, so that it works without a connection, and hands the rest to
// JupyterLite's own service worker, through which Python reads and writes its files.
//
// SITE is written above by the build: { lab, pages, page_files, lab_files }. This script runs at two
// places: at the root of the site, and in JupyterLite's folder, for those who open a lesson by its
// own address.
"use strict";
const ROOT = new URL(location.pathname.includes(SITE.lab) ? "../" : "./", location).href;
const LAB = ROOT + SITE.lab;
// Other sites may share the origin, so a name begins with our address; it ends with the version.
const PAGES_CACHE = `${ROOT} ${SITE.pages}`;
const LAB_CACHE = `${ROOT} ${SITE.lab}`;
const PAGE_FILES = new Set(SITE.page_files.map((file) => new URL(file, ROOT).href));
const LAB_FILES = new Set(SITE.lab_files.map((file) => new URL(file, LAB).href));
const AT_ONCE = 4;
let keeping = null;

self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("message", (event) => event.waitUntil(answer(event)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.pathname === "/api/service-worker-heartbeat") {
    // JupyterLite sends it every 20 s, the first when it has loaded what it needs. What cannot be
    // kept now, as without a connection, is kept after another one.
    event.waitUntil(keep().catch(() => {}));
    return;
  }
  const file = url.origin + url.pathname.replace(/\/$/, "/index.html");
  const is_of_lab = LAB_FILES.has(file);
  if (event.request.method !== "GET" || !(is_of_lab || PAGE_FILES.has(file))) return;
  event.stopImmediatePropagation(); // JupyterLite's listener would answer, too
  event.respondWith(is_of_lab ? kept(file, event) : newest(file, event));
});
importScripts(`${LAB}build/service-worker.js`);

/** A file of JupyterLite's folder never changes, as the version is in the folder's name. */
async function kept(file, event) {
  const cache = await caches.open(LAB_CACHE);
  const found = await cache.match(file);
  if (found) return found;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(cache.put(file, response.clone()));
  return response;
}

/** A page is the newest one, or without a connection the one that was kept. */
async function newest(file, event) {
  const cache = await caches.open(PAGES_CACHE);
  try {
    const response = await fetch(file, { cache: "no-cache" });
    if (response.ok) event.waitUntil(cache.put(file, response.clone()));
    return response;
  } catch (error) {
    const found = await cache.match(file);
    if (found) return found;
    throw error;
  }
}

async function missing() {
  const there = new Set();
  for (const name of [PAGES_CACHE, LAB_CACHE]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) there.add(request.url);
  }
  return [...PAGE_FILES, ...LAB_FILES].filter((file) => !there.has(file));
}

function keep(tell = () => {}) {
  keeping ??= (async () => {
    const [pages, lab] = [await caches.open(PAGES_CACHE), await caches.open(LAB_CACHE)];
    const files = await missing();
    const one_after_the_other = async () => {
      for (let file = files.pop(); file; file = files.pop()) {
        const is_page = PAGE_FILES.has(file);
        const request = new Request(file, { priority: "low", cache: is_page ? "no-cache" : "default" });
        const cache = is_page ? pages : lab;
        await cache.add(request).catch(() => cache.add(request)); // a connection can be lost once
        tell(files.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one_after_the_other));
  })().finally(() => (keeping = null));
  return keeping;
}

/** Answer the start page, which asks how many files are missing, or that they be kept. */
async function answer(event) {
  if (event.data !== "missing" && event.data !== "keep") return;
  const all = PAGE_FILES.size + LAB_FILES.size;
  const tell = (count, more = {}) =>
    event.source.postMessage({ lab: SITE.lab, missing: count, all, ...more });
  const ended = event.data === "keep";
  await forgetOthers();
  try {
    if (ended) await keep(tell);
    tell((await missing()).length, { ended });
  } catch (error) {
    tell((await missing()).length, { ended, failed: true });
  }
}

/** Delete what older versions of this site have kept, but of one that is open in a tab. */
async function forgetOthers() {
  const open = await self.clients.matchAll({ includeUncontrolled: true });
  const is_used = (name) => open.some((client) => client.url.startsWith(name.replace(" ", "")));
  for (const name of await caches.keys()) {
    const is_ours = name.startsWith(`${ROOT} `) && name !== PAGES_CACHE && name !== LAB_CACHE;
    if (is_ours && !is_used(name)) await caches.delete(name);
  }
}
