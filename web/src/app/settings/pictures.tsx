// Small pictures of the choices. They use the colours of the client under the scheme that they show.
import { classes } from '@/design/classes.ts';
import type { Theme } from '@/platform/preferences.ts';

const FRAME = 'flex h-16 w-24 overflow-hidden rounded-small border border-border';

function Window({ scheme }: { scheme: 'light' | 'dark' }) {
  return (
    <span className={classes('flex flex-1 gap-1 bg-surface p-1.5', scheme === 'dark' ? 'scheme-dark' : 'scheme-light')} data-scheme={scheme}>
      <span className="flex w-1/3 flex-col gap-1">
        <span className="h-1.5 rounded-full bg-control/60" />
        <span className="h-1.5 rounded-full bg-control/40" />
        <span className="h-1.5 rounded-full bg-control/40" />
      </span>
      <span className="flex flex-1 flex-col justify-end gap-1 rounded-small bg-raised p-1">
        <span className="h-1.5 w-3/4 rounded-full bg-sunken" />
        <span className="h-1.5 w-1/2 self-end rounded-full bg-accent" />
      </span>
    </span>
  );
}

export function ThemePicture({ theme }: { theme: Theme }) {
  return (
    <span className={FRAME} aria-hidden="true">
      {theme !== 'dark' && <Window scheme="light" />}
      {theme !== 'light' && <Window scheme="dark" />}
    </span>
  );
}

export function DensityPicture({ rows }: { rows: number }) {
  return (
    <span className={classes(FRAME, 'flex-col justify-around bg-surface p-1.5')} aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="flex items-center gap-1.5">
          <span className={classes('rounded-full bg-control/60', rows > 3 ? 'size-1.5' : 'size-3')} />
          <span className="h-1 flex-1 rounded-full bg-control/40" />
        </span>
      ))}
    </span>
  );
}
