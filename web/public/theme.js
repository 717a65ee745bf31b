// Applies the chosen theme and density before the first paint, so that nothing flashes. It is a file of its
// own: the script of the client comes later, and the page's policy permits no inline script.
try {
  const { state } = JSON.parse(localStorage.getItem('parley.preferences') ?? '{}');
  const root = document.documentElement;
  if (state?.theme && state.theme !== 'system') root.dataset.theme = state.theme;
  if (state?.density === 'compact') root.dataset.density = 'compact';
} catch {
  // Without storage the theme of the system applies.
}
