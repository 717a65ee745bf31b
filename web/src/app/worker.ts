// The service worker: keeps the page for when there is no network, and tells when a new version of it is ready.
import { toast } from '@/design/Toast.tsx';
import { currentStrings } from '@/i18n/languages.ts';
import { navigate } from './router.tsx';

// An open page looks for a new version now and then; the browser does at every visit.
const LOOK_EVERY_MS = 60 * 60 * 1000;

export function keepPage() {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { serviceWorker } = navigator;
  // What this page was loaded under: a first visit has no worker yet, and is not reloaded when it gets one.
  let isReplacing = false;

  serviceWorker.addEventListener('message', (event: MessageEvent<{ kind?: string; path?: string }>) => {
    if (event.data.kind === 'navigate' && event.data.path) navigate(event.data.path);
  });
  serviceWorker.addEventListener('controllerchange', () => {
    if (isReplacing) location.reload();
  });

  void serviceWorker.register('/service-worker.js').then((registration) => {
    const offer = () => {
      const waiting = registration.waiting;
      if (!waiting || !serviceWorker.controller) return;
      const strings = currentStrings().app;
      toast(strings.update, {
        label: strings.updateNow,
        run: () => {
          isReplacing = true;
          waiting.postMessage('activate');
        },
      });
    };
    offer();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', offer);
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
  });
}
