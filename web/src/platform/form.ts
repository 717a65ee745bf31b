// The state of a form that is sent to the server. A refusal is shown in plain words, beside the field that it is about.
import { useState, type FormEvent } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { fieldWords, wordsFor, type FieldErrors } from './errors.ts';

export interface Form {
  submit: (event?: FormEvent) => void;
  isBusy: boolean;
  fieldErrors: FieldErrors;
  // A fault that is not about a field.
  error: string | undefined;
}

// `codes` names the field that an error code is about, for codes with which the server names none.
export function useForm(send: () => Promise<unknown>, onDone?: () => void, codes: Readonly<Record<string, string>> = {}): Form {
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
