// Fails, in one sentence, if a native package is missing that a folder's package-lock.json lists for this machine: npm
// leaves out without a word what is optional and could not be installed. Runs on Node 18 and later.
//
//   node scripts/native-packages.mjs folder
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const report = process.report.getReport();
const machine = {
  os: process.platform,
  cpu: process.arch,
  libc: report.header.glibcVersionRuntime ? 'glibc' : 'musl',
};

// A list names values that fit, or values that do not: ["linux"], ["!win32"].
function fits(wanted, actual) {
  const list = wanted === undefined ? [] : [wanted].flat();
  const refused = list.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  const meant = list.filter((value) => !value.startsWith('!'));
  return !refused.includes(actual) && (meant.length === 0 || meant.includes(actual));
}

function isForThisMachine(entry) {
  const isNative = entry.os !== undefined || entry.cpu !== undefined || entry.libc !== undefined;
  return isNative && fits(entry.os, machine.os) && fits(entry.cpu, machine.cpu) && fits(entry.libc, machine.libc);
}

function isInstalled([path, entry]) {
  try {
    return JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8')).version === entry.version;
  } catch {
    return false;
  }
}

function describe([path, entry]) {
  const name = `${path.replace(/^.*node_modules\//, '')} ${entry.version}`;
  return entry.engines?.node === undefined ? name : `${name} (wants Node ${entry.engines.node})`;
}

const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
const missing = Object.entries(packages)
  .filter(([, entry]) => isForThisMachine(entry))
  .filter((listed) => !isInstalled(listed));
if (missing.length > 0) {
  console.error(
    `npm, run by Node ${process.version}, left out native packages that package-lock.json lists for ` +
      `${Object.values(machine).join(' ')}: ${missing.map(describe).join(', ')}.`,
  );
  process.exit(1);
}
