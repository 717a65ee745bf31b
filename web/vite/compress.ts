// Writes compressed copies of every text file of the build, as small as possible. parleyd embeds the copies and
// compresses nothing itself.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXTS = new Set(['.html', '.css', '.js', '.json', '.svg', '.webmanifest']);
// A copy must save more bytes than the header that names its coding.
const LEAST_SAVED_BYTES = 128;

export function compress(): Plugin {
  let folder = '';
  return {
    name: 'parley:compress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !TEXTS.has(extname(entry.name))) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        const copies = {
          gz: gzipSync(bytes, { level: 9 }),
          br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        };
        for (const [ending, copy] of Object.entries(copies)) {
          if (copy.length + LEAST_SAVED_BYTES < bytes.length) writeFileSync(`${path}.${ending}`, copy);
        }
      }
    },
  };
}
