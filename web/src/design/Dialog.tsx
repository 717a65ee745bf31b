// A modal dialog, the browser's own <dialog>: it keeps the focus, closes on Escape and gives the focus back.
import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { IconButton } from './Button.tsx';
import { classes } from './classes.ts';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  // The buttons, in a row at the end.
  actions?: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
  // Whether title, padding and close button are left out, as in the switcher.
  bare?: boolean;
}

const WIDTHS = { narrow: 'max-w-96', normal: 'max-w-120', wide: 'max-w-180' };

export function Dialog({ title, onClose, children, actions, width = 'normal', bare = false }: DialogProps) {
  const strings = useStrings();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The focus goes to the element that asks for it, else to the dialog, which screen readers then read out.
    (element?.querySelector<HTMLElement>('[data-autofocus]') ?? element)?.focus();
    return () => element?.close();
  }, []);

  const closeOutside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={closeOutside}
      className={classes(
        'animate-rise w-[calc(100%-32px)] overflow-hidden rounded-card bg-raised text-text shadow-raised backdrop:animate-appear backdrop:bg-overlay',
        bare ? 'mx-auto mt-[12dvh]' : 'm-auto',
        'max-h-[calc(100dvh-32px)] border border-border',
        WIDTHS[width],
      )}
    >
      <div className="flex max-h-[calc(100dvh-34px)] flex-col">
        {bare ? (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        ) : (
          <header className="flex items-center gap-2 ps-5 pe-3 pt-3 pb-1">
            <h2 id={titleId} className="min-w-0 flex-1 truncate text-body font-semibold">
              {title}
            </h2>
            <IconButton icon={CloseIcon} label={strings.app.close} onClick={onClose} />
          </header>
        )}
        <div className={classes('min-h-0 overflow-y-auto', !bare && 'px-5 pt-1 pb-5')}>{children}</div>
        {actions && <footer className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">{actions}</footer>}
      </div>
    </dialog>
  );
}
