import { execFileSync } from 'node:child_process';
import { test } from 'vitest';
import { binary } from '../../web/e2e/support/server.ts';

test('wire.ts equals what the server generates', () => {
  execFileSync(process.execPath, ['scripts/generate-wire.mjs', binary(), '--check'], { cwd: new URL('..', import.meta.url), stdio: 'pipe' });
});
