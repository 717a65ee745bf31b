// A short message at the edge of the screen about something that was done, with at most one action.
import { create } from 'zustand';
import { useStrings } from '@/i18n/languages.ts';
import { CloseIcon } from './icons.tsx';

const SHOWN_LEAST_MS = 5_000;
// A slow reader needs this long.
const READ_CHARACTER_MS = 120;

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

function dismiss(id: number) {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

// A toast with an action stays until the user closes it. All others go when there was time to read them.
export function toast(text: string, action?: Toast['action']) {
  const id = ++lastId;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((one) => one.text !== text), { id, text, ...(action && { action }) }].slice(-3),
  }));
  if (!action) setTimeout(dismiss, Math.max(SHOWN_LEAST_MS, text.length * READ_CHARACTER_MS), id);
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  const strings = useStrings();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map(({ id, text, action }) => (
        <div
          key={id}
          className="animate-rise pointer-events-auto flex max-w-full items-center gap-2 rounded-card bg-text py-1.5 ps-4 pe-1.5 text-small text-surface shadow-raised"
        >
          <span className="py-1">{text}</span>
          {action && (
            <button
              type="button"
              className="rounded-control px-2.5 py-1 font-semibold underline underline-offset-2"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" aria-label={strings.app.close} className="rounded-control p-1.5" onClick={() => dismiss(id)}>
            <CloseIcon size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
