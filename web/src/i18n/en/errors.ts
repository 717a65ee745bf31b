export const errors = {
  badCredentials: 'The username or the password is not right.',
  usernameTaken: 'This name is already taken. Try another.',
  emailTaken: 'Another account uses this address.',
  usernameShape: 'Use 2 to 32 letters, digits, dots, underscores or hyphens.',
  passwordShort: 'Use at least 8 characters.',
  passwordLong: 'Use at most 256 characters.',
  passwordWrong: 'That is not your password.',
  displayNameShape: 'Use 1 to 64 characters.',
  emailShape: 'This does not look like an e-mail address.',
  tooMany: (seconds: number) =>
    seconds > 1 ? `Too many tries. Wait ${seconds} seconds, then try again.` : 'Too many tries. Wait a moment.',
  unreachable: 'The server cannot be reached. Check your connection.',
  unavailable: 'The server is busy. Try again in a moment.',
  blocked: 'You cannot reach this person.',
  forbidden: 'You may not do this.',
  gone: 'It is no longer there.',
  other: 'That did not work. Try again.',
};
