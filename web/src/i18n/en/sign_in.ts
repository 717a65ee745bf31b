import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');

export const sign_in = {
  changePassword: {
    current: 'Current password',
    next: 'New password',
    change: 'Change password',
    changed: 'Password changed. All other sessions have ended.',
    hint: 'Changing it signs you out everywhere else.',
  },
  sessions: {
    about: 'Where you are signed in. End what you do not recognise, then change your password.',
    current: 'This device',
    device: (browser: string, system: string) => `${browser} on ${system}`,
    unknown: 'Unknown program',
    seen: (when: string) => `Last active ${when}`,
    since: (when: string) => `signed in ${when}`,
    end: 'End session',
    endNamed: (device: string) => `End session: ${device}`,
    endOthers: 'End all other sessions',
    ended: (count: number) => plural(count, { one: 'Session ended.', other: '# sessions ended.' }),
    only: 'You are signed in on this device only.',
    failed: 'Could not load your sessions',
  },
  signIn: 'Sign in',
  signInTitle: 'Welcome back',
  register: 'Create account',
  registerTitle: 'Create your account',
  username: 'Username',
  usernameHint: 'Letters, digits, dot, underscore and hyphen.',
  displayName: 'Your name',
  displayNameHint: 'What others see. Leave it empty to show your username.',
  password: 'Password',
  passwordHint: 'At least 8 characters. A short sentence is good.',
  showPassword: 'Show',
  hidePassword: 'Hide',
  noAccount: 'New here?',
  hasAccount: 'Have an account?',
  closed: 'This server accepts no new accounts. Ask its administrator.',
  signedOut: 'You were signed out.',
  sessionEnded: 'This session was ended. Sign in again.',
};
