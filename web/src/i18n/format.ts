// Times, dates and numbers in the user's locale. Formatters are created once for each locale, because that is slow.
import { useMemo } from 'react';
import { useLanguage } from './languages.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Moment = Date | number | string;

function startOfDay(time: number) {
  return new Date(time).setHours(0, 0, 0, 0);
}

export function formatsFor(locale: string) {
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const longWeekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
  const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const longDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const shortDate = new Intl.DateTimeFormat(locale, { dateStyle: 'short' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const numbers = new Intl.NumberFormat(locale);

  const daysAgo = (time: number, now: number) => Math.round((startOfDay(now) - startOfDay(time)) / DAY_MS);
  const isThisYear = (time: number, now: number) => new Date(time).getFullYear() === new Date(now).getFullYear();

  return {
    number: (value: number) => numbers.format(value),
    // The time of day, such as 14:05.
    clock: (moment: Moment) => clock.format(new Date(moment)),
    // The whole date and time, for tooltips.
    full: (moment: Moment) => full.format(new Date(moment)),
    // For lists: the time today, the weekday within a week, then the date.
    short(moment: Moment, now = Date.now()) {
      const time = +new Date(moment);
      const days = daysAgo(time, now);
      if (days <= 0) return clock.format(time);
      if (days < 7) return weekday.format(time);
      return isThisYear(time, now) ? dayAndMonth.format(time) : shortDate.format(time);
    },
    // For sentences: relative up to an hour, then the time, then the date.
    ago(moment: Moment, now = Date.now()) {
      const time = +new Date(moment);
      const passed = now - time;
      if (passed < MINUTE_MS) return relative.format(0, 'second');
      if (passed < HOUR_MS) return relative.format(-Math.floor(passed / MINUTE_MS), 'minute');
      const days = daysAgo(time, now);
      if (days <= 0) return clock.format(time);
      if (days === 1) return `${relative.format(-1, 'day')}, ${clock.format(time)}`;
      return isThisYear(time, now) ? dayAndMonth.format(time) : shortDate.format(time);
    },
    // For day separators: today, yesterday, the weekday, then the date.
    day(moment: Moment, now = Date.now()) {
      const time = +new Date(moment);
      const days = daysAgo(time, now);
      if (days === 0 || days === 1) {
        const name = relative.format(-days, 'day');
        return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
      }
      if (days > 0 && days < 7) return longWeekday.format(time);
      return isThisYear(time, now) ? longDay.format(time) : longDate.format(time);
    },
  };
}

export type Formats = ReturnType<typeof formatsFor>;

export function useFormats(): Formats {
  const locale = useLanguage((state) => state.locale);
  return useMemo(() => formatsFor(locale), [locale]);
}
