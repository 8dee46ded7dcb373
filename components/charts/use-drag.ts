'use client';
import { type PointerEvent, type RefObject, useRef } from 'react';

/** Moves what scrolls by dragging its background with a mouse; touch scrolls by itself, links and buttons stay theirs. */
export function useDrag(box: RefObject<HTMLElement | null>) {
  const from = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const end = () => {
    from.current = null;
  };
  return {
    onPointerDown(event: PointerEvent) {
      const element = box.current;
      const onControl = event.target instanceof Element && event.target.closest('a, button');
      if (!element || event.pointerType !== 'mouse' || event.button !== 0 || onControl) return;
      from.current = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    },
    onPointerMove(event: PointerEvent) {
      if (!from.current || !box.current) return;
      const { x, y, left, top } = from.current;
      box.current.scrollTo({ left: left - (event.clientX - x), top: top - (event.clientY - y) });
    },
    onPointerUp: end,
    onPointerLeave: end,
  };
}
