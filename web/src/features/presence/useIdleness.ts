// Sets the user to `away` on this device after a while without input, and back to `online` with the first input. A
// state that the user has chosen stays.
import { useClient } from '@parley/client/react';
import { useEffect } from 'react';

const IDLE_AFTER_MS = 5 * 60_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export function useIdleness() {
  const client = useClient();
  useEffect(() => {
    let isIdle = false;
    let timer: ReturnType<typeof setTimeout>;
    const leave = () => {
      if (client.ownPresence.get() !== 'online') return;
      isIdle = true;
      client.setPresence('away').catch(() => undefined);
    };
    const stay = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, IDLE_AFTER_MS);
      if (!isIdle) return;
      isIdle = false;
      // The user may have chosen another state in the meantime, on this device or another one.
      if (client.ownPresence.get() === 'away') client.setPresence('online').catch(() => undefined);
    };
    stay();
    for (const sign of SIGNS) addEventListener(sign, stay, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) removeEventListener(sign, stay);
    };
  }, [client]);
}
