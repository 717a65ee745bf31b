// The middle pane while the settings are open. It shows one of their pages.
import { useEffect, useRef, type ComponentType } from 'react';
import { IconButton } from '@/design/Button.tsx';
import { BackIcon } from '@/design/icons.tsx';
import { BlockedPage } from '@/features/accounts/BlockedPage.tsx';
import { ProfilePage } from '@/features/accounts/ProfilePage.tsx';
import { NotificationsPage } from '@/features/notifications/NotificationsPage.tsx';
import { PasswordPage } from '@/features/sign_in/PasswordPage.tsx';
import { SessionsPage } from '@/features/sign_in/SessionsPage.tsx';
import { SignInsPage } from '@/features/sign_in/SignInsPage.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { goBack } from '@/platform/router.tsx';
import { paths, type SettingsPage } from '@/platform/routes.ts';
import { AppearancePage } from './AppearancePage.tsx';

const PAGES: Record<SettingsPage, ComponentType> = {
  profile: ProfilePage,
  password: PasswordPage,
  sessions: SessionsPage,
  'sign-ins': SignInsPage,
  appearance: AppearancePage,
  notifications: NotificationsPage,
  blocked: BlockedPage,
};

export function SettingsPane({ page }: { page: SettingsPage }) {
  const strings = useStrings();
  const heading = useRef<HTMLHeadingElement>(null);
  const Page = PAGES[page];
  const isFirst = useRef(true);
  // The focus moves to the heading of a new page: screen readers announce it, and the Tab key goes on from there.
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [page]);

  return (
    <section className="min-h-0 flex-1 overflow-y-auto" key={page}>
      <header className="sticky top-0 z-10 flex h-14 items-center gap-1 border-b border-border bg-raised px-2 md:hidden">
        <IconButton icon={BackIcon} label={strings.app.back} className="rtl:-scale-x-100" onClick={() => goBack(paths.settings())} />
        <p className="font-semibold">{strings.settings.pages[page]}</p>
      </header>
      <div className="mx-auto w-full max-w-150 px-6 py-8 max-md:px-4 max-md:py-5">
        <h2 ref={heading} tabIndex={-1} className="mb-6 text-heading font-semibold max-md:sr-only">
          {strings.settings.pages[page]}
        </h2>
        <Page />
      </div>
    </section>
  );
}
