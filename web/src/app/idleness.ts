// Whoever has not touched this device for a while is away on it, and back with the first touch. What somebody chose,
// away or do not disturb, is left alone.
import { useEffect } from 'react';
import { useClient } from '@/session/client.tsx';

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
      // Unless another choice was made in the meantime, on this device or another.
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
