export const settings = {
  title: 'Settings',
  signOut: 'Sign out',
  signOutHint: 'Conversations kept on this device are removed from it.',
  pages: {
    profile: 'Profile',
    password: 'Password',
    sessions: 'Sessions',
    'sign-ins': 'Recent sign-ins',
    appearance: 'Appearance',
    notifications: 'Notifications',
    blocked: 'Blocked people',
  },
  appearance: {
    theme: 'Theme',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    density: 'Density',
    comfortable: 'Comfortable',
    compact: 'Compact',
    language: 'Language',
  },
};
