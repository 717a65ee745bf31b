// Measures the time between frames while a thread of 100,000 messages is scrolled in Chromium. In web/:
// `../scripts/npm run bench`. The thread is built as in the web client, and is scrolled up from its end by a number of
// pixels in each frame.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';

const MESSAGES = Number(process.env.MESSAGES ?? 100_000);
const SECONDS = Number(process.env.SECONDS ?? 10);
const FRAME_MS = 1000 / 60;
const SPEEDS = { reading: 60, brisk: 240, flinging: 1200 };

const web = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
await build({
  root: web,
  configFile: join(web, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir: folder, emptyOutDir: true, rollupOptions: { input: join(import.meta.dirname, 'index.html') } },
});
const server = await preview({
  root: web,
  build: { outDir: folder },
  preview: { host: '127.0.0.1', port: 0 },
  configFile: false,
  logLevel: 'error',
});
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}bench/index.html?count=${MESSAGES}`);
  await page.getByRole('log').waitFor();
  await page.waitForTimeout(1000);
  for (const [name, pixels] of Object.entries(SPEEDS)) report(name, pixels, await scroll(page, pixels));
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true });
}

// Returns the times between frames in milliseconds, while each frame scrolls by a number of pixels.
async function scroll(page, pixels) {
  return page.getByRole('log').evaluate(
    (log, { step, duration }) =>
      new Promise((resolve) => {
        const times = [];
        const begin = performance.now();
        let before = begin;
        const frame = (now) => {
          times.push(now - before);
          before = now;
          log.scrollBy(0, -step);
          if (now - begin < duration) requestAnimationFrame(frame);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    { step: pixels, duration: (SECONDS * 1000) / Object.keys(SPEEDS).length },
  );
}

function report(name, pixels, times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  const late = sorted.filter((time) => time > FRAME_MS * 1.5).length;
  console.log(
    `${name} (${pixels} px a frame): ${sorted.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ` +
      `p99 ${at(0.99)} ms, worst ${at(1)} ms, late ${((100 * late) / sorted.length).toFixed(1)} %`,
  );
}
