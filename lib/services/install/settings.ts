import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type InstallSettings, updateInstallSettingsSchema } from '@/lib/schemas/install';
import type { ServiceContext } from '../context';
import { isDatabaseRefusal } from '../credentials/refusals';
import { directoryRead, directoryWrite } from '../verb';
import { saneEndpoints } from './endpoint-url';
import { ENDPOINTS_KEY, storedEndpoints } from './endpoints';

/** What all workspaces share: the endpoints can be set here, the rest comes from the environment. */
export const getInstallSettings = directoryRead({
  access: 'install',
  input: z.object({}),
  run: (tx, _input, context: ServiceContext) => view(tx, context),
});

const update = directoryWrite({
  access: 'install',
  input: updateInstallSettingsSchema,
  async run(tx, { endpoints, version }, context: ServiceContext) {
    const value = saneEndpoints(endpoints);
    const before = await tx.installSetting.findUnique({ where: { key: ENDPOINTS_KEY } });
    if (version === 0) {
      if (before) throw staleVersion(before.version);
      await tx.installSetting.create({ data: { key: ENDPOINTS_KEY, value } });
    } else {
      const where = { key: ENDPOINTS_KEY, version };
      const { count } = await tx.installSetting.updateMany({ where, data: { value, version: version + 1 } });
      if (count === 0) throw staleVersion(before?.version ?? 0);
    }
    return { before: before?.value ?? null, settings: await view(tx, context) };
  },
  audit: (_input, { before, settings }) => ({
    action: 'install.update_settings',
    target: { kind: 'install', id: ENDPOINTS_KEY, label: 'AWS endpoints' },
    detail: { before, after: settings.endpoints },
    workspaceId: null,
  }),
});

/** Sets where AWS's services are reached, for every workspace. Version 0 says that nothing was set yet. */
export async function updateInstallSettings(
  context: ServiceContext,
  raw: z.input<typeof updateInstallSettingsSchema>,
): Promise<InstallSettings> {
  try {
    return (await update(context, raw)).settings;
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2002')) throw staleVersion(1);
    throw error;
  }
}

async function view(tx: Transaction, { install }: ServiceContext): Promise<InstallSettings> {
  return {
    ...(await storedEndpoints({ directory: tx })),
    publicUrl: install.publicUrl,
    issuerUrl: install.issuerBase,
    audience: install.audience,
    sandboxUrl: install.sandboxUrl,
    smtp: install.mailer !== null,
    singleSignOn: install.singleSignOn !== null,
  };
}

function staleVersion(version: number): AppError {
  return new AppError('stale_version', 'Someone changed the endpoints meanwhile. Load theirs, then change again.', {
    details: [{ message: `The stored version is ${version}.`, version }],
  });
}
