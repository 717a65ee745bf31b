import { useClient, useMe } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { FieldError, PasswordField } from '@/design/Field.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useForm } from '@/platform/form.ts';

export function PasswordPage() {
  const strings = useStrings();
  const words = strings.sign_in.changePassword;
  const client = useClient();
  const me = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const form = useForm(
    () => client.call('password.change', { current_password: current, new_password: next }),
    () => {
      setCurrent('');
      setNext('');
      toast(words.changed);
    },
    { bad_credentials: 'current_password' },
  );
  const reveal = { show: strings.sign_in.showPassword, hide: strings.sign_in.hidePassword };

  return (
    <form onSubmit={form.submit} className="grid max-w-96 gap-5">
      <p className="text-muted">{words.hint}</p>
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordField
        {...reveal}
        label={words.current}
        error={form.fieldErrors.current_password}
        name="current"
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        {...reveal}
        label={words.next}
        hint={strings.sign_in.passwordHint}
        error={form.fieldErrors.new_password}
        name="new"
        autoComplete="new-password"
        required
        minLength={8}
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      {form.error && <FieldError>{form.error}</FieldError>}
      <div>
        <Button type="submit" look="primary" busy={form.isBusy}>
          {words.change}
        </Button>
      </div>
    </form>
  );
}
