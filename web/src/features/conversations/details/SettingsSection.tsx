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
        label={strings.conversations.details.mute}
        hint={strings.conversations.details.muteHint}
        checked={item.isMuted}
        onChange={(isOn) => change({ muted_until: isOn ? FOREVER : null })}
      />
      <Switch label={strings.conversations.details.pin} checked={settings.pinned} onChange={(pinned) => change({ pinned })} />
      <Switch label={strings.conversations.details.archive} checked={settings.archived} onChange={(archived) => change({ archived })} />
      <div className="py-3">
        <Choice
          label={strings.conversations.details.notify}
          value={settings.notify}
          options={[
            { value: 'all', label: strings.conversations.details.notifyAll },
            { value: 'mentions', label: strings.conversations.details.notifyMentions },
            { value: 'none', label: strings.conversations.details.notifyNone },
          ]}
          onChange={(notify) => change({ notify })}
        />
      </div>
    </>
  );
}
