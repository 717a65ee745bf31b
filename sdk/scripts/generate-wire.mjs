// Writes src/wire.ts: the types of everything that goes over the wire. It reads the OpenAPI and AsyncAPI documents that
// a server prints, so the types cannot disagree with the server. `make wire` builds the server and calls this.
//
//   node scripts/generate-wire.mjs PARLEYD            writes src/wire.ts
//   node scripts/generate-wire.mjs PARLEYD --check    fails if src/wire.ts says anything else
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [binary, mode] = process.argv.slice(2);
if (!binary) throw new Error('Say which parleyd to ask.');
const ask = (what) => JSON.parse(execFileSync(binary, [what], { encoding: 'utf8', maxBuffer: 1 << 26 }));
const openapi = ask('openapi');
const asyncapi = ask('asyncapi');
const target = new URL('../src/wire.ts', import.meta.url);

const nameOf = (ref) => ref.slice(ref.lastIndexOf('/') + 1);
const key = (name) => (/^[a-z_]\w*$/i.test(name) ? name : `'${name}'`);

function typeOf(schema) {
  if (!schema) return 'unknown';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ');
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' | ');
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return /[ |&]/.test(typeOf(schema.items)) ? `(${typeOf(schema.items)})[]` : `${typeOf(schema.items)}[]`;
    case 'object':
      if (schema.properties) return `{ ${fields(schema).join(' ')} }`;
      return schema.additionalProperties ? `Record<string, ${typeOf(schema.additionalProperties)}>` : '{}';
    default:
      return 'unknown';
  }
}

function fields(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(
    ([name, value]) => `${key(name)}${required.has(name) ? '' : '?'}: ${typeOf(value)};`,
  );
}

function declaration(name, schema) {
  const lines = Object.entries(schema.properties ?? {}).flatMap(([field, value]) => {
    const mark = (schema.required ?? []).includes(field) ? '' : '?';
    return [...(value.description ? [`  // ${value.description}`] : []), `  ${key(field)}${mark}: ${typeOf(value)};`];
  });
  if (lines.length === 0) return `export type ${name} = Record<string, never>;`;
  return `export interface ${name} {\n${lines.join('\n')}\n}`;
}

// By operation: its parameters, its result, and its REST route if it has one.
const operations = new Map();
for (const [path, methods] of Object.entries(openapi.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const body = operation.requestBody?.content?.['application/json']?.schema;
    const reply = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
    const named = (operation.parameters ?? []).filter((parameter) => parameter.in !== 'header');
    const params = {
      properties: { ...Object.fromEntries(named.map((one) => [one.name, one.schema])), ...(body?.properties ?? {}) },
      required: [...named.filter((one) => one.required).map((one) => one.name), ...(body?.required ?? [])],
    };
    operations.set(operation.operationId, {
      params: body?.$ref ? typeOf(body) : `{ ${fields(params).join(' ')} }`,
      result: typeOf(reply?.content?.['application/json']?.schema ?? { type: 'object' }),
      route: `${method.toUpperCase()} ${path}`,
    });
  }
}
const events = [];
for (const [name, message] of Object.entries(asyncapi.channels.live.messages)) {
  const properties = message.payload.properties ?? {};
  if (properties.event) events.push(message.payload);
  if (!properties.op) continue;
  const reply = asyncapi.channels.live.messages[`${name}.reply`];
  operations.set(name, {
    ...operations.get(name),
    params: typeOf(properties.params),
    result: typeOf(reply.payload.properties.result),
  });
}

const schemas = { ...openapi.components.schemas, ...asyncapi.components.schemas };
const sorted = [...operations].sort(([one], [other]) => (one < other ? -1 : 1));
const text = [
  "// `make wire` generates this file from the server's documents. Do not edit it.",
  ...Object.keys(schemas)
    .sort()
    .map((name) => declaration(name, schemas[name])),
  'export interface Operations {\n' +
    sorted.map(([name, { params, result }]) => `  '${name}': { params: ${params}; result: ${result} };`).join('\n') +
    '\n}',
  'export type OperationName = keyof Operations;',
  '// The REST route of each operation; one without a route needs a live connection.\n' +
    'export const ROUTES: Partial<Record<OperationName, string>> = {\n' +
    sorted
      .filter(([, { route }]) => route)
      .map(([name, { route }]) => `  '${name}': '${route}',`)
      .join('\n') +
    '\n};',
  'export type ServerEvent =\n' +
    events.map((payload) => `  | { ${fields(payload).join(' ')} }`).join('\n') +
    ';',
].join('\n\n');

if (mode !== '--check') {
  writeFileSync(target, text + '\n');
} else if (readFileSync(target, 'utf8') !== text + '\n') {
  console.error('sdk/src/wire.ts does not say what the server says. Run: make wire');
  process.exit(1);
}
