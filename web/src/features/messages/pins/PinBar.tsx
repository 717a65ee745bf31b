// The newest pinned message in one line under the header, with a link to all of them.
import type { Message } from '@parley/client';
import { Name } from '@/design/Name.tsx';
import { PinIcon } from '@/design/icons.tsx';
import { contentOf, previewOf } from '@/features/messages/content.ts';
import { useThread } from '@/features/messages/context.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Link } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

interface PinBarProps {
  pin: Message;
  count: number;
}

export function PinBar({ pin, count }: PinBarProps) {
  const { conversation, nameOf, actions } = useThread();
  const strings = useStrings();
  return (
    <div className="flex items-center gap-1 border-b border-border ps-4 pe-2 text-small">
      <button
        type="button"
        onClick={() => actions.jump(pin.seq)}
        aria-label={strings.messages.goToPinned}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-control py-2 text-start focus-visible:-outline-offset-2"
      >
        <PinIcon size={16} className="shrink-0 text-accent" />
        <span className="min-w-0 truncate text-muted">
          <Name className="font-medium text-text">{nameOf(pin.sender)}</Name> <Name>{previewOf(contentOf(pin), strings)}</Name>
        </span>
      </button>
      <Link
        to={paths.conversation(conversation, { panel: 'pins' })}
        className="shrink-0 rounded-control px-2 py-1 text-muted hover:bg-sunken hover:text-text"
      >
        {strings.messages.allPins(count)}
      </Link>
    </div>
  );
}
