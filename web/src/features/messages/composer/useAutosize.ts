import { useLayoutEffect, type RefObject } from 'react';

const sizesItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

// Lets the field grow with its text in browsers whose text fields do not do so by themselves.
export function useAutosize(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  useLayoutEffect(() => {
    if (field.current && !sizesItself) fitHeight(field.current);
  }, [field, text]);
}

function fitHeight(element: HTMLTextAreaElement) {
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight}px`;
}
