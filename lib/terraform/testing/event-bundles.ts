import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { terraform } from '@/scripts/test/terraform';
import type { Environment, Outcome } from '@/scripts/test/tools';
import { type EventSourceInput, renderEventSource, zipEventSource } from '../event-sources';
import { VALUES_FILE } from '../files';

/** A download, and variables that its owner sets beside those in it. */
export type Bundle = { input: EventSourceInput; more?: Record<string, unknown> };
export type Outputs = {
  type: string;
  config: Record<string, string>;
  policy: { Statement: Record<string, unknown>[] };
};

/**
 * Downloaded archives, unpacked, as modules of one configuration: Terraform is started once for all of them. Queues
 * make the provider wait for half a minute, and here they wait together.
 */
export class EventBundles<Name extends string> {
  private constructor(
    readonly folder: string,
    private env: Environment,
    readonly bundles: Record<Name, Bundle>,
  ) {}

  static async create<Name extends string>(bundles: Record<Name, Bundle>, env: Environment) {
    const made = new EventBundles(await mkdtemp(join(tmpdir(), 'mooring-events-')), env, bundles);
    const root = { module: {} as Record<string, unknown>, output: {} as Record<string, unknown> };
    for (const [name, { input, more }] of Object.entries<Bundle>(bundles)) {
      const rendered = renderEventSource(input);
      for (const [path, bytes] of Object.entries(unzipSync(zipEventSource(rendered)))) {
        const target = join(made.folder, name, path.slice(rendered.folder.length + 1));
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, bytes);
      }
      const values = JSON.parse(rendered.files.find(({ path }) => path === VALUES_FILE)?.text ?? '');
      root.module[name] = { source: `./${name}`, ...values, ...more };
      root.output[name] = { value: OUTPUTS.replaceAll('NAME', name) };
    }
    await writeFile(join(made.folder, 'main.tf.json'), JSON.stringify(root));
    const init = await made.terraform('init');
    if (init.code !== 0) throw new Error(`terraform init failed: ${init.stderr}`);
    return made;
  }

  terraform(...args: string[]): Promise<Outcome> {
    return terraform(args, { cwd: this.folder, env: this.env, timeoutMs: 280_000 });
  }

  async outputs(): Promise<Record<Name, Outputs>> {
    const { stdout } = await this.terraform('output', '-json');
    const all = JSON.parse(stdout) as Record<Name, { value: { type: string; config: string; policy: string } }>;
    return Object.fromEntries(
      Object.entries<(typeof all)[Name]>(all).map(([name, { value }]) => [
        name,
        { type: value.type, config: JSON.parse(value.config), policy: JSON.parse(value.policy) },
      ]),
    ) as Record<Name, Outputs>;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

const OUTPUTS =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform reads it
  '${{ type = module.NAME.event_source_type, config = module.NAME.event_source_config, policy = module.NAME.read_policy_json }}';
