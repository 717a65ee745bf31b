// Writes service-worker.js: the template with the list of the files of this build. Every build that changes a file
// changes its bytes, which tells browsers that there is a new version.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const TEMPLATE = fileURLToPath(new URL('./service-worker.template.js', import.meta.url));
// The files of public/ that the web client needs when it starts.
const UNHASHED = ['/theme.js', '/manifest.webmanifest', '/icon.svg'];

export function serviceWorker(): Plugin {
  return {
    name: 'parley:service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const hashed = Object.keys(bundle).filter((name) => name.startsWith('assets/')).map((name) => `/${name}`);
      const files = ['/', ...UNHASHED, ...hashed.sort()];
      const page = bundle['index.html'];
      const text = page?.type === 'asset' ? String(page.source) : '';
      const version = createHash('sha256').update(text + files.join()).digest('hex').slice(0, 16);
      const source = readFileSync(TEMPLATE, 'utf8')
        .replace("'__VERSION__'", JSON.stringify(version))
        .replace("['__FILES__']", JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}
