import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { Field, FieldError, PasswordField } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useForm } from '@/platform/form.ts';
import { Link } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { useKeepChoice } from './KeepChoice.tsx';
import { usernameAttributes } from './usernameAttributes.ts';
import { useServerConfig } from './useServerConfig.ts';
import { useSignedOutReason } from './useSignedOutReason.ts';
import { Welcome } from './Welcome.tsx';

export function SignIn() {
  const strings = useStrings();
  const client = useClient();
  const config = useServerConfig();
  const reason = useSignedOutReason();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { keep, choice } = useKeepChoice();
  const form = useForm(() => client.signIn({ username: username.trim(), password, keep }));

  return (
    <Welcome
      title={strings.sign_in.signInTitle}
      footer={
        config?.registration === false ? (
          <span>{strings.sign_in.closed}</span>
        ) : (
          <span>
            {strings.sign_in.noAccount}{' '}
            <Link to={paths.register()} className="font-medium text-accent underline-offset-4 hover:underline">
              {strings.sign_in.register}
            </Link>
          </span>
        )
      }
    >
      <form onSubmit={form.submit} className="grid gap-4">
        {reason && !form.error && <p className="rounded-control bg-sunken px-3 py-2 text-small">{reason}</p>}
        <Field
          label={strings.sign_in.username}
          {...usernameAttributes}
          maxLength={254}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <PasswordField
          label={strings.sign_in.password}
          show={strings.sign_in.showPassword}
          hide={strings.sign_in.hidePassword}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {choice}
        {form.error && <FieldError>{form.error}</FieldError>}
        <Button type="submit" look="primary" busy={form.isBusy} className="mt-2 h-10">
          {strings.sign_in.signIn}
        </Button>
      </form>
    </Welcome>
  );
}
