/*
 * The service worker of the gate's page: keeps the page and its files, so that it starts without a network.
 * The server writes in front of it what belongs to the page:  self.GATE = {version, page, files}.
 * The API is never kept here: what the device knows of bookings lies sealed in its database (gate-store.ts).
 */

const worker = self as unknown as ServiceWorkerGlobalScope & {
  GATE: { version: string; page: string; files: string[] };
};
const NAME = `gate-${worker.GATE.version}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll([worker.GATE.page, ...worker.GATE.files]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith("gate-") && n !== NAME).map((n) => caches.delete(n))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || path.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(worker.GATE.page)));
  else if (worker.GATE.files.includes(path)) event.respondWith(kept(path));
});

async function kept(path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(path);
}
