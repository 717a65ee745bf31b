// The reader's own profile, and what others may see of what the reader does.
import { useClient, useMe } from '@parley/client/react';
import { startTransition, useOptimistic, useState } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Button } from '@/design/Button.tsx';
import { Choice, Switch } from '@/design/choices.tsx';
import { Field, FieldError, PasswordField } from '@/design/Field.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useForm, type Form } from '@/platform/form.ts';

const REACHABLE_BY = ['everybody', 'shared', 'nobody'] as const;

export function ProfilePage() {
  return (
    <div className="grid gap-8">
      <ProfileForm />
      <PrivacySwitches />
    </div>
  );
}

function ProfileForm() {
  const strings = useStrings();
  const words = strings.accounts.profile;
  const client = useClient();
  const me = useMe();
  const [name, setName] = useState(me.display_name);
  const [email, setEmail] = useState(me.email ?? '');
  const [password, setPassword] = useState('');
  const isOtherEmail = email.trim() !== (me.email ?? '');
  const isChanged = name.trim() !== me.display_name || isOtherEmail;
  const form = useForm(
    () => client.updateMe({ display_name: name.trim(), ...(isOtherEmail && { email: email.trim(), current_password: password }) }),
    () => {
      setPassword('');
      toast(strings.app.saved);
    },
    { bad_credentials: 'current_password' },
  );
  return (
    <form onSubmit={form.submit} className="grid gap-5">
      <div className="flex items-center gap-4">
        <Avatar id={me.id} name={name || me.username} size={64} />
        <p className="text-small text-muted">{words.username(me.username)}</p>
      </div>
      <Field
        label={words.name}
        hint={words.nameHint}
        error={form.fieldErrors.display_name}
        autoComplete="name"
        required
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <EmailFields email={email} onEmail={setEmail} isChanged={isOtherEmail} password={password} onPassword={setPassword} form={form} />
      {form.error && <FieldError>{form.error}</FieldError>}
      <div>
        <Button type="submit" look="primary" busy={form.isBusy} disabled={!isChanged}>
          {strings.app.save}
        </Button>
      </div>
    </form>
  );
}

interface EmailFieldsProps {
  email: string;
  onEmail: (email: string) => void;
  isChanged: boolean;
  password: string;
  onPassword: (password: string) => void;
  form: Form;
}

// The address, and the password that another address needs.
function EmailFields({ email, onEmail, isChanged, password, onPassword, form }: EmailFieldsProps) {
  const { accounts, sign_in } = useStrings();
  const words = accounts.profile;
  return (
    <>
      <Field
        label={words.email}
        hint={words.emailHint}
        error={form.fieldErrors.email}
        type="email"
        autoComplete="email"
        maxLength={254}
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      {isChanged && (
        <PasswordField
          show={sign_in.showPassword}
          hide={sign_in.hidePassword}
          label={sign_in.changePassword.current}
          hint={words.emailPasswordHint}
          error={form.fieldErrors.current_password}
          name="current"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => onPassword(event.target.value)}
        />
      )}
    </>
  );
}

function PrivacySwitches() {
  const strings = useStrings();
  const words = strings.accounts.profile;
  const client = useClient();
  const me = useMe();
  // A switch moves at once; the server's reply corrects it.
  const [privacy, showPrivacy] = useOptimistic({
    private_reads: me.private_reads ?? false,
    hide_presence: me.hide_presence ?? false,
    reachable_by: me.reachable_by,
  });
  const change = (what: Partial<typeof privacy>) => {
    startTransition(async () => {
      showPrivacy({ ...privacy, ...what });
      await client.updateMe(what).catch((fault: unknown) => toast(wordsFor(fault, strings)));
    });
  };
  return (
    <section className="border-t border-border pt-6">
      <h3 className="mb-1 font-semibold">{words.privacy}</h3>
      <Switch
        label={words.privateReads}
        hint={words.privateReadsHint}
        checked={privacy.private_reads}
        onChange={(checked) => change({ private_reads: checked })}
      />
      <Switch
        label={words.hidePresence}
        hint={words.hidePresenceHint}
        checked={privacy.hide_presence}
        onChange={(checked) => change({ hide_presence: checked })}
      />
      <div className="grid gap-2 py-3">
        <Choice
          label={words.reachable}
          value={privacy.reachable_by}
          options={REACHABLE_BY.map((value) => ({ value, label: words.reachableBy[value] }))}
          onChange={(reachable_by) => change({ reachable_by })}
        />
        <p className="text-small text-muted">{words.reachableHint}</p>
      </div>
    </section>
  );
}
