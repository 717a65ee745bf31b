import { useEffect, useRef } from 'react';
import { Name } from '@/design/Name.tsx';
import { classes } from '@/design/classes.ts';
import { useStrings } from '@/i18n/languages.ts';
import type { Option, Section } from './useSections.tsx';

interface OptionListProps {
  id: string;
  sections: readonly Section[];
  // The index of the active option among the options of all sections.
  current: number;
  onActivate: (index: number) => void;
  onChoose: (option: Option) => void;
}

// The options by section. The active one is kept in view.
export function OptionList({ id, sections, current, onActivate, onChoose }: OptionListProps) {
  const strings = useStrings().app.switcher;
  const list = useRef<HTMLDivElement>(null);
  const options = sections.flatMap((section) => section.options);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={strings.label} className="max-h-[min(52dvh,420px)] overflow-y-auto p-1.5 empty:hidden">
      {sections.map((section) => (
        <div key={section.title} role="group" aria-label={section.title}>
          <p aria-hidden="true" className="px-2.5 pt-2 pb-1 text-tiny font-medium text-muted">
            {section.title}
          </p>
          {section.options.map((option) => {
            const index = options.indexOf(option);
            return (
              <div
                key={option.key}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                onPointerMove={() => onActivate(index)}
                onClick={() => onChoose(option)}
                className={classes('flex h-10 cursor-pointer items-center gap-3 rounded-control px-2.5', index === current && 'bg-sunken')}
              >
                {option.picture}
                <Name className="min-w-0 truncate">{option.label}</Name>
                {option.hint && <Name className="min-w-0 flex-1 truncate text-small text-muted">{option.hint}</Name>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
