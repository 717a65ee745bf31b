const EDGE = 8;

// Puts a popover above or below what opened it, wherever there is room, and wholly inside the window.
export function placeBeside(element: HTMLElement, at: DOMRect): void {
  const { width, height } = element.getBoundingClientRect();
  const above = at.top - height - 6;
  const below = at.bottom + 6;
  const top = above >= EDGE ? above : below;
  const left = at.left + width <= innerWidth - EDGE ? at.left : at.right - width;
  element.style.left = `${clamp(left, innerWidth - width - EDGE)}px`;
  element.style.top = `${clamp(top, innerHeight - height - EDGE)}px`;
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE, Math.min(value, most));
}
