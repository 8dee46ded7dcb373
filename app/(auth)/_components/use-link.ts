'use client';
import { useEffect, useState } from 'react';
import { ApiError } from '@/lib/client/client';
import { api } from '@/lib/client/queries';
import type { LinkInfo } from '@/lib/schemas/person';
import { useLinkToken } from './use-link-token';

type Problem = { code: string; message: string };
/** What the page knows of its link: still looking, unusable and why, or good for `info`. */
export type LinkState =
  | { state: 'looking' }
  | { state: 'bad'; problem: Problem }
  | { state: 'good'; token: string; info: LinkInfo };

const NO_TOKEN = {
  code: 'no_token',
  message: 'The link is not complete. Open it again from where you got it, or ask for a new one.',
};

/** Inspects the link of the address bar, once, without using it up. Another `kind` of link is refused. */
export function useLink(kind: LinkInfo['kind']): LinkState {
  const token = useLinkToken();
  const [link, setLink] = useState<LinkState>({ state: 'looking' });
  useEffect(() => {
    if (token === undefined) return;
    if (token === null) return setLink({ state: 'bad', problem: NO_TOKEN });
    const abort = new AbortController();
    api
      .call('links.inspect', { body: { token } }, { signal: abort.signal })
      .then((info) =>
        setLink(info.kind === kind ? { state: 'good', token, info } : { state: 'bad', problem: NO_TOKEN }),
      )
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        setLink({
          state: 'bad',
          problem: error instanceof ApiError ? error : { code: 'internal', message: String(error) },
        });
      });
    return () => abort.abort();
  }, [token, kind]);
  return link;
}
