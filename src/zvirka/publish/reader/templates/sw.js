"use strict";
// Every file of an edition stays as it is, so what is kept is served first; the digest in the name makes each edition its own store.
const NAME = "zvirka " + registration.scope + " {{ digest }}";
const SHELL = {{ shell }};
const PATHS = {{ paths }};
const LANGUAGES = {{ languages }};
const at = (path) => new URL(path, registration.scope).href;

async function fill(paths) {
  const store = await caches.open(NAME);
  for (const path of paths) {
    const address = at(path);
    if (await store.match(address)) continue;
    const answer = await fetch(address, { cache: "no-cache" });
    if (answer.ok && !answer.redirected) await store.put(address, answer);
  }
}

addEventListener("install", (event) => event.waitUntil(fill(SHELL).then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("zvirka " + registration.scope + " ") && name !== NAME) await caches.delete(name);
  }
  await clients.claim();
})()));

addEventListener("message", (event) => {
  const language = event.data && event.data.keep;
  if (!LANGUAGES.includes(language)) return;
  event.waitUntil(fill(PATHS.map((path) => language + "/" + path)).then(() => event.source && event.source.postMessage("kept"), () => {}));
});

async function answer(request) {
  const address = new URL(request.url);
  address.search = "";
  address.hash = "";
  if (address.pathname.endsWith("/")) address.pathname += "index.html";
  const store = await caches.open(NAME), found = await store.match(address.href);
  if (found) return found;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected && fresh.status === 200) await store.put(address.href, fresh.clone());
    return fresh;
  } catch (error) {
    // A page shown under another's address would have its links lead astray.
    if (request.mode === "navigate") return Response.redirect(at("offline.html"));
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range") || !request.url.startsWith(registration.scope)) return;
  event.respondWith(answer(request));
});
