// A device in a list of the account: its picture, its name, what is known about it, and what can be done.
import type { ReactNode } from 'react';
import { DeviceIcon, PhoneIcon } from '@/design/icons.tsx';
import { Name } from '@/design/Name.tsx';
import { Skeleton } from '@/design/states.tsx';
import type { Strings } from '@/i18n/languages.ts';
import { deviceOf } from './device.ts';

// Returns how a program that named itself is called.
export function deviceName(userAgent: string, strings: Strings): string {
  const { browser, system } = deviceOf(userAgent);
  if (browser && system) return strings.sign_in.sessions.device(browser, system);
  return browser ?? system ?? (userAgent || strings.sign_in.sessions.unknown);
}

interface DeviceRowProps {
  userAgent: string;
  name: string;
  about: ReactNode;
  children?: ReactNode;
}

export function DeviceRow({ userAgent, name, about, children }: DeviceRowProps) {
  const ShownIcon = deviceOf(userAgent).isHandheld ? PhoneIcon : DeviceIcon;
  return (
    <li className="flex items-center gap-4 py-4">
      <ShownIcon className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={userAgent}>
          <Name>{name}</Name>
        </p>
        <p className="text-small text-muted">{about}</p>
      </div>
      {children}
    </li>
  );
}

export function DevicesSkeleton() {
  return (
    <Skeleton>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-4 py-4">
          <div className="skeleton size-5" />
          <div className="grid flex-1 gap-2">
            <div className="skeleton h-4 w-2/5" />
            <div className="skeleton h-3 w-3/5" />
          </div>
        </div>
      ))}
    </Skeleton>
  );
}
