// Renders the OpenAPI and AsyncAPI documents of this server. It loads nothing from other servers.
const [rest, live] = await Promise.all(['/api/openapi.json', '/api/asyncapi.json'].map(async (url) => (await fetch(url)).json()));
const schemas = { ...live.components.schemas, ...rest.components.schemas };
const messages = live.channels.live.messages;

function element(tag, attributes, ...content) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...content);
  return made;
}

const nameOf = (reference) => reference.split('/').pop();
const typeLink = (name) => element('a', { href: `#type-${name}` }, name);

// Describes a schema in a few words: string (uuid), list of Message, one of …
function typeOf(schema) {
  if (schema.$ref) return typeLink(nameOf(schema.$ref));
  if (schema.allOf) return typeOf(schema.allOf[0]);
  if (schema.oneOf) return element('span', {}, ...schema.oneOf.flatMap((one, at) => (at === 0 ? [typeOf(one)] : [' or ', typeOf(one)])));
  if (schema.enum) return schema.enum.map((value) => `"${value}"`).join(' | ');
  if (schema.type === 'array') return element('span', {}, 'list of ', typeOf(schema.items));
  if (schema.additionalProperties) return element('span', {}, 'map of ', typeOf(schema.additionalProperties));
  const bounds = [['minLength', '≥'], ['maxLength', '≤'], ['minimum', '≥'], ['maximum', '≤']]
    .filter(([key]) => schema[key]).map(([key, sign]) => `${sign} ${schema[key]}`);
  return [schema.type, schema.format && `(${schema.format})`, ...bounds].filter(Boolean).join(' ');
}

function fieldTable(caption, properties, required = []) {
  const rows = Object.entries(properties).map(([name, schema]) => element('tr', {},
    element('th', { scope: 'row' }, element('code', {}, name), required.includes(name) ? '' : ' (optional)'),
    element('td', {}, typeOf(schema)), element('td', {}, schema.description ?? '')));
  if (rows.length === 0) return '';
  return element('div', { className: 'table' }, element('table', {}, element('caption', {}, caption), ...rows));
}

const routes = new Map();
for (const [path, methods] of Object.entries(rest.paths)) {
  for (const [method, operation] of Object.entries(methods)) routes.set(operation.operationId, { method, path, operation });
}

function describe(name) {
  const { method, path, operation } = routes.get(name) ?? {};
  const request = messages[name]?.payload.properties.params;
  const reply = messages[`${name}.reply`]?.payload.properties.result;
  const about = operation ?? live.operations[name];
  const addresses = [operation && `${method.toUpperCase()} /api${path}`, request && 'WebSocket'].filter(Boolean).join(' · ');
  const parameters = request ? schemas[nameOf(request.$ref)]
    : operation.requestBody?.content['application/json'].schema ?? {};
  const result = reply ?? Object.values(operation.responses)[0].content?.['application/json'].schema;
  return element('article', { id: name }, element('h3', {}, element('code', {}, name)),
    element('p', { className: 'route' }, element('code', {}, addresses)),
    element('p', {}, `${about.summary} ${about.description}`),
    fieldTable('Parameters', parameters.properties ?? {}, parameters.required),
    ...(result ? [element('p', {}, 'Gives ', typeOf(result), '.')] : []));
}

const names = [...new Set([...routes.keys(), ...Object.keys(live.operations)])].filter((name) => name !== 'events');
document.querySelector('#operations').append(...names.map(describe));
document.querySelector('#contents').append(...names.map((name) => element('a', { href: `#${name}` }, name)),
  element('a', { href: '#events' }, 'Events'), element('a', { href: '#types' }, 'Types'));
document.querySelector('#events').append(...live.operations.events.messages.map(({ $ref }) => {
  const message = messages[nameOf($ref)];
  return element('article', {}, element('h3', {}, element('code', {}, message.payload.properties.event.const)),
    element('p', {}, message.summary), fieldTable('Fields', message.payload.properties, message.payload.required));
}));
document.querySelector('#types').append(...Object.entries(schemas).map(([name, schema]) => element('article', { id: `type-${name}` },
  element('h3', {}, element('code', {}, name)), fieldTable('Fields', schema.properties ?? {}, schema.required))));
if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
