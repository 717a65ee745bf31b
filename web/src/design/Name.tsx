// A name, a title or another short text that another user chose. It is isolated from the text around it: neither right-to-left
// letters nor characters that change the direction move anything beside it.
import type { HTMLAttributes } from 'react';
import { withoutControls } from '@/i18n/isolate.ts';

interface NameProps extends HTMLAttributes<HTMLElement> {
  children: string;
}

export function Name({ children, ...rest }: NameProps) {
  return <bdi {...rest}>{withoutControls(children)}</bdi>;
}
