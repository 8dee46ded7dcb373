import { isAbsolute, normalize, relative } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { createHostIdentitySchema, type HostIdentity } from '@/lib/schemas/install';
import type { ServiceContext } from '../context';
import { isDatabaseRefusal, nameTaken } from '../credentials/refusals';
import { directoryWrite } from '../verb';
import { toHostIdentity, WITH_GRANT } from './host-identity';
import type { Install } from './install';

type Input = z.output<typeof createHostIdentitySchema>;

const create = directoryWrite({
  access: 'install',
  input: createHostIdentitySchema,
  async run(tx, input, { install }: ServiceContext) {
    const config = configOf(input, install);
    if (await tx.hostIdentity.findUnique({ where: { name: input.name } }))
      throw nameTaken('A host identity', input.name);
    const row = await tx.hostIdentity.create({
      data: { id: uuidv7(), name: input.name, kind: input.kind, config },
      include: WITH_GRANT,
    });
    return toHostIdentity(row);
  },
  audit: (_input, { id, name, kind, path, profile }) => ({
    action: 'host_identity.create',
    target: { kind: 'host_identity', id, label: name },
    detail: { kind, path, profile },
    workspaceId: null,
  }),
});

/** Names an identity the host has. Each file and profile has one name, since it can be granted to one workspace only. */
export async function createHostIdentity(
  context: ServiceContext,
  raw: z.input<typeof createHostIdentitySchema>,
): Promise<HostIdentity> {
  try {
    return await create(context, raw);
  } catch (error) {
    if (!isDatabaseRefusal(error, 'P2002')) throw error;
    throw new AppError(
      'conflict',
      'A host identity of this name, file or profile exists already. To AWS it would be the same caller: grant that one.',
    );
  }
}

function configOf({ kind, path, profile }: Input, install: Install): { path: string } | { profile?: string } {
  if (kind === 'shared_config') {
    if (path !== undefined) throw invalid('path', 'Shared AWS configuration has a profile, not a path.');
    return profile === undefined ? {} : { profile };
  }
  if (profile !== undefined) throw invalid('profile', 'Only shared AWS configuration has a profile.');
  // Kept written out, so that the same file under its default and its explicit path is one identity.
  return { path: insideTokenDirectory(path ?? install.federationTokenPath, install) };
}

/** By its text only: links are resolved each time the file is read (lib/federation), where it counts. */
function insideTokenDirectory(path: string, { tokenDirectory }: Install): string {
  const clean = normalize(path);
  const way = relative(tokenDirectory, clean);
  const inside = way !== '' && way !== '..' && !way.startsWith('../') && !isAbsolute(way) && !clean.endsWith('/');
  if (inside) return clean;
  throw invalid('path', `Token files lie below ${tokenDirectory} (MOORING_TOKEN_DIRECTORY); mount it there.`);
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', message, { details: [{ path, message }] });
}
