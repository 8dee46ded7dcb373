import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { iamAction } from '@/lib/aws/actions';
import type { AwsService } from '@/lib/aws/endpoints';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { DEFAULT_TYPES } from './aws/cloudcontrol/types';
import { collectorsOf, requiredActions } from './registry';

const ROOT = join(import.meta.dirname, 'aws');

/** `new ListUsersCommand(` in a file that imports it from `@aws-sdk/client-iam`, as the IAM actions these calls need. */
function actionsInCode(service: string): string[] {
  const files = readdirSync(join(ROOT, service), { recursive: true, encoding: 'utf8' });
  const actions = files
    .filter((file) => file.endsWith('.ts') && !/[.]test[.]ts$/.test(file) && !file.startsWith('testing'))
    .flatMap((file) => callsOf(readFileSync(join(ROOT, service, file), 'utf8')));
  return [...new Set(actions)].sort();
}

const CLIENTS: Record<string, AwsService> = {
  'elastic-load-balancing': 'elb',
  'elastic-load-balancing-v2': 'elbv2',
  'route-53': 'route53',
  'secrets-manager': 'secretsmanager',
};

function callsOf(code: string): string[] {
  const imported = new Map<string, AwsService>();
  for (const [, names, client] of code.matchAll(/import (?:type )?\{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)) {
    const service = CLIENTS[client ?? ''] ?? (client as AwsService);
    for (const [name] of (names ?? '').matchAll(/\w+/g)) imported.set(name, service);
  }
  return [...code.matchAll(/new (([A-Z]\w+)Command)\(/g)].map(([, name, command]) => {
    const service = imported.get(name ?? '');
    if (service === undefined) throw new Error(`${name} is called but not imported from an AWS client.`);
    return iamAction(service, command ?? '');
  });
}

/** What a call needs beside its own action; each entry says why in AWS's documentation. */
const BEYOND_CALLS: Readonly<Record<string, readonly string[]>> = {
  // Cloud Control calls a type's read and list handlers with the caller's permissions.
  cloudcontrol: DEFAULT_TYPES.flatMap(({ handlerActions }) => handlerActions),
};

test.each(COLLECTOR_SERVICES.filter((service) => collectorsOf(service).length > 0))(
  'the calls in the code of %s and the actions its collectors declare are the same set',
  (service) => {
    const declared = requiredActions(collectorsOf(service));
    const beyond = BEYOND_CALLS[service] ?? [];
    expect(declared.filter((action) => !beyond.includes(action))).toEqual(actionsInCode(service));
  },
);
