// The addresses of the client. The URL is the state: everything that can be reloaded, shared or gone back to is in it.

export const SETTINGS_PAGES = ['profile', 'password', 'sessions', 'sign-ins', 'appearance', 'notifications', 'blocked'] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

// The panels that the third pane can show beside a conversation.
export const PANELS = ['info', 'members', 'pins', 'search', 'history', 'readers'] as const;
export type Panel = (typeof PANELS)[number];

export type Route =
  | { name: 'home' }
  | { name: 'conversation'; id: string; seq?: number; panel?: Panel; query: URLSearchParams }
  | { name: 'settings'; page?: SettingsPage }
  | { name: 'search'; query: URLSearchParams }
  | { name: 'sign-in' }
  | { name: 'register' }
  | { name: 'reset' }
  | { name: 'unknown' };

function includes<T extends string>(list: readonly T[], value: string | null | undefined): value is T {
  return list.some((one) => one === value);
}

function conversationRoute(id: string, seq: string | undefined, query: URLSearchParams): Route {
  const panel = query.get('panel');
  return {
    name: 'conversation',
    id,
    query,
    ...(seq !== undefined && { seq: Number(seq) }),
    ...(includes(PANELS, panel) && { panel }),
  };
}

export function parseRoute(url: URL): Route {
  const [first = '', second, third, fourth, ...rest] = url.pathname.split('/').filter(Boolean);
  const query = url.searchParams;
  if (rest.length > 0) return { name: 'unknown' };
  if (first === '') return { name: 'home' };
  if (first === 'c' && second && third === undefined) return conversationRoute(second, undefined, query);
  if (first === 'c' && second && third === 'm' && fourth && /^\d+$/.test(fourth)) {
    return conversationRoute(second, fourth, query);
  }
  if (first === 'settings' && second === undefined) return { name: 'settings' };
  if (first === 'settings' && third === undefined && includes(SETTINGS_PAGES, second)) {
    return { name: 'settings', page: second };
  }
  if (second !== undefined) return { name: 'unknown' };
  if (first === 'search') return { name: 'search', query };
  if (first === 'sign-in' || first === 'register' || first === 'reset') return { name: first };
  return { name: 'unknown' };
}

function withQuery(path: string, query: Record<string, string | undefined>) {
  const given = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

export const paths = {
  home: () => '/',
  conversation: (id: string, query: { panel?: Panel | undefined; q?: string | undefined; user?: string | undefined } = {}) =>
    withQuery(`/c/${id}`, query),
  message: (id: string, seq: number, query: { panel?: Panel | undefined; q?: string | undefined } = {}) =>
    withQuery(`/c/${id}/m/${seq}`, query),
  settings: (page?: SettingsPage) => (page ? `/settings/${page}` : '/settings'),
  search: (query: { q?: string | undefined; conversation?: string | undefined } = {}) => withQuery('/search', query),
  signIn: () => '/sign-in',
  register: () => '/register',
  reset: () => '/reset',
};
