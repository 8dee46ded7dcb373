import { randomBytes } from 'node:crypto';
import { ChangeFeed } from '@/lib/db/changes';
import { createOutbound } from '@/lib/net/outbound';
import { Keyring } from '@/lib/sealing/keyring';
import type { Install } from '../install/install';

export const PUBLIC_URL = 'https://mooring.example.test';

/** What a process of tests was started with: no sandbox, mail or sign-on, and jobs that go nowhere. */
export function testInstall(databaseUrl: string, overrides: Partial<Install> = {}): Install {
  const outbound = createOutbound();
  return {
    retrieverContext: (now) => ({ operatorDirectories: [], outbound, now }),
    outbound,
    propagationBudgetMs: 0,
    changes: new ChangeFeed(databaseUrl, () => {}),
    publicUrl: PUBLIC_URL,
    issuerBase: null,
    audience: 'mooring',
    sandboxUrl: null,
    tokenDirectory: '/var/run/secrets/mooring',
    federationTokenPath: '/var/run/secrets/mooring/federation/token',
    keyring: new Keyring([['test', randomBytes(32)]]),
    jobs: { enqueue: async () => {} },
    version: '0.0.0-test',
    singleSignOn: null,
    mailer: null,
    ...overrides,
  };
}
