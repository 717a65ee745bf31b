import { useClient } from '@parley/client/react';
import { useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { Dialog } from '@/design/Dialog.tsx';
import { FieldError, PasswordField } from '@/design/Field.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useForm } from '@/platform/form.ts';

interface PasswordDialogProps {
  // Why the password is asked for.
  hint: string;
  onConfirmed: () => void;
  onClose: () => void;
}

// Asks for the current password before something is done that only the owner of the account may do.
export function PasswordDialog({ hint, onConfirmed, onClose }: PasswordDialogProps) {
  const strings = useStrings();
  const words = strings.sign_in;
  const client = useClient();
  const [password, setPassword] = useState('');
  const form = useForm(() => client.call('password.confirm', { current_password: password }), onConfirmed, { bad_credentials: 'current_password' });
  return (
    <Dialog
      title={words.confirmPassword.title}
      width="narrow"
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {strings.app.cancel}
          </Button>
          <Button type="submit" form="confirm-password" look="primary" busy={form.isBusy}>
            {words.confirmPassword.action}
          </Button>
        </>
      }
    >
      <form id="confirm-password" onSubmit={form.submit} className="grid gap-4">
        <p className="text-small text-muted">{hint}</p>
        <PasswordField
          data-autofocus
          show={words.showPassword}
          hide={words.hidePassword}
          label={words.changePassword.current}
          error={form.fieldErrors.current_password}
          name="current"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {form.error && <FieldError>{form.error}</FieldError>}
      </form>
    </Dialog>
  );
}
