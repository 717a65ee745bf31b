import { useState, type ReactNode } from 'react';
import { Checkbox } from '@/design/choices.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useServerConfig } from './useServerConfig.ts';

// Lets the user choose whether messages are kept on this device, unless the operator of the server has decided that for everybody.
// Returns the choice and what shows it.
export function useKeepChoice(): { keep: boolean; choice: ReactNode } {
  const strings = useStrings().sign_in;
  const config = useServerConfig();
  const [isWanted, setWanted] = useState(true);
  if (config?.features.includes('keep_nothing')) return { keep: false, choice: <p className="text-small text-muted">{strings.keepsNothing}</p> };
  const choice = <Checkbox label={strings.keep} hint={strings.keepHint} checked={isWanted} onChange={setWanted} />;
  return { keep: isWanted, choice };
}
