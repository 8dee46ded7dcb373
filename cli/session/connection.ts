import { type ApiClient, apiClient } from '@/lib/client/client';
import { idSchema } from '@/lib/schemas/common';
import type { Me } from '@/lib/schemas/person';
import { CliError } from '../failure';
import { plain } from '../output/plain';
import type { Shell } from '../shell';
import { type Config, readConfig } from './config';
import { type Http, httpFor } from './http';

/** Options that every command has and that say where and how to call. */
export type CallOptions = { url?: string; workspace?: string; timeout: number; debug: boolean };

export type Connection = {
  url: string;
  client: ApiClient;
  http: Http;
  me(): Promise<Me>;
  /** The chosen workspace, or the only one that the caller has. */
  workspaceId(): Promise<string>;
};

/** The client's own limit covers a whole answer, and an export or a stream may take hours: silence is limited instead. */
const A_DAY_MS = 86_400_000;

export async function connect(shell: Shell, options: CallOptions): Promise<Connection> {
  const config = await readConfig(shell.env);
  const chosen = options.url ?? shell.env.MOORING_URL ?? config?.url;
  if (!chosen)
    throw new CliError('No install is known. Run mooring login, or set MOORING_URL and MOORING_TOKEN.', 'denied');
  const url = originOf(chosen);
  const own = config && originOf(config.url) === url ? config : null;
  const token = shell.env.MOORING_TOKEN ?? own?.token;
  return connectionTo(shell, { url, token, saved: own, options });
}

export function connectionTo(
  shell: Shell,
  to: { url: string; token: string | undefined; saved: Config | null; options: CallOptions },
): Connection {
  const { url, token, saved, options } = to;
  const http = httpFor({
    fetch: shell.fetch,
    timeoutMs: options.timeout * 1000,
    signal: shell.signal,
    stderr: shell.stderr,
    debug: options.debug,
  });
  const client = apiClient({ baseUrl: url, token, fetch: http.fetch, timeoutMs: A_DAY_MS });
  let known: Promise<Me> | undefined;
  const me = () => {
    known ??= client.call('me.get', {});
    return known;
  };
  const workspaceId = async () => {
    const wanted = options.workspace ?? shell.env.MOORING_WORKSPACE ?? saved?.workspace?.id;
    if (wanted && idSchema.safeParse(wanted).success) return wanted;
    return chooseWorkspace((await me()).workspaces, wanted).id;
  };
  return { url, client, http, me, workspaceId };
}

/** By id or name; the only one when nothing is wanted. */
export function chooseWorkspace(all: Me['workspaces'], wanted: string | undefined): Me['workspaces'][number] {
  const list = all.map(({ id, name }) => `${id}  ${plain(name)}`);
  if (wanted === undefined) {
    const [only] = all;
    if (only && all.length === 1) return only;
    if (all.length === 0) throw new CliError('You are a member of no workspace. Ask an administrator.', 'denied');
    throw new CliError('Which workspace? Use --workspace, or once and for all mooring workspaces use.', 'usage', list);
  }
  const found = all.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  const [one] = found;
  if (one && found.length === 1) return one;
  const message =
    found.length > 1 ? 'Several workspaces have this name: use the id.' : `No workspace is called ${wanted}.`;
  throw new CliError(message, found.length > 1 ? 'usage' : 'notFound', list);
}

/** The part that is sent requests to. Throws a usage error for what is no http(s) URL. */
export function originOf(text: string): string {
  const written = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new CliError(`${text} is not the URL of an install, such as https://mooring.example.com.`, 'usage');
  return url.origin;
}
