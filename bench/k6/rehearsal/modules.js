// Node's module hook (node:module, register): k6 and its parts are the stand-in beside this file.
export function resolve(specifier, context, next) {
  const isOfK6 = specifier === 'k6' || specifier.startsWith('k6/');
  if (isOfK6) return { url: new URL('k6.js', import.meta.url).href, shortCircuit: true };
  return next(specifier, context);
}
