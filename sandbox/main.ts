import { Command, InvalidArgumentError } from 'commander';
import { parseIssuerMap, readSandboxEnvironment } from './env';
import { startSandbox } from './server';
import { generate, generateOrganization } from './world/generate';

function integer(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}

const environment = readSandboxEnvironment();

const program = new Command('mooring-sandbox')
  .description('A strict stand-in for AWS on 127.0.0.1. Not AWS.')
  .option('--port <number>', 'port, 0 for a free one (SANDBOX_PORT)', integer, environment.port)
  .option('--data-dir <folder>', 'keep the world there between starts (SANDBOX_DATA_DIR)', environment.dataDir)
  .option(
    '--issuer-map <json>',
    'where issuers really listen (SANDBOX_ISSUER_MAP)',
    parseIssuerMap,
    environment.issuerMap,
  )
  .option('--seed <number>', 'of a new world (SANDBOX_SEED)', integer, environment.seed)
  .option(
    '--propagation <ms>',
    'how long STS takes to see a change of IAM (SANDBOX_PROPAGATION_MS)',
    integer,
    environment.propagationMs,
  )
  .option(
    '--resources <number>',
    'resources of all services to generate (SANDBOX_RESOURCES), in --account or over --accounts',
    integer,
    environment.resources,
  )
  .option(
    '--accounts <number>',
    'spread them over so many new accounts (SANDBOX_ACCOUNTS)',
    integer,
    environment.accounts,
  )
  .option('--activity <number>', 'plausible calls a minute (SANDBOX_ACTIVITY)', Number, environment.activity)
  .option('--account <id>', 'account that the generator fills', '339712905844')
  .option('--users <number>', 'users to generate', integer, 0)
  .option('--roles <number>', 'roles to generate', integer, 0)
  .option('--policies <number>', 'policies to generate', integer, 0)
  .option('--groups <number>', 'groups to generate', integer, 0)
  .option('--keys-per-user <number>', 'access keys of each generated user, at most 2', integer, 1);

const options = program.parse().opts<{
  port: number;
  dataDir: string | undefined;
  issuerMap: Record<string, string>;
  seed: number;
  propagation: number;
  resources: number;
  accounts: number;
  activity: number;
  account: string;
  users: number;
  roles: number;
  policies: number;
  groups: number;
  keysPerUser: number;
}>();

const running = await startSandbox({ ...options, propagationMs: options.propagation }).catch((error: unknown) => {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = busy ? `port ${options.port} is taken; choose another with --port` : String(error);
  console.error(`The sandbox could not start: ${reason}`);
  process.exit(1);
});

const { account, accounts, resources, users, roles, policies, groups, keysPerUser, seed } = options;
// A world that was kept has been filled already.
if (running.isNew && resources + users + roles + policies + groups > 0) {
  const began = Date.now();
  const spread = accounts > 0 && resources > 0;
  if (spread) await generateOrganization(running.world, { accounts, resources, seed });
  const here = { account, resources: spread ? 0 : resources, users, roles, policies, groups, keysPerUser, seed };
  generate(running.world, here);
  const where = spread ? `in ${accounts} new accounts` : `in ${account}`;
  console.log(
    `Generated ${resources} resources ${where}, and ${users} users, ${roles} roles, ${policies} policies, ${groups} groups in ${account}, in ${Date.now() - began} ms.`,
  );
}
console.log(`SANDBOX: a stand-in for AWS, not AWS. Listening on ${running.url}, more on ${running.url}/_sandbox/`);

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void running.close().then(() => process.exit(0));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
