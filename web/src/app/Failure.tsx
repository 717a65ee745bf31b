// The client shows this when a component has failed, or when a part of it could not be loaded: the server may have
// another version by now.
import { Component, type ReactNode } from 'react';
import { Button } from '@/design/Button.tsx';
import { RefreshIcon, WarningIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';

export class FailureBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Failure /> : this.props.children;
  }
}

function Failure() {
  const strings = useStrings();
  return (
    <main role="alert" className="flex h-full bg-raised">
      <EmptyState
        icon={WarningIcon}
        title={strings.app.failed}
        hint={strings.app.failedHint}
        action={
          <Button look="primary" icon={RefreshIcon} onClick={() => location.reload()}>
            {strings.app.reload}
          </Button>
        }
      />
    </main>
  );
}
