import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { terraform } from '@/scripts/test/terraform';
import type { Environment, Outcome } from '@/scripts/test/tools';
import type { OnboardingInput } from '../input';
import { bundleName } from '../names';
import { renderOnboarding } from '../render';
import { zip } from '../zip';

/** A folder as the account owner has it: the downloaded zip, unpacked. `load` puts another download in its place. */
export class Workdir {
  private constructor(
    readonly base: string,
    /** What its commands run with; a test may change it. */
    public env: Environment,
  ) {}

  static async create(input: OnboardingInput, env: Environment): Promise<Workdir> {
    const workdir = new Workdir(await mkdtemp(join(tmpdir(), 'mooring-bundle-')), env);
    await workdir.load(input);
    const init = await workdir.terraform('init');
    if (init.code !== 0) throw new Error(`terraform init failed: ${init.stderr}`);
    return workdir;
  }

  async load(input: OnboardingInput): Promise<void> {
    const bytes = zip(renderOnboarding(input).files, bundleName('a'));
    for (const [path, content] of Object.entries(unzipSync(bytes))) {
      await mkdir(dirname(join(this.base, path)), { recursive: true });
      await writeFile(join(this.base, path), content);
    }
  }

  terraform(...args: string[]): Promise<Outcome> {
    return terraform(args, { cwd: join(this.base, bundleName('a')), env: this.env });
  }

  remove(): Promise<void> {
    return rm(this.base, { recursive: true, force: true });
  }
}
