// Registers the service worker, which keeps the client for times without a network, and offers a new version when it is
// ready.
import { toast } from '@/design/Toast.tsx';
import { currentStrings } from '@/i18n/languages.ts';
import { navigate } from './router.tsx';

const WORKER = '/service-worker.js';
// The browser looks for a new version at every visit. A page that stays open looks as often as this.
const LOOK_EVERY_MS = 60 * 60 * 1000;

// The types of the browser's Trusted Types, as far as they are used here (W3C Trusted Types); TypeScript's library has none.
interface TrustedTypes {
  createPolicy: (name: string, rules: { createScriptURL: () => string }) => { createScriptURL: (address: string) => string };
}

// The only text that may become the address of a script. The server's Content-Security-Policy permits this policy and no other.
function workerAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return WORKER;
  return trustedTypes.createPolicy('parley-service-worker', { createScriptURL: () => WORKER }).createScriptURL(WORKER);
}

export function registerServiceWorker() {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { serviceWorker } = navigator;
  // True once the user has agreed to a new version. The first visit gets its worker without being reloaded.
  let isReplacing = false;

  serviceWorker.addEventListener('message', (event: MessageEvent<{ kind?: string; path?: string }>) => {
    if (event.data.kind === 'navigate' && event.data.path) navigate(event.data.path);
  });
  serviceWorker.addEventListener('controllerchange', () => {
    if (isReplacing) location.reload();
  });

  void serviceWorker.register(workerAddress()).then((registration) => {
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
