// How a message answers the pointer and the keyboard: what shows its bar of actions, its menu and the emoji picker.
import { useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { MenuAnchor } from '@/design/Menu.tsx';
import { useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { capabilities } from './capabilities.ts';
import { useLongPress } from './useLongPress.ts';

interface MessageOpeners {
  openMenu: (at: MenuAnchor) => void;
  openPicker: () => void;
}

export function useMessageEvents(line: Line, { openMenu, openPicker }: MessageOpeners) {
  const thread = useThread();
  const [isActive, setActive] = useState(false);
  const longPress = useLongPress(openMenu);
  const onArticle = {
    onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && setActive(true),
    onPointerLeave: () => setActive(false),
    onFocus: () => setActive(true),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== '+' || event.target !== event.currentTarget || !capabilities(line, thread).react) return;
      event.preventDefault();
      openPicker();
    },
  };
  const onContextMenu = (event: MouseEvent) => {
    // On a link or a selection the browser's own menu is more useful.
    const isOnLink = event.target instanceof Element && event.target.closest('a[href]');
    if (isOnLink || !getSelection()?.isCollapsed) return;
    event.preventDefault();
    openMenu({ x: event.clientX, y: event.clientY });
  };
  return { isActive, onArticle, onBody: { onContextMenu, ...longPress } };
}
