/** Maps 0…max to pixels from `bottom` up to `top`; a max of 0 puts everything at the bottom. */
export function upScale(max: number, bottom: number, top: number): (value: number) => number {
  return (value) => (max > 0 ? bottom - (bottom - top) * Math.min(1, Math.max(0, value / max)) : bottom);
}

/** Maps a span of time to pixels from 0 to `width`, clamped; an empty span puts everything at 0. */
export function timeScale(from: number, to: number, width: number): (at: number) => number {
  return (at) => (to > from ? Math.min(width, Math.max(0, ((at - from) / (to - from)) * width)) : 0);
}

/** The largest of some values, 0 for none. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** A round number at or above `value`, for the axis: 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => value <= factor * power + Number.EPSILON) ?? 10;
  return Number((step * power).toPrecision(3));
}

/** A path of steps through points, as a count over time changes: it stays, then jumps. */
export function stepPath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => (index === 0 ? `M${fixed(x)} ${fixed(y)}` : `H${fixed(x)}V${fixed(y)}`))
    .join('');
}

/** One decimal is finer than a pixel; more is weight in the page. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
