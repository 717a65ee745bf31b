// The rows of the list. Only the rows in view are in the document. Arrows move between them, Enter opens one.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Item } from '@/features/conversations/item.ts';
import { usePreferences } from '@/platform/preferences.ts';

const ROW_PX = { comfortable: 64, compact: 48 };

interface ConversationListProps {
  items: readonly Item[];
  label: string;
  openId: string | undefined;
  renderRow: (item: Item) => ReactNode;
}

export function ConversationList({ items, label, openId, renderRow }: ConversationListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const density = usePreferences((state) => state.density);
  const rowPx = ROW_PX[density] + 2;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    paddingEnd: 12,
  });

  useEffect(() => virtualizer.measure(), [rowPx, virtualizer]);

  // A conversation that is opened by a key or a link is scrolled into view.
  useEffect(() => {
    const index = items.findIndex((item) => item.id === openId);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [openId]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey || !(event.target instanceof HTMLElement)) return;
    const at = items.findIndex((item) => item.id === (event.target as HTMLElement).dataset.conversation);
    const next = items[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    virtualizer.scrollToIndex(at + step, { align: 'auto' });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-conversation="${next.id}"]`)?.focus());
  };

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto [scrollbar-width:thin]" tabIndex={-1}>
      <ul aria-label={label} onKeyDown={onKeyDown} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          return (
            item && (
              <li key={key} aria-setsize={items.length} aria-posinset={index + 1} className="absolute inset-x-0" style={{ top: start }}>
                {renderRow(item)}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
