import { printValue } from '@/lib/query/print';
import { idSchema } from '@/lib/schemas/common';
import { CliError } from '../failure';
import { plain } from '../output/plain';
import type { Connection } from '../session/connection';

type Found = { id: string; line: string };
type Finder = { what: string; find(connection: Connection, workspaceId: string, written: string): Promise<Found[]> };

/** Parameters that people know by another name than Mooring's id. */
const FINDERS: Readonly<Record<string, Finder>> = {
  uid: {
    what: 'uid or ARN',
    async find({ client }, workspaceId, written) {
      const q = `arn:${printValue(written)} state:any`;
      const { resources } = await client.call('resources.list', { params: { workspaceId }, query: { q } });
      const live = resources.filter(({ state }) => state === 'live');
      const one = (live.length > 0 ? live : resources).filter(({ arn }) => arn === written);
      return one.map(({ uid, name, type, state }) => ({ id: uid, line: `${uid}  ${type}  ${plain(name)}  ${state}` }));
    },
  },
  accessKeyUid: {
    what: 'uid or AKIA…',
    async find({ client }, workspaceId, written) {
      const query = { q: written };
      const { accessKeys } = await client.call('accessKeys.list', { params: { workspaceId }, query });
      const one = accessKeys.filter(({ accessKeyId }) => accessKeyId === written);
      return one.map(({ uid, owner }) => ({ id: uid, line: `${uid}  ${plain(owner.name)}` }));
    },
  },
  eventSourceId: {
    what: 'id or name',
    async find({ client }, workspaceId, written) {
      const query = { q: written, pageSize: 200 };
      const { eventSources } = await client.call('eventSources.list', { params: { workspaceId }, query });
      const one = eventSources.filter(({ name }) => name === written);
      return one.map(({ id, name, strategy }) => ({ id, line: `${id}  ${strategy}  ${plain(name)}` }));
    },
  },
  sensorProfileId: {
    what: 'id or title',
    async find({ client }, workspaceId, written) {
      const query = { pageSize: 200 };
      const { sensorProfiles } = await client.call('sensorProfiles.list', { params: { workspaceId }, query });
      const one = sensorProfiles.filter(({ title }) => title === written);
      return one.map(({ id, title }) => ({ id, line: `${id}  ${plain(title)}` }));
    },
  },
  integrationId: {
    what: 'id or name',
    async find({ client }, workspaceId, written) {
      const query = { q: written, pageSize: 200 };
      const { integrations } = await client.call('integrations.list', { params: { workspaceId }, query });
      const one = integrations.filter(({ name }) => name === written);
      return one.map(({ id, name }) => ({ id, line: `${id}  ${plain(name)}` }));
    },
  },
};

/** What may be written for a parameter, for help; null when only the id. */
export function otherNamesOf(parameter: string): string | null {
  return FINDERS[parameter]?.what ?? null;
}

/** The id of what was written: an id itself, or another name of one thing. Throws when none or several have it. */
export async function idOf(connection: Connection, workspaceId: string, parameter: string, written: string) {
  const finder = FINDERS[parameter];
  if (!finder || idSchema.safeParse(written).success) return written;
  const found = await finder.find(connection, workspaceId, written);
  const [one] = found;
  if (one && found.length === 1) return one.id;
  const lines = found.map(({ line }) => line);
  if (one) throw new CliError(`${plain(written)} names ${found.length} things. Use the id of one.`, 'usage', lines);
  throw new CliError(`Nothing is called ${plain(written)}. Write its ${finder.what}.`, 'notFound');
}
