// The frame of the sign-in forms: the form on one side and, if there is room, greetings on the other.
import type { ReactNode } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { classes } from '@/design/classes.ts';
import { Logo } from '@/design/Logo.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { GREETINGS } from './greetings.ts';

export function Welcome({ title, children, footer }: { title: string; children: ReactNode; footer: ReactNode }) {
  const strings = useStrings();
  return (
    <div className="flex min-h-full bg-raised">
      <main className="flex flex-1 flex-col px-6 py-8 sm:px-12">
        <p className="flex items-center gap-3 font-semibold">
          <Logo />
          {strings.app.name}
        </p>
        <div className="m-auto w-full max-w-88 py-10">
          <h1 className="text-title font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-8 text-muted">{strings.app.tagline}</p>
          {children}
        </div>
        <footer className="flex flex-wrap items-center gap-x-6 gap-y-2 text-small text-muted">{footer}</footer>
      </main>
      <Greetings />
    </div>
  );
}

// People who greet each other in many languages. This is decoration, so screen readers skip it.
function Greetings() {
  return (
    <div aria-hidden="true" className="hidden flex-1 flex-col justify-center gap-3 overflow-hidden border-s border-border bg-surface px-[6vw] select-none lg:flex">
      {GREETINGS.map(({ name, text, language, isOwn }, index) => (
        <div
          key={name}
          className={classes('greeting flex max-w-96 items-end gap-2', isOwn ? 'flex-row-reverse self-end' : 'self-start')}
          style={{ animationDelay: `${index * 110}ms` }}
        >
          <Avatar id={name} name={name} size={32} />
          <p
            lang={language}
            dir="auto"
            className={classes(
              'rounded-bubble px-4 py-2.5',
              isOwn ? 'rounded-ee-small bg-accent-soft' : 'rounded-es-small border border-border bg-raised',
            )}
          >
            {text}
          </p>
        </div>
      ))}
    </div>
  );
}
