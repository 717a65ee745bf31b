import { useEffect, type RefObject } from 'react';
import type { ComposerHandle } from '@/features/messages/composer/Composer.tsx';

// Puts the focus into the composer when a conversation is opened, so that users with a keyboard can type at once. On a
// phone the focus would open the keyboard over half of the screen.
export function useFocusOnOpen(composer: RefObject<ComposerHandle | null>) {
  useEffect(() => {
    const hasPanel = new URLSearchParams(location.search).has('panel');
    if (!hasPanel && matchMedia('(pointer: fine)').matches) composer.current?.focus();
  }, [composer]);
}
