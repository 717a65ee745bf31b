// Draws the PNG icons of the manifest from public/icon.svg with Chromium. Run `node scripts/icons.mjs` after the
// drawing has changed, and commit the results.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const folder = new URL('../public/', import.meta.url);
const drawing = readFileSync(new URL('icon.svg', folder), 'utf8');
// Systems cut a maskable icon to any shape, so its background fills the square and its drawing keeps away from the
// edge.
const ground = /fill="(#[0-9a-f]+)"/.exec(drawing)?.[1];
const ICONS = [
  { name: 'icon-180.png', size: 180, isMaskable: true },
  { name: 'icon-192.png', size: 192 },
  { name: 'icon-512.png', size: 512 },
  { name: 'icon-maskable-512.png', size: 512, isMaskable: true },
];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const { name, size, isMaskable } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inset = isMaskable ? Math.round(size * 0.1) : 0;
  const style = `margin:0;padding:${inset}px;background:${isMaskable ? ground : 'transparent'};box-sizing:border-box`;
  const side = size - 2 * inset;
  const placed = drawing.replace('<svg', `<svg width="${side}" height="${side}" style="display:block"`);
  await page.setContent(`<body style="${style}">${placed}`);
  writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
