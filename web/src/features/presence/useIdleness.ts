// Sets the user to `away` on this device after a while without input, and back to `online` with the first input. A
// state that the user has chosen stays.
import { useClient } from '@parley/client/react';
import { useEffect } from 'react';

const IDLE_AFTER_MS = 5 * 60_000;
const INPUT_EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export function useIdleness() {
  const client = useClient();
  useEffect(() => {
    let isIdle = false;
    let timer: ReturnType<typeof setTimeout>;
    const setAway = () => {
      if (client.ownPresence.get() !== 'online') return;
      isIdle = true;
      client.setPresence('away').catch(() => undefined);
    };
    const onInput = () => {
      clearTimeout(timer);
      timer = setTimeout(setAway, IDLE_AFTER_MS);
      if (!isIdle) return;
      isIdle = false;
      // The user may have chosen another state in the meantime, on this device or another one.
      if (client.ownPresence.get() === 'away') client.setPresence('online').catch(() => undefined);
    };
    onInput();
    for (const name of INPUT_EVENTS) addEventListener(name, onInput, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const name of INPUT_EVENTS) removeEventListener(name, onInput);
    };
  }, [client]);
}
