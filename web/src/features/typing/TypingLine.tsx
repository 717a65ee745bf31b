// Names the users who are typing. The line is there even when it is empty, so the messages do not move.
import { useStrings } from '@/i18n/languages.ts';

export function TypingLine({ names }: { names: readonly string[] }) {
  const strings = useStrings().typing;
  return (
    <div role="status" className="mx-auto flex h-6 w-full max-w-190 items-center gap-2 px-5 text-small text-muted">
      {names.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span className="min-w-0 truncate">{strings.several(names)}</span>
        </>
      )}
    </div>
  );
}
