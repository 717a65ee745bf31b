// The rows between the messages: days, the beginning of the unread messages, system messages, the beginning of the
// conversation.
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';

export function DaySeparator({ at }: { at: number }) {
  const formats = useFormats();
  return (
    <div role="separator" aria-label={formats.day(at)} className="flex h-11 items-end justify-center pb-1.5">
      <time dateTime={new Date(at).toISOString()} className="day-pill">
        {formats.day(at)}
      </time>
    </div>
  );
}

export function UnreadLine() {
  const label = useStrings().messages.unreadLine;
  return (
    <div role="separator" aria-label={label} className="mx-auto flex h-9 w-full max-w-190 items-center gap-3 px-4 text-tiny font-semibold text-accent">
      <span className="h-px flex-1 bg-accent/40" />
      {label}
      <span className="h-px flex-1 bg-accent/40" />
    </div>
  );
}

export function SystemLine({ text }: { text: string }) {
  return <p dir="auto" className="mx-auto max-w-120 px-6 py-1.5 text-center text-small wrap-anywhere text-muted">{text}</p>;
}

// Stands for messages of blocked people. The reader may look at them.
export function HiddenLine({ count, onShow }: { count: number; onShow: () => void }) {
  const strings = useStrings().messages;
  return (
    <p className="mx-auto flex max-w-120 items-center justify-center gap-2 px-6 py-1.5 text-small text-muted">
      {strings.hiddenMessages(count)}
      <button type="button" onClick={onShow} className="rounded-small font-medium underline-offset-2 hover:underline">
        {strings.showHidden}
      </button>
    </p>
  );
}

interface BeginningProps {
  id: string;
  name: string;
  isGroup: boolean;
}

export function Beginning({ id, name, isGroup }: BeginningProps) {
  const strings = useStrings().messages;
  return (
    <div className="flex flex-col items-center gap-1 px-6 pt-10 pb-4 text-center">
      <Avatar id={id} name={name} size={64} group={isGroup} className="mb-3" />
      <p className="max-w-full text-heading font-semibold wrap-anywhere text-balance">
        <Name>{name}</Name>
      </p>
      <p className="max-w-96 text-small wrap-anywhere text-balance text-muted">{isGroup ? strings.groupBegins : strings.directBegins(name)}</p>
    </div>
  );
}
