import hooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

// Every text that a user reads or hears is in src/i18n. A text in a component would exist in one language only.
const SPOKEN = new Set(['aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'alt', 'hint', 'label', 'placeholder', 'title']);
const LETTER = /\p{L}/u;

const textsOf = (node) => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked);
  if (node?.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node?.type === 'LogicalExpression') return [...textsOf(node.left), ...textsOf(node.right)];
  if (node?.type === 'JSXExpressionContainer') return textsOf(node.expression);
  return [];
};

const noLiteralText = {
  meta: { type: 'problem', schema: [], messages: { literal: 'Put “{{text}}” into the catalogue in src/i18n.' } },
  create(context) {
    const refuse = (node, texts) => {
      const text = texts.find((one) => LETTER.test(one));
      if (text !== undefined) context.report({ node, messageId: 'literal', data: { text: text.trim() } });
    };
    return {
      JSXText: (node) => refuse(node, [node.value]),
      JSXAttribute(node) {
        if (SPOKEN.has(node.name.name)) refuse(node, textsOf(node.value));
      },
      JSXExpressionContainer(node) {
        if (node.parent.type !== 'JSXAttribute') refuse(node, textsOf(node.expression));
      },
    };
  },
};

export default defineConfig(
  { ignores: ['node_modules', 'public', 'vite/*.template.js', 'test-results'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [typescript.configs.recommendedTypeChecked, typescript.configs.stylisticTypeChecked, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { parley: { rules: { 'no-literal-text': noLiteralText } } },
    rules: {
      // This rule is for the React Compiler, which is not used. It warns of TanStack Virtual, whose functions change
      // their results without becoming new functions.
      'react-hooks/incompatible-library': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ['src/**/*.tsx'], rules: { 'parley/no-literal-text': 'error' } },
  {
    // A function fits one screen. Tests are lists of examples and may be longer.
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
);
