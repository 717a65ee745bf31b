// A thin line that says when the connection is lost. While there is a connection it shows nothing.
import { useClient, useConnection } from '@parley/client/react';
import { useDelayed } from '@/design/states.tsx';
import { useStrings, type Strings } from '@/i18n/languages.ts';

// A shorter interruption is not shown.
const PATIENCE_MS = 1_200;

function wordsOf(status: string, queued: number, { banner }: Strings['app']) {
  if (status === 'offline') return queued > 0 ? banner.offlineQueued(queued) : banner.offline;
  if (status === 'connecting') return banner.connecting;
  return queued > 0 ? banner.reconnectingQueued(queued) : banner.reconnecting;
}

export function ConnectionBanner() {
  const strings = useStrings();
  const client = useClient();
  const { status, queued } = useConnection();
  const isAway = status !== 'connected' && status !== 'signed_out';
  const isLong = useDelayed(isAway, PATIENCE_MS);
  const isShown = isAway && (isLong || status === 'offline');

  return (
    <div role="status">
      {isShown && (
        <div className="animate-appear flex min-h-7 items-center justify-center gap-x-3 border-b border-border bg-sunken px-3 py-0.5 text-small">
          <span className="flex items-center gap-2">
            <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${status === 'offline' ? 'bg-muted' : 'bg-away'}`} />
            {wordsOf(status, queued, strings.app)}
          </span>
          {status === 'reconnecting' && (
            <button type="button" className="shrink-0 font-medium text-accent underline-offset-4 hover:underline" onClick={() => client.reconnectNow()}>
              {strings.app.banner.tryNow}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
