// Draws the number of unread messages onto the icon in the browser's tab, and onto the icon of the installed web client.
const MARK =
  '<rect width="64" height="64" rx="15" fill="#0a6759"/>' +
  '<path d="M17 55V29.5a16.5 16.5 0 1 1 16.5 16.5c-3.3 0-6.4-1-9-2.6z" fill="#fefdfc"/>';

// The icon is an SVG of a few hundred bytes in a data: URL, so drawing it needs no canvas and does not flicker.
export function drawTabBadge(unread: number) {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) return;
  if (unread === 0) {
    link.href = '/icon.svg';
    return;
  }
  const text = unread > 99 ? '99+' : String(unread);
  const size = { 1: 34, 2: 30, 3: 22 }[text.length] ?? 22;
  const badge =
    '<circle cx="44" cy="44" r="20" fill="#c3342a" stroke="#fefdfc" stroke-width="3"/>' +
    `<text x="44" y="${44 + size * 0.36}" font-family="system-ui,sans-serif" font-weight="700" font-size="${size}" text-anchor="middle" fill="#fff">${text}</text>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${MARK}${badge}</svg>`;
  link.href = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

// Sets the number on the icon of the installed web client. A browser that cannot install web pages has no such badge.
export function setAppBadge(unread: number) {
  if (!('setAppBadge' in navigator)) return;
  const change = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
  void change.catch(() => undefined);
}
