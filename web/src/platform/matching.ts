// Compares names with what a user types, without regard to case and accents.

// Returns how well a name matches what was typed: 3 if the name begins with it, 2 if one of its words does, 1 if the
// name contains it, 0 if it does not.
export function matchRank(name: string, typed: string): number {
  const text = fold(name);
  const wanted = fold(typed);
  if (wanted === '') return 1;
  if (text.startsWith(wanted)) return 3;
  if (text.split(/[\s\-_.@]+/u).some((word) => word.startsWith(wanted))) return 2;
  return text.includes(wanted) ? 1 : 0;
}

// Returns the letters without case and accents, so that `jose` finds José.
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
