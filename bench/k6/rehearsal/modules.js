// A module hook of Node (node:module, register) that loads k6.js in place of k6 and its parts.
export function resolve(specifier, context, next) {
  const isOfK6 = specifier === 'k6' || specifier.startsWith('k6/');
  if (isOfK6) return { url: new URL('k6.js', import.meta.url).href, shortCircuit: true };
  return next(specifier, context);
}
