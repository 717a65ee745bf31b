// Reads an AsyncAPI document with the reference parser, prints what it finds and fails on errors and warnings.
//
//   node asyncapi-lint.mjs file.json
import { readFile } from 'node:fs/promises';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';

const path = process.argv[2];
const { document, diagnostics } = await new Parser().parse(await readFile(path, 'utf8'), { source: path });

const serious = diagnostics.filter((found) => found.severity <= DiagnosticSeverity.Warning);
for (const found of serious) {
  const place = `${path}:${found.range.start.line + 1}`;
  console.error(`${place}: ${found.message} [${found.code}] at ${found.path.join('.')}`);
}
if (document === undefined || serious.length > 0) {
  console.error(`${path}: ${serious.length} problems`);
  process.exitCode = 1;
} else {
  const operations = document.operations().length;
  console.log(`${path}: a valid AsyncAPI ${document.version()} document with ${operations} operations`);
}
