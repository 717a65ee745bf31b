// The middle pane while the settings are open: one page of them.
import { useEffect, useRef, type ComponentType } from 'react';
import { goBack } from '@/app/router.tsx';
import { paths, type SettingsPage } from '@/app/routes.ts';
import { IconButton } from '@/design/Button.tsx';
import { BackIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { AppearancePage } from './AppearancePage.tsx';
import { BlockedPage } from './BlockedPage.tsx';
import { NotificationsPage } from './NotificationsPage.tsx';
import { PasswordPage } from './PasswordPage.tsx';
import { ProfilePage } from './ProfilePage.tsx';
import { SessionsPage } from './SessionsPage.tsx';

const PAGES: Record<SettingsPage, ComponentType> = {
  profile: ProfilePage,
  password: PasswordPage,
  sessions: SessionsPage,
  appearance: AppearancePage,
  notifications: NotificationsPage,
  blocked: BlockedPage,
};

export function SettingsPane({ page }: { page: SettingsPage }) {
  const strings = useStrings();
  const heading = useRef<HTMLHeadingElement>(null);
  const Page = PAGES[page];
  const isFirst = useRef(true);
  // A page that comes is announced, and the keyboard goes on from its top.
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
