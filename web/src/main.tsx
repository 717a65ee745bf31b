import './design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { speak } from './i18n/languages.ts';
import { usePreferences } from './state/preferences.ts';

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
