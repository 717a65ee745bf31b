import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Name } from './Name.tsx';

const components = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

it('a name is isolated, and has no character that ends the isolation', () => {
  expect(renderToStaticMarkup(createElement(Name, { className: 'truncate', children: 'A\u2069\u202ennA' }))).toBe('<bdi class="truncate">AnnA</bdi>');
});

it('every name is drawn by this component', () => {
  const bare = />\s*(<bdi|\{[`\w.$@{]*(display_name|displayName|username)[`}]*\})/;
  const found = Object.entries(components)
    .filter(([path]) => !path.endsWith('/Name.tsx'))
    .flatMap(([path, text]) => {
      const rest = text.replaceAll(/<Name[^>]*>[^<]*<\/Name>/g, '');
      return bare.test(rest) || rest.includes('<bdi') ? [path] : [];
    });
  expect(found).toEqual([]);
});
