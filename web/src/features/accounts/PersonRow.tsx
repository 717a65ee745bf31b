import { usePresence } from '@parley/client/react';
import type { ReactNode } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';

interface PersonRowProps {
  id: string;
  name: string;
  // Shown under the name, such as a role, a time or a username.
  about?: ReactNode;
  // Shown after the name.
  note?: string | undefined;
  children?: ReactNode;
}

export function PersonRow({ id, name, about, note, children }: PersonRowProps) {
  const presence = usePresence(id);
  return (
    <div className="flex min-h-13 items-center gap-3 px-4 py-1.5">
      <Avatar id={id} name={name} size={36} presence={presence?.state} />
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-5 font-medium">
          <Name>{name}</Name>
          {note && <span className="ms-1.5 font-normal text-muted">{note}</span>}
        </span>
        {about && <span className="block truncate text-small leading-4.5 text-muted">{about}</span>}
      </span>
      {children}
    </div>
  );
}

export function PeopleSkeleton() {
  return (
    <>
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index} className="flex h-13 items-center gap-3 px-4">
          <span className="skeleton size-9 !rounded-full" />
          <span className="skeleton h-3.5 w-2/5" />
        </div>
      ))}
    </>
  );
}
