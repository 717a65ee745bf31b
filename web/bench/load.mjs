// Measures how large the web client is and how soon a user can type, at a first and at a second visit, over loopback
// and over a network like a phone's. In web/: `../scripts/npm run bench:load`
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'build/web');
const ROUNDS = 5;
// A phone's network, as Lighthouse's "Slow 4G": a round trip of 150 ms, 1.6 Mbit/s less the overhead of the protocol.
const NETWORKS = {
  loopback: undefined,
  phone: { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 },
};

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

function sizeOf(path, ending) {
  const copy = join(PAGE, `${path}${ending}`);
  return statSync(existsSync(copy) ? copy : join(PAGE, path)).size;
}

function sizes() {
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
  const all = readdirSync(join(PAGE, 'assets'))
    .filter((name) => !/\.(gz|br)$/.test(name))
    .map((name) => `assets/${name}`);
  const sum = (paths, ending) => paths.reduce((total, path) => total + sizeOf(path, ending), 0);
  const scripts = (paths) => paths.filter((path) => path.endsWith('.js'));
  const styles = (paths) => paths.filter((path) => path.endsWith('.css'));
  const parts = { 'scripts of the first load': scripts(first), styles: styles(first), 'all scripts': scripts(all) };
  for (const [what, paths] of Object.entries(parts)) {
    const [raw, gzip, brotli] = ['', '.gz', '.br'].map((ending) => kilobytes(sum(paths, ending)));
    console.log(`${what}: ${raw} kB, gzip ${gzip} kB, brotli ${brotli} kB`);
  }
}

async function serve(folder) {
  const binary = process.env.PARLEYD ?? join(ROOT, 'build/release/parleyd');
  const child = spawn(binary, ['serve', '--port', '0', '--data', folder]);
  const url = await new Promise((found) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        const ready = /ready at (http:\S+)/.exec(String(data));
        if (ready) found(ready[1]);
      });
    }
  });
  return { child, url };
}

// Waits until the first field of the form has the focus, so that a user can type.
async function visit(context, url, network) {
  const page = await context.newPage();
  if (network) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', network);
  }
  let bytes = 0;
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(`${url}/sign-in`, { waitUntil: 'commit' });
  const canType = () => document.activeElement?.matches('input[name=username]');
  await page.waitForFunction(canType, undefined, { polling: 'raf' });
  const ms = await page.evaluate(() => performance.now());
  const atInteractive = bytes;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.close();
  return { ms, bytes: atInteractive };
}

const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

sizes();
const folder = mkdtempSync(join(tmpdir(), 'parley-load-'));
const { child, url } = await serve(folder);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, network] of Object.entries(NETWORKS)) {
  const visits = { first: [], next: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    visits.first.push(await visit(context, url, network));
    visits.next.push(await visit(context, url, network));
    await context.close();
  }
  for (const [which, measured] of Object.entries(visits)) {
    const of = (key) => Math.round(median(measured.map((one) => one[key])));
    console.log(`${name}, ${which} visit: interactive after ${of('ms')} ms, ${kilobytes(of('bytes'))} kB`);
  }
}
await browser.close();
child.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
