// The left pane while the settings are open. It lists their pages.
import { useClient, useMe } from '@parley/client/react';
import { Avatar } from '@/design/Avatar.tsx';
import { IconButton } from '@/design/Button.tsx';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { BackIcon, BellIcon, BlockIcon, ClockIcon, DeviceIcon, ForwardIcon, LockIcon, PaletteIcon, SignOutIcon, UserIcon, type Icon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { goBack, Link } from '@/platform/router.tsx';
import { paths, SETTINGS_PAGES, type SettingsPage } from '@/platform/routes.ts';

const ICONS: Record<SettingsPage, Icon> = {
  profile: UserIcon,
  password: LockIcon,
  sessions: DeviceIcon,
  'sign-ins': ClockIcon,
  appearance: PaletteIcon,
  notifications: BellIcon,
  blocked: BlockIcon,
};

const ROW =
  'flex h-10 w-full items-center gap-3 rounded-control px-3 text-start transition-colors hover:bg-sunken max-md:h-12 ' +
  'aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium';

export function SettingsNav({ page }: { page: SettingsPage | undefined }) {
  const strings = useStrings();
  const client = useClient();
  const me = useMe();
  return (
    <nav aria-label={strings.settings.title} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 px-2">
        <IconButton icon={BackIcon} label={strings.app.back} className="rtl:-scale-x-100" onClick={() => goBack(paths.home())} />
        <h1 className="text-body font-semibold">{strings.settings.title}</h1>
      </header>
      <div className="flex items-center gap-3 px-4 pt-2 pb-5">
        <Avatar id={me.id} name={me.display_name} size={48} />
        <div className="min-w-0">
          <p className="truncate font-medium">
            <Name>{me.display_name}</Name>
          </p>
          <p className="truncate text-small text-muted">
            <Name>{`@${me.username}`}</Name>
          </p>
        </div>
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {SETTINGS_PAGES.map((one) => {
          const PageIcon = ICONS[one];
          const isCurrent = one === page;
          return (
            <li key={one}>
              <Link to={paths.settings(one)} replace={page !== undefined} aria-current={isCurrent ? 'page' : undefined} className={ROW}>
                <PageIcon className={isCurrent ? 'text-accent' : 'text-muted'} />
                <span className="flex-1">{strings.settings.pages[one]}</span>
                <ForwardIcon size={16} className="text-muted md:hidden rtl:-scale-x-100" />
              </Link>
            </li>
          );
        })}
        <li className="mt-2 border-t border-border pt-2">
          <button type="button" className={classes(ROW, 'text-danger')} title={strings.settings.signOutHint} onClick={() => void client.signOut()}>
            <SignOutIcon />
            {strings.settings.signOut}
          </button>
        </li>
      </ul>
    </nav>
  );
}
