import { execFileSync } from 'node:child_process';
import { test } from 'vitest';
import { binary } from '../../web/e2e/support/server.ts';

test('the wire types are what the server says', () => {
  execFileSync(process.execPath, ['scripts/generate-wire.mjs', binary(), '--check'], { cwd: new URL('..', import.meta.url), stdio: 'pipe' });
});
