import { useState } from 'react';
import { Link } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { Button } from '@/design/Button.tsx';
import { Field, FieldError, PasswordField } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useClient, useServerConfig } from './client.tsx';
import { useForm } from './form.ts';
import { Welcome } from './Welcome.tsx';

export function Register() {
  const strings = useStrings();
  const client = useClient();
  const config = useServerConfig();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm(() =>
    client.register({
      username: username.trim(),
      password,
      ...(displayName.trim() && { display_name: displayName.trim() }),
    }),
  );
  const toSignIn = (
    <span>
      {strings.account.hasAccount}{' '}
      <Link to={paths.signIn()} className="font-medium text-accent underline-offset-4 hover:underline">
        {strings.account.signIn}
      </Link>
    </span>
  );

  if (config?.registration === false) {
    return (
      <Welcome title={strings.account.registerTitle} footer={toSignIn}>
        <p>{strings.account.closed}</p>
      </Welcome>
    );
  }
  return (
    <Welcome title={strings.account.registerTitle} footer={toSignIn}>
      <form onSubmit={form.submit} className="grid gap-4">
        <Field
          label={strings.account.username}
          hint={strings.account.usernameHint}
          error={form.fieldErrors.username}
          name="username"
          autoComplete="username"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          required
          minLength={2}
          maxLength={32}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <Field
          label={strings.account.displayName}
          hint={strings.account.displayNameHint}
          error={form.fieldErrors.display_name}
          name="name"
          autoComplete="name"
          maxLength={64}
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <PasswordField
          label={strings.account.password}
          hint={strings.account.passwordHint}
          error={form.fieldErrors.password}
          show={strings.account.showPassword}
          hide={strings.account.hidePassword}
          name="password"
          autoComplete="new-password"
          required
          minLength={8}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {form.error && <FieldError>{form.error}</FieldError>}
        <Button type="submit" look="primary" busy={form.isBusy} className="mt-2 h-10">
          {strings.account.register}
        </Button>
      </form>
    </Welcome>
  );
}
