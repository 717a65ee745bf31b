import { memo, useMemo, type ReactNode } from 'react';
import { Name } from '@/design/Name.tsx';
import { countOnlyEmoji, parseText, type IsMention, type Span } from '@/features/messages/text.ts';

interface MessageTextProps {
  text: string;
  isMention: IsMention;
  // The reader's username; mentions of the reader stand out.
  ownName: string;
  // Follows the last word and leaves room for the corner.
  tail?: ReactNode;
}

export const MessageText = memo(function MessageText({ text, isMention, ownName, tail }: MessageTextProps) {
  const blocks = useMemo(() => parseText(text, isMention), [text, isMention]);
  const emoji = useMemo(() => countOnlyEmoji(text), [text]);
  if (emoji > 0) {
    return (
      <p dir="auto" className={emoji <= 3 ? 'text-[40px] leading-12' : 'text-[26px] leading-9'}>
        {text}
        {tail}
      </p>
    );
  }
  return (
    <>
      {blocks.map((block, index) => {
        const isLast = index === blocks.length - 1;
        return block.kind === 'code' ? (
          <div key={index}>
            <pre dir="ltr" className="my-1 overflow-x-auto rounded-control bg-text/6 px-3 py-2 font-mono text-small" tabIndex={-1}>
              <code>{block.text}</code>
            </pre>
            {isLast && tail && <p className="leading-4">{tail}</p>}
          </div>
        ) : (
          <p key={index} dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {drawSpans(block.spans, ownName)}
            {isLast && tail}
          </p>
        );
      })}
    </>
  );
});

function drawSpans(spans: Span[], ownName: string): ReactNode[] {
  return spans.map((span, index) => {
    switch (span.kind) {
      case 'text':
        return span.text;
      case 'code':
        return (
          <code key={index} className="rounded-small bg-text/7 px-1 py-px font-mono text-[0.88em]">
            {span.text}
          </code>
        );
      case 'link':
        return (
          <a
            key={index}
            href={span.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-current"
          >
            <Name>{span.text}</Name>
          </a>
        );
      case 'mention':
        return <Mention key={index} text={span.text} isOwn={isAddressed(span.name, ownName)} />;
      case 'strong':
        return (
          <strong key={index} className="font-semibold">
            {drawSpans(span.spans, ownName)}
          </strong>
        );
      case 'emphasis':
        return <em key={index}>{drawSpans(span.spans, ownName)}</em>;
    }
  });
}

function isAddressed(name: string, ownName: string): boolean {
  const lower = name.toLowerCase();
  return lower === ownName.toLowerCase() || lower === 'all';
}

function Mention({ text, isOwn }: { text: string; isOwn: boolean }) {
  return isOwn ? (
    <mark className="rounded-small bg-accent px-1 font-medium text-on-accent">
      <Name>{text}</Name>
    </mark>
  ) : (
    <Name className="font-medium text-accent">{text}</Name>
  );
}
