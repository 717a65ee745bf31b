import { useEffect, useState } from 'react';
import { loadEmoji, type EmojiSet } from './emoji.ts';

// Returns the emoji in a language; undefined until they are loaded. `retry` loads them again after a failure.
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
