import type { Box } from './relation-layout';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
export const isArrow = (key: string): key is Arrow => /^Arrow(Up|Down|Left|Right)$/.test(key);

type Stop = Box & { id: string };

/** The stop that an arrow key goes to: the nearest whose middle lies that way, straight ahead before aside. Null at an end. */
export function step(stops: readonly Stop[], from: string, arrow: Arrow): string | null {
  const here = stops.find(({ id }) => id === from);
  if (!here) return stops[0]?.id ?? null;
  const across = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  let best: { id: string; cost: number } | null = null;
  for (const stop of stops) {
    const dx = middle(stop).x - middle(here).x;
    const dy = middle(stop).y - middle(here).y;
    const ahead = (across ? dx : dy) * sign;
    const aside = Math.abs(across ? dy : dx);
    if (stop.id === from || ahead <= 1) continue;
    const cost = ahead + aside * 3;
    if (!best || cost < best.cost) best = { id: stop.id, cost };
  }
  return best?.id ?? null;
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });
