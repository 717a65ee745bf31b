// Asks the server for something that the SDK does not keep, such as the sessions or the pins of a conversation. A new question
// discards the old answer.
import { useEffect, useState } from 'react';

interface Answer<T> {
  question: string;
  value?: T;
  fault?: unknown;
}

// `question` names everything that `ask` depends on.
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
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question, round]);
  const current = answer?.question === question ? answer : undefined;
  return {
    value: current?.value,
    fault: current?.fault,
    hasFailed: current?.fault !== undefined,
    // Asks the same question once more. The value stays until the new one has come.
    again: () => {
      setAnswer((before) => (before?.value === undefined ? undefined : { question: before.question, value: before.value }));
      setRound((before) => before + 1);
    },
    // Changes what is shown before the server has confirmed it.
    change: (how: (value: T) => T) =>
      setAnswer((before) => (before?.value === undefined ? before : { ...before, value: how(before.value) })),
  };
}
