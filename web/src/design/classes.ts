// Joins class names and leaves out the empty ones.
export function classes(...names: (string | false | null | undefined)[]) {
  return names.filter(Boolean).join(' ');
}
