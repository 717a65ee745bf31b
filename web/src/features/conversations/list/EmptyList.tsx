import { Button } from '@/design/Button.tsx';
import { ArchiveIcon, ChatIcon, CheckIcon, ComposeIcon, PinIcon, SearchIcon, type Icon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import type { Filter } from '@/features/conversations/item.ts';
import { useStrings } from '@/i18n/languages.ts';
import { openOverlay } from '@/platform/overlay.ts';

const EMPTY_ICONS: Record<Filter, Icon> = { all: ChatIcon, unread: CheckIcon, pinned: PinIcon, archived: ArchiveIcon };

// Says why the list is empty: no conversations, none that pass the filter, or none found.
export function EmptyList({ filter, isSearch }: { filter: Filter; isSearch: boolean }) {
  const strings = useStrings().conversations;
  if (isSearch) return <EmptyState icon={SearchIcon} title={strings.empty.found} />;
  const hints = { all: strings.empty.allHint, unread: strings.empty.unreadHint, pinned: strings.empty.pinnedHint, archived: strings.empty.archivedHint };
  const start = (
    <Button look="primary" icon={ComposeIcon} onClick={() => openOverlay('new-conversation')}>
      {strings.new}
    </Button>
  );
  return <EmptyState icon={EMPTY_ICONS[filter]} title={strings.empty[filter]} hint={hints[filter]} action={filter === 'all' && start} />;
}
