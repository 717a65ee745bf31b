// Runs before the first paint: the chosen theme, density and language, so that nothing flashes. Kept apart from the
// page's script, which comes later, and out of the page, whose policy allows no inline script.
try {
  const { state } = JSON.parse(localStorage.getItem('parley.preferences') ?? '{}');
  const root = document.documentElement;
  if (state?.theme && state.theme !== 'system') root.dataset.theme = state.theme;
  if (state?.density === 'compact') root.dataset.density = 'compact';
} catch {
  // Without storage the system's theme holds.
}
