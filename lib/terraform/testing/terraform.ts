import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnboardingInput } from '../input';
import { bundleName } from '../names';
import { renderOnboarding } from '../render';
import { zip } from '../zip';
import { type Environment, hasTool, type Outcome, pluginDirectory, run, unpack } from './tools';

const TOOL = ['terraform', 'tofu'].find(hasTool);
const PLUGINS = pluginDirectory();

/** Why tests with real Terraform cannot run here; undefined when they can. */
export const terraformMissing = !TOOL
  ? 'neither terraform nor tofu is installed'
  : !PLUGINS
    ? 'no AWS provider for terraform init -plugin-dir (set TF_PLUGIN_DIR)'
    : undefined;

/** A folder as the account owner has it: the downloaded zip, unpacked. `load` puts another download in its place. */
export class Workdir {
  private constructor(
    readonly base: string,
    private env: Environment,
  ) {}

  static async create(input: OnboardingInput, env: Environment): Promise<Workdir> {
    const base = await unpack(zip(renderOnboarding(input).files, bundleName('a')));
    const workdir = new Workdir(base, env);
    const init = await workdir.terraform('init', `-plugin-dir=${PLUGINS}`, '-no-color');
    if (init.code !== 0) throw new Error(`terraform init failed: ${init.stderr}`);
    return workdir;
  }

  async load(input: OnboardingInput): Promise<void> {
    await unpack(zip(renderOnboarding(input).files, bundleName('a')), this.base);
  }

  terraform(...args: string[]): Promise<Outcome> {
    return run(TOOL ?? 'terraform', args, { cwd: join(this.base, bundleName('a')), env: this.env });
  }

  remove(): Promise<void> {
    return rm(this.base, { recursive: true, force: true });
  }
}
