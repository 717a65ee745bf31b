// A form that is sent: what went wrong, in plain words, beside the field that it is about.
import { useState, type FormEvent } from 'react';
import { wordsFor, fieldWords, type FieldErrors } from './errors.ts';
import { useStrings } from '@/i18n/languages.ts';

// `codes` names the field that a code is about where the server cannot know.
export function useForm(send: () => Promise<unknown>, onDone?: () => void, codes: Readonly<Record<string, string>> = {}) {
  const strings = useStrings();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setBusy(true);
    setFault(null);
    send()
      .then(() => onDone?.(), setFault)
      .finally(() => setBusy(false));
  };

  const fieldErrors: FieldErrors = fault ? fieldWords(fault, strings, codes) : {};
  const hasFieldErrors = Object.keys(fieldErrors).length > 0;
  return { submit, isBusy, fieldErrors, error: fault && !hasFieldErrors ? wordsFor(fault, strings) : undefined };
}
