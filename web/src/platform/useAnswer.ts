// A question to the server that depends on what is shown. A new question discards the old answer; `again` repeats it.
import { useEffect, useState } from 'react';

interface Answer<T> {
  question: string;
  value?: T;
  fault?: unknown;
}

export function useAnswer<T>(question: string, ask: () => Promise<T>) {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    ask().then(
      (value) => isCurrent && setAnswer({ question, value }),
      (fault: unknown) => isCurrent && setAnswer({ question, fault }),
    );
    return () => {
      isCurrent = false;
    };
    // The question names everything that `ask` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question, round]);
  const current = answer?.question === question ? answer : undefined;
  return {
    value: current?.value,
    hasFailed: current?.fault !== undefined,
    again: () => {
      setAnswer(undefined);
      setRound(round + 1);
    },
  };
}
