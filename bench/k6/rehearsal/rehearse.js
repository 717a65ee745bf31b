// Runs one script once for each of its virtual users, and judges it: every check held, every trend was recorded, and
// every counter is zero, as the scripts' thresholds ask. `node rehearse.js ../chat.js`, with a server at BASE_URL.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

register('./modules.js', import.meta.url);
globalThis.__ENV = process.env;

const { Counter, recorded } = await import('./k6.js');
const script = await import(pathToFileURL(process.argv[2]).href);

const given = await script.setup();
const { settings } = await import('../parley.js');
await Promise.all(Array.from({ length: settings.users }, (_, index) => {
  globalThis.__VU = index + 1;
  return script.default(given);
}));

const broken = [...recorded.checks].filter(([, holds]) => !holds).map(([name]) => name);
if (recorded.checks.size === 0) broken.push('nothing was checked');
for (const [name, metric] of recorded.metrics) {
  if ((metric instanceof Counter) !== (metric.count === 0)) broken.push(`${name}: ${metric.count}`);
}
for (const fault of broken) console.error(`${process.argv[2]}: ${fault}`);
process.exit(broken.length > 0 ? 1 : 0);
