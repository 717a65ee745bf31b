// A parleyd on a free port with a database in a temporary folder. Both are removed after the test.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../../..');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
// Hashing a password at the usual cost takes a quarter of a second, and much more under a sanitizer. Tests sign in
// often and from one address.
const SETTINGS = {
  PARLEY_AUTH_BCRYPT_COST: '4',
  PARLEY_LIMITS_SIGN_INS_PER_MINUTE: '0',
  PARLEY_LIMITS_REGISTRATIONS_PER_MINUTE: '0',
  PARLEY_LOG_FORMAT: 'json',
  PARLEY_METRICS_ENABLED: 'false',
  // LeakSanitizer would search the whole heap at the end of every server. The C++ suites do that.
  ASAN_OPTIONS: 'detect_leaks=0',
};

export function binary() {
  const named = process.env.PARLEYD;
  if (named) return resolve(named);
  const built = ['debug', 'quick', 'release'].map((preset) => join(ROOT, 'build', preset, 'parleyd')).find(existsSync);
  if (!built) throw new Error('There is no parleyd. Build one, or name it in PARLEYD.');
  return built;
}

// Returns the environment without settings that the shell or the test runner has for other servers.
function inherited() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_')));
}

export class Server {
  #process: ChildProcess | undefined;
  #log: string[] = [];
  #port = 0;

  private constructor(
    private readonly folder: string,
    private settings: Record<string, string>,
  ) {}

  static async start(settings: Record<string, string> = {}) {
    const server = new Server(await mkdtemp(join(tmpdir(), 'parley-web-')), settings);
    await server.run();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get database() {
    return join(this.folder, 'parley.db');
  }

  get log() {
    return this.#log.join('\n');
  }

  // Starts the server. A second start uses the port of the first, so connected clients come back.
  async run() {
    const child = spawn(binary(), ['serve', '--port', String(this.#port), '--data', this.folder], {
      cwd: this.folder,
      env: { ...inherited(), ...SETTINGS, ...this.settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const url = await new Promise<string>((found, failed) => {
      const timer = setTimeout(() => failed(new Error(`parleyd was not ready in time\n${this.log}`)), START_TIMEOUT_MS);
      child.once('exit', (code) => failed(new Error(`parleyd ended with ${code}\n${this.log}`)));
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.#log.push(line);
          const ready = /Parley is ready at (http:\S+)/.exec(line);
          if (ready?.[1]) {
            clearTimeout(timer);
            found(ready[1]);
          }
        });
      }
    });
    this.#port = Number(new URL(url).port);
  }

  // Changes settings for the next start.
  set(settings: Record<string, string>) {
    this.settings = { ...this.settings, ...settings };
  }

  // Runs `parleyd admin` beside the server and returns what it prints.
  admin(...words: string[]) {
    return execFileSync(binary(), ['admin', ...words, '--data', this.folder], { cwd: this.folder, env: inherited(), encoding: 'utf8' });
  }

  // SIGKILL stands for a crash, SIGTERM for an update.
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
    const child = this.#process;
    const isRunning = child?.exitCode === null && child.signalCode === null;
    if (!child || !isRunning) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  async remove() {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
