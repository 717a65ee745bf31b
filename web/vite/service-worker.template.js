// Stores the files of the client, so that it opens without a network, and at once with one. It never answers for /api,
// because the SDK stores the messages. vite/service-worker.ts inserts the version and the files.
const cacheName = `parley-${'__VERSION__'}`;
const files = ['__FILES__'];

// A file with a hash in its name may come from the browser's cache, since the web client has just loaded it.
const ask = (file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' });

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files.map(ask))));
});

self.addEventListener('activate', (event) => {
  const forgetOthers = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(forgetOthers());
});

// The web client sends this message when the user agrees to a new version.
self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const isOwn = url.origin === self.location.origin && event.request.method === 'GET';
  if (!isOwn || url.pathname.startsWith('/api')) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (files.includes(url.pathname)) event.respondWith(file(event.request));
});

// All addresses of the client are the same page.
async function page(request) {
  const kept = await caches.match('/', { cacheName });
  return kept ?? fetch(request);
}

async function file(request) {
  const kept = await caches.match(request, { cacheName, ignoreSearch: true });
  return kept ?? fetch(request);
}

// A click on a notification opens its conversation, in an open window if there is one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = event.notification.data?.path ?? '/';
  const open = async () => {
    const [client] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    if (!client) return self.clients.openWindow(path);
    await client.focus();
    client.postMessage({ kind: 'navigate', path });
  };
  event.waitUntil(open());
});
