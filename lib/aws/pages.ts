/** AWS gave a page marker twice, or said "truncated" without one: following it would never end or would skip. */
export class BrokenPaginationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenPaginationError';
  }
}

/** Guards one chain of markers; answers the next marker, or undefined at the end. */
export class MarkerChain {
  private readonly seen = new Set<string>();

  next(page: { IsTruncated?: boolean; Marker?: string }): string | undefined {
    if (page.IsTruncated !== true) return undefined;
    if (!page.Marker) throw new BrokenPaginationError('AWS said that the list goes on but gave no page marker.');
    if (this.seen.has(page.Marker)) {
      throw new BrokenPaginationError('AWS gave the same page marker twice, so the list cannot be read to its end.');
    }
    this.seen.add(page.Marker);
    return page.Marker;
  }
}

/** IAM's IsTruncated/Marker pagination: never ends early without throwing BrokenPaginationError. */
export async function* markerPages<P extends { IsTruncated?: boolean; Marker?: string }>(
  fetch: (marker: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  const chain = new MarkerChain();
  let marker: string | undefined;
  do {
    const page = await fetch(marker);
    yield page;
    marker = chain.next(page);
  } while (marker !== undefined);
}

/**
 * Pages that are followed by a token (`NextToken`, `Marker`, `NextMarker` …), until a page has none. Throws
 * BrokenPaginationError when a token repeats.
 */
export async function* tokenPages<P>(
  fetch: (token: string | undefined) => Promise<P>,
  tokenOf: (page: P) => string | undefined,
): AsyncGenerator<P> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await fetch(token);
    yield page;
    token = tokenOf(page) || undefined;
    if (token === undefined) return;
    if (seen.has(token)) {
      throw new BrokenPaginationError('AWS gave the same page token twice, so the list cannot be read to its end.');
    }
    seen.add(token);
  } while (true);
}
