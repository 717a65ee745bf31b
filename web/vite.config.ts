import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './vite/compress.ts';
import { serviceWorker } from './vite/service-worker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), tailwind(), serviceWorker(), compress()],
  resolve: {
    alias: [
      { find: '@parley/client/react', replacement: here('../sdk/src/react/index.ts') },
      { find: '@parley/client', replacement: here('../sdk/src/index.ts') },
      { find: '@', replacement: here('./src') },
    ],
    // The SDK is compiled from its sources and must use the same React as the client.
    dedupe: ['react', 'react-dom'],
  },
  build: {
    outDir: here('../build/web'),
    emptyOutDir: true,
    // These versions are the first that support light-dark() and :has().
    target: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    // A data: URL would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // The libraries are a chunk of their own. Its name stays the same when the client changes, so browsers keep it.
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler|zustand)\// }] },
      },
    },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': { target: process.env.PARLEY_URL ?? 'http://127.0.0.1:8080', ws: true } } },
});
