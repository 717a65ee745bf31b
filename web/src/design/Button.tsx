import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes.ts';
import type { Icon } from './icons.tsx';

type Look = 'primary' | 'outline' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  outline: 'border border-control/60 text-text hover:bg-sunken',
  quiet: 'text-text hover:bg-sunken',
  danger: 'bg-danger text-on-danger hover:opacity-90',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: 'small' | 'normal';
  icon?: Icon;
  // Whether the action is running. The button cannot be pressed then, and tells screen readers so.
  busy?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'outline', size = 'normal', icon: ShownIcon, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classes(
        'inline-flex items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap select-none',
        size === 'small' ? 'h-8 px-3 text-small' : 'h-9 px-4 pointer-coarse:h-10',
        'transition-[background-color,opacity,transform] active:scale-[0.98] disabled:pointer-events-none disabled:opacity-55',
        LOOKS[look],
        className,
      )}
    >
      {ShownIcon && <ShownIcon size={18} className="-ml-1" />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: Icon;
  // The name of the action, for screen readers and as a tooltip.
  label: string;
  size?: 'small' | 'normal';
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon: ShownIcon, label, size = 'normal', pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      {...rest}
      className={classes(
        'inline-grid shrink-0 place-items-center rounded-control text-muted transition-colors hover:bg-sunken hover:text-text',
        'aria-expanded:bg-sunken aria-expanded:text-text aria-pressed:bg-accent-soft aria-pressed:text-accent',
        'disabled:pointer-events-none disabled:opacity-45',
        size === 'small' ? 'size-7' : 'size-9 pointer-coarse:size-10',
        className,
      )}
    >
      <ShownIcon size={size === 'small' ? 16 : 20} />
    </button>
  );
}
