// How well a name answers to what was typed: 3 where it begins so, 2 where one of its words does, 1 where it is somewhere
// within, 0 where it is not there. Case and accents do not count.
export function matchRank(name: string, typed: string): number {
  const text = plain(name);
  const wanted = plain(typed);
  if (wanted === '') return 1;
  if (text.startsWith(wanted)) return 3;
  if (text.split(/[\s\-_.@]+/u).some((word) => word.startsWith(wanted))) return 2;
  return text.includes(wanted) ? 1 : 0;
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
