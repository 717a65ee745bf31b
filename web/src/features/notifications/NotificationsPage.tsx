import { useClient, useOwnPresence } from '@parley/client/react';
import { useState } from 'react';
import { Switch } from '@/design/choices.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { setPreferences, usePreferences } from '@/platform/preferences.ts';

const isSupported = 'Notification' in globalThis;

export function NotificationsPage() {
  const strings = useStrings();
  const words = strings.notifications.page;
  const client = useClient();
  const { notifications, previews } = usePreferences();
  const [permission, setPermission] = useState(isSupported ? Notification.permission : 'denied');
  const presence = useOwnPresence();

  const show = async (wanted: boolean) => {
    if (wanted && permission !== 'granted') {
      const answer = await Notification.requestPermission();
      setPermission(answer);
      if (answer !== 'granted') return;
    }
    setPreferences({ notifications: wanted });
  };
  const disturb = (isQuiet: boolean) => {
    client.setPresence(isQuiet ? 'dnd' : 'online').catch((fault: unknown) => toast(wordsFor(fault, strings)));
  };

  return (
    <div className="divide-y divide-border">
      <div>
        <Switch
          label={words.show}
          hint={words.showHint}
          checked={notifications && permission === 'granted'}
          disabled={!isSupported || permission === 'denied'}
          onChange={(wanted) => void show(wanted)}
        />
        {permission === 'denied' && (
          <p className="pb-3 text-small text-danger">{isSupported ? words.denied : words.unsupported}</p>
        )}
      </div>
      <Switch
        label={words.previews}
        hint={words.previewsHint}
        checked={previews}
        onChange={(wanted) => setPreferences({ previews: wanted })}
      />
      <Switch label={strings.presence.dnd} hint={words.dndHint} checked={presence === 'dnd'} onChange={disturb} />
    </div>
  );
}
