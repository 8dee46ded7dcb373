import type { ReactNode } from 'react';

/** One column. The first one is the name and the link, and cannot be hidden. */
export type Column<Row> = {
  id: string;
  /** Head, in sentence case. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** The whole text, shown on hover of a cut cell. Without it a cell has no title. */
  text?: (row: Row) => string;
  /** CSS width: "28%", "118px". */
  width?: string;
  /** `number` is right and tabular; `fit` is as narrow as its content; `mono` for what a machine reads. */
  kind?: 'text' | 'number' | 'mono' | 'fit';
  /** The API's name of this order; without it the column does not sort. */
  sortKey?: string;
  /** Hidden until chosen in the column chooser. */
  hidden?: boolean;
};

export type Sort = { key: string; direction: 'ascending' | 'descending' };

/** A row under 768 px: name and time, then the rest in one line. */
export type NarrowRow = { title: ReactNode; meta?: ReactNode; detail?: ReactNode };

export type Selection = {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  /** All that match, also those not on this page. Set by "Select all 412", which is explicit. */
  all: boolean;
  onAllChange: (all: boolean) => void;
  /** How many match, when known. */
  matching?: number;
  /** Buttons of the toolbar that takes the place of the usual one. */
  actions?: ReactNode;
};

/** Keyset pages: never numbers. */
export type KeysetPage = {
  /** "50 of 412", "9 integrations". */
  summary: ReactNode;
  hasPrevious: boolean;
  hasNext: boolean;
  /** What pages follow: `time` (Newer, Older) unless told, or another order (Previous, Next). */
  along?: 'time' | 'order';
  onPrevious: () => void;
  onNext: () => void;
};
