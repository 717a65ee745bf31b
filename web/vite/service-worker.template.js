// Keeps the page's own files, so that it opens without a network and at once with one. It never touches /api: what was
// said is the SDK's to keep. vite/service-worker.ts puts in the version and the files.
const cacheName = `parley-${'__VERSION__'}`;
const files = ['__FILES__'];

// What has a hash in its name may come from the browser's cache, where the page has just put it.
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

// The page asks for it when the user agrees to a new version, or when nothing is open.
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

// Every address of the client is the same page.
async function page(request) {
  const kept = await caches.match('/', { cacheName });
  return kept ?? fetch(request);
}

async function file(request) {
  const kept = await caches.match(request, { cacheName, ignoreSearch: true });
  return kept ?? fetch(request);
}

// A click on a notification leads to its conversation, in the window that is open if there is one.
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
