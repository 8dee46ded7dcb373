import type { AwsEndpoints } from '@/lib/aws/endpoints';
import type { Databases } from '@/lib/db/client';
import { AppError } from '@/lib/errors/app-error';
import { type Endpoints, endpointsSchema } from '@/lib/schemas/install';
import type { Install } from './install';

export const ENDPOINTS_KEY = 'endpoints';
const NONE: Endpoints = { default: null, sts: null, iam: null, organizations: null, cloudformation: null };

/**
 * What an install administrator set, with the row's version (0: nothing set). Throws when the row cannot be read: going
 * on without it would send what is meant for other endpoints to AWS.
 */
export async function storedEndpoints(db: {
  directory: Pick<Databases['directory'], 'installSetting'>;
}): Promise<{ endpoints: Endpoints; version: number }> {
  const row = await db.directory.installSetting.findUnique({ where: { key: ENDPOINTS_KEY } });
  if (!row) return { endpoints: NONE, version: 0 };
  const parsed = endpointsSchema.safeParse({ ...NONE, ...(row.value as object) });
  if (parsed.success) return { endpoints: parsed.data, version: row.version };
  throw new AppError('internal', 'The stored AWS endpoints cannot be read. Set them again under System, Security.', {
    cause: parsed.error,
  });
}

/** Where AWS is reached: what was set, else the sandbox when there is one, else AWS itself. */
export async function awsEndpoints(db: Databases, install: Pick<Install, 'sandboxUrl'>): Promise<AwsEndpoints> {
  const { endpoints } = await storedEndpoints(db);
  const set = Object.fromEntries(Object.entries(endpoints).filter(([, url]) => url !== null));
  if (Object.keys(set).length > 0) return set;
  return install.sandboxUrl ? { default: install.sandboxUrl } : {};
}
