// What a list shows while it has nothing to show: nothing yet, nothing at all, or nothing for a reason.
import { useEffect, useState, type ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { Button } from './Button.tsx';
import { RefreshIcon, type Icon } from './icons.tsx';

const SKELETON_AFTER_MS = 150;

// Becomes true once it has been on for so long: what answers at once shows no skeleton.
export function useDelayed(isOn: boolean, afterMs = SKELETON_AFTER_MS) {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(setDue, afterMs, true);
    return () => {
      clearTimeout(timer);
      setDue(false);
    };
  }, [isOn, afterMs]);
  return isOn && isDue;
}

// Draws its children, which are of class `skeleton`, after 150 ms.
export function Skeleton({ children }: { children: ReactNode }) {
  const strings = useStrings();
  if (!useDelayed(true)) return null;
  return (
    <div role="status" aria-label={strings.app.loading} className="animate-appear">
      {children}
    </div>
  );
}

interface EmptyStateProps {
  icon: Icon;
  // What this is.
  title: string;
  hint?: ReactNode;
  // The one thing to do.
  action?: ReactNode;
}

export function EmptyState({ icon: ShownIcon, title, hint, action }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-80 flex-col items-center gap-1 p-8 text-center">
      <ShownIcon size={28} className="mb-2 text-muted" />
      <p className="font-medium text-balance">{title}</p>
      {hint && <p className="text-small text-balance text-muted">{hint}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

export function ErrorState({ title, hint, onRetry }: { title: string; hint?: string; onRetry: () => void }) {
  const strings = useStrings();
  return (
    <div role="alert" className="m-auto flex max-w-80 flex-col items-center gap-1 p-8 text-center">
      <p className="font-medium text-balance">{title}</p>
      {hint && <p className="text-small text-balance text-muted">{hint}</p>}
      <Button icon={RefreshIcon} className="mt-4" onClick={onRetry}>
        {strings.app.retry}
      </Button>
    </div>
  );
}
