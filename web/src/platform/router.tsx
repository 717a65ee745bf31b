// Reads the address and changes it. The router numbers its history entries, so it knows whether "back" stays in the
// client.
import { useMemo, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';
import { parseRoute, type Route } from './routes.ts';

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

const depth = (): number => (history.state as { depth?: number } | null)?.depth ?? 0;

export function navigate(path: string, { replace = false } = {}) {
  if (path === location.pathname + location.search) return;
  if (replace) history.replaceState({ depth: depth() }, '', path);
  else history.pushState({ depth: depth() + 1 }, '', path);
  for (const listener of listeners) listener();
}

// Goes one step back, or to `fallback` if the client was opened at this address.
export function goBack(fallback: string) {
  if (depth() > 0) history.back();
  else navigate(fallback, { replace: true });
}

const address = () => location.pathname + location.search;

export function useRoute(): Route {
  const current = useSyncExternalStore(subscribe, address);
  return useMemo(() => parseRoute(new URL(current, location.origin)), [current]);
}

export const currentRoute = () => parseRoute(new URL(location.href));

// A link within the client. With a modifier key the browser follows it as it follows any other link.
export function Link({ to, replace, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    navigate(to, { replace: replace ?? false });
  };
  return <a href={to} onClick={follow} {...rest} />;
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: string;
  replace?: boolean;
}
