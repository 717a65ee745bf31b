import { useEffect, useState } from 'react';
import { loadEmoji, type EmojiSet } from './emoji.ts';

// The emoji in a language, once they have come; `retry` asks again after a failure.
export function useEmojiSet(language: string, isWanted = true) {
  const [set, setSet] = useState<EmojiSet>();
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    loadEmoji(language).then(
      (loaded) => isCurrent && setSet(loaded),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [language, attempt, isWanted]);
  const retry = () => {
    setFailed(false);
    setAttempt(attempt + 1);
  };
  return { set, hasFailed, retry };
}
