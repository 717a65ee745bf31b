import './design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { keepPage } from './app/worker.ts';
import { speak } from './i18n/languages.ts';
import { client } from './session/client.tsx';
import { usePreferences } from './state/preferences.ts';

// What can be had while the language is fetched.
void client.restore();
await speak(usePreferences.getState().language);
usePreferences.subscribe((now, before) => {
  if (now.language !== before.language) void speak(now.language);
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
keepPage();
