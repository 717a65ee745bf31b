import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface SwitchProps {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

// `hintId` is what the input that the two describe refers to.
function LabelAndHint({ label, hint, hintId }: Pick<SwitchProps, 'label' | 'hint'> & { hintId: string }) {
  return (
    <span className="grid gap-0.5">
      <span className="font-medium">{label}</span>
      {hint && (
        <span id={hintId} className="text-small text-muted">
          {hint}
        </span>
      )}
    </span>
  );
}

export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps) {
  const id = useId();
  return (
    <label className="flex items-start justify-between gap-6 py-3">
      <LabelAndHint label={label} hint={hint} hintId={id} />
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="switch mt-0.5"
      />
    </label>
  );
}

export function Checkbox({ label, hint, checked, onChange }: Omit<SwitchProps, 'disabled'>) {
  const id = useId();
  return (
    <label className="flex min-h-11 items-start gap-3 py-2">
      <input
        type="checkbox"
        checked={checked}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <LabelAndHint label={label} hint={hint} hintId={id} />
    </label>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; picture?: ReactNode }[];
  onChange: (value: T) => void;
}

// A choice between a few options, side by side.
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              'relative flex min-w-24 flex-col items-center gap-2 rounded-control border px-4 py-2 text-small transition-colors',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              option.value === value ? 'border-accent bg-accent-soft font-medium' : 'border-border hover:bg-sunken',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.picture}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
