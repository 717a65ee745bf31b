import './app/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from '@/platform/client.ts';
import { usePreferences } from '@/platform/preferences.ts';
import { registerServiceWorker } from '@/platform/serviceWorker.ts';
import { App } from './app/App.tsx';
import { setLanguage } from './i18n/languages.ts';

// The SDK reads what it has stored while the language is loaded.
void client.restore();
await setLanguage(usePreferences.getState().language);
usePreferences.subscribe((now, before) => {
  if (now.language !== before.language) void setLanguage(now.language);
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
registerServiceWorker();
