// A message outside of its thread, in a list of found or pinned messages. It links to the message.
import type { Message } from '@parley/client';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { useFormats } from '@/i18n/format.ts';
import { withoutControls } from '@/i18n/isolate.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Link } from '@/platform/router.tsx';
import { paths, type Panel } from '@/platform/routes.ts';
import { contentOf, previewOf } from './content.ts';

export interface SnippetPart {
  text: string;
  match: boolean;
}

interface MessageExcerptProps {
  message: Message;
  name: string;
  // The name of the conversation, in a list with several conversations.
  where?: string | undefined;
  snippet?: readonly SnippetPart[] | undefined;
  // The panel and the search that stay open when the link is followed.
  panel?: Panel;
  query?: string;
}

export function MessageExcerpt({ message, name, where, snippet, panel, query }: MessageExcerptProps) {
  const formats = useFormats();
  const strings = useStrings();
  return (
    <Link
      to={paths.message(message.conversation, message.seq, { panel, q: query })}
      className="mx-2 flex min-w-0 flex-1 gap-3 rounded-card px-2.5 py-2 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <Avatar id={message.sender} name={name} size={32} className="mt-0.5" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2 text-small">
          <Name className="min-w-0 truncate font-medium">{name}</Name>
          {where && <Name className="min-w-0 truncate text-muted">{where}</Name>}
          <time dateTime={message.created_at} title={formats.full(message.created_at)} className="ms-auto shrink-0 text-tiny text-muted">
            {formats.short(message.created_at)}
          </time>
        </span>
        <span dir="auto" className="line-clamp-3 text-small wrap-anywhere text-muted">
          {snippet ? snippet.map((part, index) => <SnippetText key={index} part={part} />) : previewOf(contentOf(message), strings)}
        </span>
      </span>
    </Link>
  );
}

function SnippetText({ part }: { part: SnippetPart }) {
  const text = withoutControls(part.text);
  if (!part.match) return text;
  return <mark className="rounded-small bg-accent-soft font-medium text-text">{text}</mark>;
}

export function MessageExcerptSkeleton() {
  return (
    <>
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index} className="flex gap-3 px-4.5 py-2">
          <span className="skeleton size-8 shrink-0 !rounded-full" />
          <span className="grid flex-1 gap-2 pt-1">
            <span className="skeleton h-3 w-1/3" />
            <span className="skeleton h-3 w-11/12" />
            <span className="skeleton h-3 w-3/5" />
          </span>
        </div>
      ))}
    </>
  );
}
