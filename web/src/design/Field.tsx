import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { classes } from './classes.ts';
import { WarningIcon } from './icons.tsx';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  ref?: Ref<HTMLInputElement>;
}

export const inputLook =
  'w-full rounded-control border border-control/70 bg-raised px-3 transition-colors placeholder:text-muted ' +
  'hover:border-control focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 ' +
  'aria-invalid:border-danger';

export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const about = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={classes('grid gap-1', className)}>
      <label htmlFor={id} className="text-small font-medium">
        {label}
      </label>
      <input id={id} {...rest} aria-invalid={error ? true : undefined} aria-describedby={about} className={classes(inputLook, 'h-10')} />
      {error ? (
        <FieldError id={`${id}-error`}>{error}</FieldError>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-small text-danger">
      <WarningIcon size={16} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

interface PasswordFieldProps extends FieldProps {
  show: string;
  hide: string;
}

// A field for a password that the user can make visible, so nobody has to type a password twice.
export function PasswordField({ show, hide, ...rest }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Field {...rest} type={isShown ? 'text' : 'password'} autoCapitalize="off" autoCorrect="off" spellCheck={false} />
      <button
        type="button"
        onClick={() => setShown(!isShown)}
        aria-pressed={isShown}
        className="absolute end-0 top-0 rounded-small px-1 text-small text-muted hover:text-text"
      >
        {isShown ? hide : show}
      </button>
    </div>
  );
}
