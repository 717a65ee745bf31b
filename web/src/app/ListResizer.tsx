// The edge between list and thread. The pointer moves it, and so do the arrow keys while it has the focus.
import type { KeyboardEvent, PointerEvent } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { LIST_WIDTH, setPreferences, usePreferences } from '@/platform/preferences.ts';

const STEP = 8;

const within = (width: number) => Math.round(Math.max(LIST_WIDTH.least, Math.min(LIST_WIDTH.most, width)));

export function ListResizer() {
  const strings = useStrings();
  const width = usePreferences((state) => state.listWidth);
  const isRightToLeft = () => document.documentElement.dir === 'rtl';

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setPreferences({ listWidth: within(isRightToLeft() ? innerWidth - event.clientX : event.clientX) });
  };
  const step = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    setPreferences({ listWidth: within(width + (isRightToLeft() ? -direction : direction) * STEP) });
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={strings.app.resizeList}
      aria-valuemin={LIST_WIDTH.least}
      aria-valuemax={LIST_WIDTH.most}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => setPreferences({ listWidth: LIST_WIDTH.usual })}
      onKeyDown={step}
      className="group relative z-10 hidden w-px shrink-0 cursor-col-resize touch-none bg-border outline-none md:block"
    >
      <span className="absolute inset-y-0 -start-1 w-2.5" />
      <span className="absolute inset-y-0 -start-px w-0.75 bg-accent opacity-0 transition-opacity group-hover:opacity-60 group-hover:delay-200 group-focus-visible:opacity-100 group-active:opacity-100" />
    </div>
  );
}
