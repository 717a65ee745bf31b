import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

const MOST_BYTES = 20_000;

test('the client is less than 20 kB on its way to a browser', async () => {
  const root = new URL('..', import.meta.url).pathname;
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2023', lib: { entry: `${root}src/index.ts`, formats: ['es'] } },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as { output: { code?: string }[] };
  const code = output.map((chunk) => chunk.code ?? '').join('');
  expect(code).toContain('message.send');
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(MOST_BYTES);
});
