/** The bollard and its line. Decoration beside the name. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" width={size} height={size} aria-hidden="true">
      <path
        fill="currentColor"
        d="M6.6 2.4h10.8a2.7 2.7 0 0 1 0 5.4H16v1.5l-8 3V7.8H6.6a2.7 2.7 0 0 1 0-5.4Zm1.4 14.9 8-3v4.2h2a1.55 1.55 0 0 1 0 3.1H6a1.55 1.55 0 0 1 0-3.1h2Z"
      />
      <path
        className="stroke-accent-text"
        strokeWidth="2.5"
        strokeLinecap="round"
        d="m7.4 15 8.4-3.1c2.8-1 3.3 1.3 6 .3"
      />
    </svg>
  );
}
