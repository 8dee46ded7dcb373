import type { AwsEndpoints } from '@/lib/aws/endpoints';
import type { Databases } from '@/lib/db/client';
import { type Endpoints, endpointsSchema } from '@/lib/schemas/install';
import type { Install } from './install';

export const ENDPOINTS_KEY = 'endpoints';
const NONE: Endpoints = { default: null, sts: null, iam: null, organizations: null, cloudformation: null };

/** What an install administrator set, with the row's version (0: nothing set). */
export async function storedEndpoints(db: Databases): Promise<{ endpoints: Endpoints; version: number }> {
  const row = await db.directory.installSetting.findUnique({ where: { key: ENDPOINTS_KEY } });
  const parsed = endpointsSchema.safeParse(row?.value);
  return parsed.success && row ? { endpoints: parsed.data, version: row.version } : { endpoints: NONE, version: 0 };
}

/** Where AWS is reached: what was set, else the sandbox when there is one, else AWS itself. */
export async function awsEndpoints(db: Databases, install: Pick<Install, 'sandboxUrl'>): Promise<AwsEndpoints> {
  const { endpoints } = await storedEndpoints(db);
  const set = Object.fromEntries(Object.entries(endpoints).filter(([, url]) => url !== null));
  if (Object.keys(set).length > 0) return set;
  return install.sandboxUrl ? { default: install.sandboxUrl } : {};
}
