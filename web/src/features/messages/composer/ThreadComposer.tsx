// The composer of an open conversation: its draft, its members and its limit come from the SDK and this browser.
import type { Member } from '@parley/client';
import { useClient, useMe, useServer } from '@parley/client/react';
import type { Ref } from 'react';
import { useThread } from '@/features/messages/context.ts';
import { useStrings } from '@/i18n/languages.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import type { Mode } from './mode.ts';
import { useDraft, useDrafts } from './useDrafts.ts';

// The server's default limit. It is used until the server has sent its own, for example if the web client starts offline.
const MESSAGE_CHARS = 4_000;

interface ThreadComposerProps {
  name: string;
  members: readonly Member[];
  mode: Mode;
  onSubmit: (text: string) => void;
  onCancelMode: () => void;
  onEditLast: () => void;
  ref: Ref<ComposerHandle>;
}

export function ThreadComposer({ name, members, ...rest }: ThreadComposerProps) {
  const { conversation, permissions } = useThread();
  const strings = useStrings().messages.composer;
  const client = useClient();
  const { id: me } = useMe();
  const drafts = useDrafts();
  const draft = useDraft(conversation);
  const charactersMost = useServer()?.limits.message_chars ?? MESSAGE_CHARS;
  return (
    <Composer
      {...rest}
      label={strings.label(name)}
      draft={draft}
      people={members.filter((member) => member.user !== me && !member.left_at).map(personOf)}
      mentionsAll={permissions.canModerate}
      charactersMost={charactersMost}
      onDraft={(text) => drafts.write(conversation, { ...drafts.read(conversation), text })}
      onTyping={(isActive) => client.typing(conversation, isActive)}
    />
  );
}

function personOf(member: Member) {
  return { id: member.user, username: member.username, displayName: member.display_name };
}
