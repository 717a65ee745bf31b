// Data that a component asks the server for and that the SDK does not keep, such as sessions and blocked people.
import { useCallback, useEffect, useRef, useState } from 'react';

interface Remote<T> {
  data: T | undefined;
  fault: unknown;
  reload: () => void;
  // Changes what is shown before the server has confirmed it.
  change: (how: (data: T) => T) => void;
}

export function useRemote<T>(load: () => Promise<T>): Remote<T> {
  const [data, setData] = useState<T>();
  const [fault, setFault] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  useEffect(() => {
    let isCurrent = true;
    latest.current().then(
      (loaded) => isCurrent && setData(loaded),
      (error: unknown) => isCurrent && setFault(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [round]);

  const reload = useCallback(() => {
    setFault(null);
    setRound((before) => before + 1);
  }, []);
  const change = useCallback((how: (data: T) => T) => setData((before) => (before === undefined ? before : how(before))), []);
  return { data, fault, reload, change };
}
