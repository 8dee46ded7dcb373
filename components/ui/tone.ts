import { CircleCheck, Info, type LucideIcon, OctagonAlert, Pencil, TriangleAlert } from 'lucide-react';

/** A state's colour family. Set as `data-tone`; inside it `text-tone-text`, `bg-tone-soft` … follow. */
export type Tone = 'neutral' | 'success' | 'warn' | 'danger' | 'info' | 'accent';

/** The shape that goes with a tone where nothing more exact is known. */
export const TONE_ICON = {
  neutral: Info,
  success: CircleCheck,
  warn: TriangleAlert,
  danger: OctagonAlert,
  info: Info,
  accent: Pencil,
} as const satisfies Record<Tone, LucideIcon>;
