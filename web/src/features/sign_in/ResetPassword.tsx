import { useClient } from '@parley/client/react';
import { useEffect, useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { FieldError, PasswordField } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useForm } from '@/platform/form.ts';
import { Link } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { Welcome } from './Welcome.tsx';

// The page of a one-time link that the operator has issued. The token is in the fragment, which browsers send to no server. It is
// taken out of the address at once, so that it does not stay in the history.
export function ResetPassword() {
  const strings = useStrings().sign_in;
  const client = useClient();
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useForm(
    () => client.resetPassword(token, password),
    () => setDone(true),
    { bad_credentials: 'link' },
  );
  useEffect(() => window.history.replaceState(null, '', paths.reset()), []);
  const isUseless = token === '' || form.fieldErrors.link !== undefined;

  return (
    <Welcome title={strings.reset.title} footer={<SignInLink />}>
      {isDone && <p>{strings.reset.done}</p>}
      {!isDone && isUseless && <FieldError>{strings.reset.useless}</FieldError>}
      {!isDone && !isUseless && (
        <form onSubmit={form.submit} className="grid gap-4">
          <p className="text-muted">{strings.reset.hint}</p>
          <PasswordField
            label={strings.changePassword.next}
            hint={strings.passwordHint}
            error={form.fieldErrors.new_password}
            show={strings.showPassword}
            hide={strings.hidePassword}
            name="new"
            autoComplete="new-password"
            required
            minLength={8}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {form.error && <FieldError>{form.error}</FieldError>}
          <Button type="submit" look="primary" busy={form.isBusy} className="mt-2 h-10">
            {strings.reset.set}
          </Button>
        </form>
      )}
    </Welcome>
  );
}

function SignInLink() {
  const strings = useStrings().sign_in;
  return (
    <Link to={paths.signIn()} className="font-medium text-accent underline-offset-4 hover:underline">
      {strings.signIn}
    </Link>
  );
}
