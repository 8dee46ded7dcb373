/** The surface of everything that floats: menus, lists, popovers. */
export const popClass =
  'z-60 min-w-40 animate-rise overflow-hidden rounded-3 border border-line-strong bg-surface p-1 text-fg shadow-pop';

/** One line of a menu or list; radix marks the one under the pointer or keyboard by data-highlighted. */
export const popItemClass =
  'flex h-10 cursor-pointer items-center gap-2 rounded-2 px-2 outline-none select-none data-disabled:cursor-not-allowed data-disabled:text-fg-3 data-highlighted:bg-selected md:h-8';

export const popLabelClass = 'px-2 pt-2 pb-1 text-12 text-fg-3';
