import { exportHeadsTo } from '@/lib/services/audit/export-head';
import { openAuditKey } from '@/lib/services/audit/key';
import { sealAuditLog } from '@/lib/services/audit/seal';
import type { WorkerDependencies } from '../handler';

export async function auditSeal({ db, install, env, now, log }: WorkerDependencies): Promise<void> {
  const { signHead } = await openAuditKey(db, install.keyring);
  const directory = env.MOORING_AUDIT_HEAD_DIRECTORY;
  const sealed = await sealAuditLog(db, {
    signHead,
    now,
    ...(directory ? { exportHead: exportHeadsTo(directory) } : {}),
  });
  for (const { chain, error } of sealed.failed) log.error({ err: error, chain }, 'an audit chain cannot be sealed');
}
