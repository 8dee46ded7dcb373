import { paths } from '@/lib/paths';

/** Where to go after sign-in: a path of our own, never another site, whatever `next` says. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return paths.home();
  const base = 'https://mooring.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : paths.home();
}
