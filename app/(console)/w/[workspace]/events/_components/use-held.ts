'use client';
import { type RefObject, useEffect, useState } from 'react';

/** While the pointer or the keyboard's focus is in `box`, or it was scrolled out of at the top, its rows must not move. */
export function useHeld(box: RefObject<HTMLElement | null>): boolean {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const enter = ({ pointerType }: PointerEvent) => setPointer(pointerType === 'mouse');
    const leave = () => setPointer(false);
    const focusIn = ({ target }: FocusEvent) => setFocus(target instanceof Element && target.matches(':focus-visible'));
    const focusOut = () => setFocus(false);
    const look = () => setScrolled(element.getBoundingClientRect().top < 0);
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('focusin', focusIn);
    element.addEventListener('focusout', focusOut);
    addEventListener('scroll', look, { passive: true });
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('focusin', focusIn);
      element.removeEventListener('focusout', focusOut);
      removeEventListener('scroll', look);
    };
  }, [box]);
  return pointer || focus || scrolled;
}
