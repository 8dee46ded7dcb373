import { ChangeFeed } from '@/lib/db/changes';
import { type Databases, openDatabases } from '@/lib/db/client';
import { type Env, env } from '@/lib/env';
import type { RetrieverContext } from '@/lib/federation/retrievers/retriever';
import { type Boss, createQueues, jobQueue, openBoss } from '@/lib/jobs/queue';
import { createLogger, type Logger } from '@/lib/log';
import { createOutbound, type Outbound } from '@/lib/net/outbound';
import { makeKeyCheck, verifyKeyCheck } from '@/lib/sealing/key-check';
import { type Keyring, openKeyring } from '@/lib/sealing/keyring';
import { VERSION } from '@/lib/version';
import { createMailer } from '../people/mailer';
import type { Install } from './install';

export type Booted = { env: Env; db: Databases; install: Install; boss: Boss; log: Logger; close(): Promise<void> };

const KEY_CHECK = 'sealing-key-check';
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Opens what one process needs: environment, database pools, sealing keys, queue. Throws one clear message when the
 * environment is incomplete, the database does not answer, or the sealing key is not the one the data was sealed with.
 */
export async function boot(kind: 'web' | 'worker' | 'admin'): Promise<Booted> {
  const settings = env();
  const log = createLogger({ level: settings.MOORING_LOG_LEVEL, name: `mooring-${kind}` });
  const keyring = await openKeyring({ value: settings.MOORING_SEALING_KEY, file: settings.MOORING_SEALING_KEY_FILE });
  const db = openDatabases(settings.DATABASE_URL, kind === 'worker' ? { tenantConnections: 16 } : {});
  await checkSealingKey(db, keyring);
  const boss = openBoss(settings.DATABASE_URL, kind === 'worker' ? 'worker' : 'web', (error) =>
    log.error({ err: error }, 'queue'),
  );
  await boss.start();
  await createQueues(boss);
  const changes = new ChangeFeed(settings.DATABASE_URL, (error) => log.warn({ err: error }, 'change feed'));
  const install = makeInstall(settings, { keyring, boss, changes, log });
  return {
    env: settings,
    db,
    install,
    boss,
    log,
    async close() {
      await boss.stop({ graceful: kind === 'worker', timeout: 15_000 });
      await changes.close();
      await db.close();
    },
  };
}

type Opened = { keyring: Keyring; boss: Boss; changes: ChangeFeed; log: Logger };

function makeInstall(settings: Env, { keyring, boss, changes, log }: Opened): Install {
  const outbound = makeOutbound(settings);
  return {
    publicUrl: settings.MOORING_PUBLIC_URL,
    issuerBase: settings.MOORING_ISSUER_URL ?? null,
    audience: settings.MOORING_AUDIENCE,
    sandboxUrl: settings.MOORING_SANDBOX_URL ?? null,
    tokenDirectory: settings.MOORING_TOKEN_DIRECTORY,
    federationTokenPath: settings.MOORING_FEDERATION_TOKEN_PATH,
    keyring,
    jobs: jobQueue(boss),
    retrieverContext: (now): RetrieverContext => ({
      operatorDirectories: [settings.MOORING_TOKEN_DIRECTORY],
      outbound,
      now,
      ...inCluster(settings),
    }),
    outbound,
    propagationBudgetMs: settings.MOORING_PROPAGATION_SECONDS * 1000,
    changes,
    version: VERSION,
    mailer: settings.SMTP_URL
      ? createMailer(settings.SMTP_URL, settings.SMTP_FROM, (error) => log.warn({ err: error }, 'mail'))
      : null,
    singleSignOn:
      settings.OIDC_ISSUER_URL && settings.OIDC_CLIENT_ID && settings.OIDC_CLIENT_SECRET
        ? { providerId: 'sso', name: settings.OIDC_NAME }
        : null,
  };
}

function makeOutbound(settings: Env): Outbound {
  const { MOORING_SANDBOX_URL: sandbox, MOORING_ISSUER_URL: issuer, MOORING_PUBLIC_URL: publicUrl } = settings;
  const allowed = settings.MOORING_OUTBOUND_ALLOW.split(',')
    .map((network) => network.trim())
    .filter((network) => network !== '');
  // In the sandbox the issuer's name resolves nowhere; the sandbox is told the same (SANDBOX_ISSUER_MAP).
  const hostMap = sandbox && issuer ? { [new URL(issuer).origin]: new URL(publicUrl).origin } : {};
  return createOutbound({ hostMap, allowedNetworks: allowed });
}

function inCluster(settings: Env): Pick<RetrieverContext, 'inCluster'> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = settings;
  if (!host) return {};
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    inCluster: {
      server: `https://${name}:${port}`,
      caFile: `${SERVICE_ACCOUNT}/ca.crt`,
      tokenFile: `${SERVICE_ACCOUNT}/token`,
    },
  };
}

/** A wrong key must stop the start, not the first unsealing weeks later (SECURITY decision 5). */
async function checkSealingKey(db: Databases, keyring: Keyring): Promise<void> {
  const made = makeKeyCheck(keyring).toString('base64');
  await db.directory.installSetting.createMany({ data: [{ key: KEY_CHECK, value: made }], skipDuplicates: true });
  const stored = await db.directory.installSetting.findUniqueOrThrow({ where: { key: KEY_CHECK } });
  verifyKeyCheck(keyring, Buffer.from(String(stored.value), 'base64'));
}
