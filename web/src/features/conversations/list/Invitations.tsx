// The invitations that wait for the reader's answer, above the list of conversations.
import type { Invitation } from '@parley/client';
import { useClient, useInvitations } from '@parley/client/react';
import { useState } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Button } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

export function Invitations() {
  const words = useStrings().conversations.invitations;
  const invitations = useInvitations();
  if (invitations.length === 0) return null;
  return (
    <section aria-label={words.title} className="max-h-1/2 shrink-0 overflow-y-auto border-b border-border px-3 pb-2">
      <h2 className="px-1 pb-1 text-tiny font-semibold text-muted">{words.title}</h2>
      <ul className="grid gap-2">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  );
}

function InvitationRow({ invitation: { id, inviter, conversation, title } }: { invitation: Invitation }) {
  const strings = useStrings();
  const words = strings.conversations.invitations;
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const name = inviter.display_name;
  // The row disappears when the server's event arrives.
  const answer = (request: Promise<unknown>) => {
    setBusy(true);
    request.catch((fault: unknown) => {
      setBusy(false);
      toast(wordsFor(fault, strings));
    });
  };
  const accept = () => answer(client.acceptInvitation(id).then((opened) => navigate(paths.conversation(opened))));
  return (
    <li className="rounded-card bg-sunken p-3">
      <div className="flex items-center gap-3">
        <Avatar id={inviter.user} name={name} size={36} />
        <p className="min-w-0 flex-1 text-small wrap-anywhere">
          <Name className="font-medium">{name}</Name> {conversation ? words.toGroup(title) : words.toDirect}
        </p>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" look="primary" busy={isBusy} aria-label={words.acceptNamed(name)} onClick={accept}>
          {words.accept}
        </Button>
        <Button size="small" disabled={isBusy} aria-label={words.declineNamed(name)} onClick={() => answer(client.call('invitation.decline', { invitation: id }))}>
          {words.decline}
        </Button>
        <Button size="small" look="quiet" disabled={isBusy} aria-label={words.blockNamed(name)} onClick={() => answer(client.call('invitation.block', { invitation: id }))}>
          {words.block}
        </Button>
      </div>
    </li>
  );
}
