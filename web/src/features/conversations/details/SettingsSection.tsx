import type { ConversationItem } from '@parley/client';
import { useClient } from '@parley/client/react';
import { Choice, Switch } from '@/design/choices.tsx';
import { toast } from '@/design/Toast.tsx';
import type { Item } from '@/features/conversations/item.ts';
import { FOREVER, type SettingsChange } from '@/features/conversations/settings.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';

// The reader's own settings of a conversation. Other members have theirs.
export function SettingsSection({ item, settings }: { item: Item; settings: ConversationItem['settings'] }) {
  const strings = useStrings();
  const client = useClient();
  const change = (settingsChange: SettingsChange) => {
    client.settings(item.id, settingsChange).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };
  return (
    <>
      <Switch
        label={strings.details.mute}
        hint={strings.details.muteHint}
        checked={item.isMuted}
        onChange={(isOn) => change({ muted_until: isOn ? FOREVER : null })}
      />
      <Switch label={strings.details.pin} checked={settings.pinned} onChange={(pinned) => change({ pinned })} />
      <Switch label={strings.details.archive} checked={settings.archived} onChange={(archived) => change({ archived })} />
      <div className="py-3">
        <Choice
          label={strings.details.notify}
          value={settings.notify}
          options={[
            { value: 'all', label: strings.details.notifyAll },
            { value: 'mentions', label: strings.details.notifyMentions },
            { value: 'none', label: strings.details.notifyNone },
          ]}
          onChange={(notify) => change({ notify })}
        />
      </div>
    </>
  );
}
