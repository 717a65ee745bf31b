import { useThread } from '@/features/messages/context.ts';
import type { Line } from '@/features/messages/line.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';

// Says why a message could not be sent, and lets its sender send it again or drop it.
export function SendFailure({ line }: { line: Line }) {
  const { actions } = useThread();
  const strings = useStrings();
  return (
    <p role="alert" className="mt-1 flex items-center gap-1 text-small text-danger">
      {line.error ? wordsFor(line.error, strings) : strings.messages.couldNotSend}
      <button type="button" onClick={() => actions.retry(line)} className="rounded-small px-1 font-semibold underline underline-offset-2">
        {strings.app.retry}
      </button>
      <button type="button" onClick={() => actions.discard(line)} className="rounded-small px-1 text-muted hover:text-text">
        {strings.messages.discard}
      </button>
    </p>
  );
}
