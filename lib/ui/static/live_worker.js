// Keeps the last page of the light board for a phone that opens it without a connection.
//
// The network goes first, always: what is kept is shown only when nothing answers. Browsers let
// such a worker live on https and on the server's own machine alone; elsewhere there is none.

const KEPT = "live", WAIT = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.mode !== "navigate" || asked.pathname !== "/live") return;
  event.respondWith(page(event.request, asked.searchParams));
});

async function page(request, asked) {
  const kept = await caches.open(KEPT);
  const key = `/live?${["lang", "campaign"].map((name) => `${name}=${asked.get(name) || ""}`).join("&")}`;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(WAIT) });
    if (answer.ok) kept.put(key, answer.clone());
    return answer.status < 500 ? answer : (await kept.match(key)) || answer;
  } catch {
    return (await kept.match(key)) || Response.error();
  }
}
