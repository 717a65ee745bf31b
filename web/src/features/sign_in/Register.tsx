import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { Field, FieldError, PasswordField } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useForm, type Form } from '@/platform/form.ts';
import { Link } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { useKeepChoice } from './KeepChoice.tsx';
import { usernameAttributes } from './usernameAttributes.ts';
import { useServerConfig } from './useServerConfig.ts';
import { Welcome } from './Welcome.tsx';

interface NewAccount {
  username: string;
  displayName: string;
  password: string;
}

// Creates an account. On a server that takes no new accounts it says so.
export function Register() {
  const strings = useStrings().sign_in;
  const client = useClient();
  const config = useServerConfig();
  const [account, setAccount] = useState<NewAccount>({ username: '', displayName: '', password: '' });
  const { username, displayName, password } = account;
  const { keep, choice } = useKeepChoice();
  const form = useForm(() =>
    client.register({
      username: username.trim(),
      password,
      keep,
      ...(displayName.trim() && { display_name: displayName.trim() }),
    }),
  );
  const isClosed = config?.registration === false;

  return (
    <Welcome title={strings.registerTitle} footer={<ToSignIn />}>
      {isClosed ? (
        <p>{strings.closed}</p>
      ) : (
        <form onSubmit={form.submit} className="grid gap-4">
          <AccountFields account={account} form={form} onChange={(change) => setAccount({ ...account, ...change })} />
          {choice}
          {form.error && <FieldError>{form.error}</FieldError>}
          <Button type="submit" look="primary" busy={form.isBusy} className="mt-2 h-10">
            {strings.register}
          </Button>
        </form>
      )}
    </Welcome>
  );
}

function ToSignIn() {
  const strings = useStrings().sign_in;
  return (
    <span>
      {strings.hasAccount}{' '}
      <Link to={paths.signIn()} className="font-medium text-accent underline-offset-4 hover:underline">
        {strings.signIn}
      </Link>
    </span>
  );
}

interface AccountFieldsProps {
  account: NewAccount;
  form: Form;
  onChange: (change: Partial<NewAccount>) => void;
}

function AccountFields({ account, form, onChange }: AccountFieldsProps) {
  const strings = useStrings().sign_in;
  return (
    <>
      <Field
        label={strings.username}
        hint={strings.usernameHint}
        error={form.fieldErrors.username}
        {...usernameAttributes}
        minLength={2}
        maxLength={32}
        value={account.username}
        onChange={(event) => onChange({ username: event.target.value })}
      />
      <Field
        label={strings.displayName}
        hint={strings.displayNameHint}
        error={form.fieldErrors.display_name}
        name="name"
        autoComplete="name"
        maxLength={64}
        value={account.displayName}
        onChange={(event) => onChange({ displayName: event.target.value })}
      />
      <PasswordField
        label={strings.password}
        hint={strings.passwordHint}
        error={form.fieldErrors.password}
        show={strings.showPassword}
        hide={strings.hidePassword}
        name="password"
        autoComplete="new-password"
        required
        minLength={8}
        value={account.password}
        onChange={(event) => onChange({ password: event.target.value })}
      />
    </>
  );
}
