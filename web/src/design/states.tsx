// What is shown instead of content: a skeleton while it is loaded, a hint if there is none, an error if loading failed.
import { useEffect, useState, type ReactNode } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { Button } from './Button.tsx';
import { RefreshIcon, type Icon } from './icons.tsx';

const SKELETON_AFTER_MS = 150;

// Returns true after `isOn` has been true for a while, so quick answers show no skeleton.
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

// Draws its children after 150 ms. They have the class `skeleton`.
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
  title: string;
  hint?: ReactNode;
  // A button or a link that helps.
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
