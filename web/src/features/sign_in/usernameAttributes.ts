// The attributes of a field for a username. Phones must not correct it, and the browser may fill it in.
export const usernameAttributes = {
  name: 'username',
  autoComplete: 'username',
  autoCapitalize: 'off',
  autoCorrect: 'off',
  spellCheck: false,
  autoFocus: true,
  required: true,
} as const;
