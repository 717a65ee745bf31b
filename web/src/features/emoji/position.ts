const EDGE = 8;

// Moves a popover above or below the element that opened it, where there is room, and keeps it inside the window.
export function moveBeside(element: HTMLElement, at: DOMRect): void {
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
