import { parseArgs } from 'node:util';
import { apiClient } from '@/lib/client/client';
import { collectorsOf } from '@/lib/collectors/registry';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { startMoto } from '../test/moto';
import { awsCliVersion, type MotoCli, startMotoCli } from './aws-cli';
import { compare } from './compare';
import { connectHost, scanNow } from './connect';
import { mooringIds } from './inventory';
import { motoVersion } from './server';
import { ACCOUNT, type Place } from './service';
import { MOTO_SERVICES } from './services';
import { markdownTable, textTable } from './table';

const HELP = `Compares Mooring's inventory with an independent AWS emulator: starts moto_server, fills every type it has in two
regions by the AWS CLI, connects it through a host identity (retriever none), scans, and holds counts and ids of every
type that is collected beside the CLI's own lists, in every region of the account. Ends with 1 when anything differs.

  npm run moto -- --token TOKEN [--url http://localhost:3000] [--many 260] [--markdown]

  --many       how many of what is cheap to make: more than the 250 users and 150 roles of a page
  --markdown   print the table for the docs on standard output; all else goes to standard error

Start Mooring with: AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing npm run up -- --no-sandbox`;

const FILLED = ['us-east-1', 'eu-west-1'] as const;

const { values } = parseArgs({
  options: {
    token: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000' },
    many: { type: 'string', default: '260' },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const many = Number(values.many);

if (values.help || !values.token || !Number.isInteger(many) || many < 1) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = await main(values.url, values.token);
}

async function main(url: string, token: string): Promise<number> {
  const server = await startMoto();
  const cli = await startMotoCli(server.url);
  try {
    const versions = `${motoVersion()}, ${awsCliVersion()}`;
    const begun = performance.now();
    await Promise.all(
      FILLED.map(async (region) => {
        const own = await startMotoCli(server.url);
        await fill(placeIn(own, region), region === FILLED[0]).finally(own.close);
      }),
    );
    say(`${versions} on ${server.url}, filled by the AWS CLI in ${seconds(begun)}`);
    const api = apiClient({ baseUrl: url, token });
    const connected = await connectHost(api, server.url, say);
    await scanNow(api, connected, say);
    const ours = await mooringIds(api, connected.workspaceId);
    // Unlike AWS, moto also names regions that the account has not opted into when it is asked for the others only.
    const enabled = ['ec2', 'describe-regions', '--query', `Regions[?OptInStatus!='not-opted-in'].RegionName`];
    const others = (await cli.in(FILLED[0])<string[]>(...enabled)).filter(
      (name) => !FILLED.some((one) => one === name),
    );
    const rows = await compare(
      [...FILLED, ...others].map((region) => placeIn(cli, region)),
      ours,
    );
    say(textTable(rows));
    if (values.markdown) console.log(markdownTable(rows, versions, new Date().toISOString().slice(0, 10)));
    return rows.some(({ verdict }) => verdict === 'differs') ? 1 : 0;
  } finally {
    cli.close();
    await server.stop();
  }
}

function placeIn(cli: MotoCli, region: string): Place {
  return { aws: cli.in(region), region, account: ACCOUNT };
}

/** What has no region is filled once. */
async function fill(place: Place, first: boolean): Promise<void> {
  for (const service of COLLECTOR_SERVICES) {
    const regional = collectorsOf(service).some(({ scope }) => scope === 'regional');
    const begun = performance.now();
    if (!first && !regional) continue;
    await MOTO_SERVICES[service].fill(place, many);
    say(`  ${place.region} ${service}: filled in ${seconds(begun)}`);
  }
}

/** With --markdown standard output is the document's alone. */
function say(line: string): void {
  if (values.markdown) console.error(line);
  else console.log(line);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
