import { IconButton } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { CloseIcon, EditIcon, ReplyIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import type { Mode } from './mode.ts';

// Shows over the field which message is answered or edited.
export function ModeBar({ mode, onCancel }: { mode: Exclude<Mode, { kind: 'new' }>; onCancel: () => void }) {
  const strings = useStrings();
  const isEdit = mode.kind === 'edit';
  const { name, body } = isEdit ? mode.of : mode.to;
  const Icon = isEdit ? EditIcon : ReplyIcon;
  return (
    <div className="flex items-center gap-2 border-b border-border ps-3 pe-1 py-1 text-small">
      <Icon size={16} className="shrink-0 text-accent" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-medium">{isEdit ? strings.messages.composer.editing : strings.messages.composer.replyingTo(name)}</span>{' '}
        <Name className="text-muted">{body}</Name>
      </p>
      <IconButton size="small" icon={CloseIcon} label={strings.app.cancel} onClick={onCancel} />
    </div>
  );
}
