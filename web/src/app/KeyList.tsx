// The list that `?` opens. It names every key that a component on the screen answers.
import { Fragment } from 'react';
import { Dialog } from '@/design/Dialog.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { keyNames, keysOf, useKeyMap, type KeyGroup } from '@/platform/keys.ts';
import { closeOverlay } from '@/platform/overlay.ts';

const GROUPS: readonly KeyGroup[] = ['general', 'list', 'thread', 'composer'];

export function KeyList() {
  const strings = useStrings();
  const bindings = useKeyMap((state) => state.bindings);
  return (
    <Dialog title={strings.app.keys.title} width="wide" onClose={closeOverlay}>
      <div className="gap-x-10 sm:columns-2">
        {GROUPS.map((group) => {
          const ofGroup = bindings.filter((binding) => binding.group === group);
          if (ofGroup.length === 0) return null;
          return (
            <section key={group} className="mb-5 break-inside-avoid">
              <h3 className="mb-1 text-small font-semibold text-muted">{strings.app.keys[group]}</h3>
              <dl>
                {ofGroup.map((binding) => (
                  <div key={String(binding.keys)} className="flex items-center justify-between gap-4 border-b border-border py-1.5 last:border-0">
                    <dt>{binding.label(strings)}</dt>
                    <dd className="flex shrink-0 items-center gap-1 text-tiny text-muted">
                      {keysOf(binding).map((keys, index) => (
                        <Fragment key={keys}>
                          {index > 0 && <span>{strings.app.keys.or}</span>}
                          <Keys keys={keys} />
                        </Fragment>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

export function Keys({ keys }: { keys: string }) {
  return (
    <>
      {keyNames(keys).map((name) => (
        <kbd key={name} className="key text-text">
          {name}
        </kbd>
      ))}
    </>
  );
}
