import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { cloudFormationCommand, renderCloudFormation } from '@/lib/terraform/cloudformation';
import { STATE_NOTE, sandboxExports, terraformCommands } from '@/lib/terraform/commands';
import { bundleName } from '@/lib/terraform/names';
import { renderOnboarding } from '@/lib/terraform/render';
import { zip } from '@/lib/terraform/zip';
import { authorize, type WorkspaceContext } from '../context';
import { workspaceRead } from '../verb';
import { onboardingInput } from './onboarding-input';
import { sandboxAccounts } from './sandbox';

const SANDBOX_NOTE =
  'This install uses the AWS sandbox. The files point at it, and these credentials open nothing else. In a shell, paste the lines of an account before the commands.';
const onIntegration = z.object({ integrationId: idSchema });

const inputOf = workspaceRead({
  permission: 'integration:read',
  input: onIntegration,
  async run(tx, { integrationId }, context) {
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId: context.workspaceId, id: integrationId } },
      include: { credential: true },
    });
    if (!integration) throw notFound('integration');
    return onboardingInput(context, integration);
  },
});

/** The files to apply, what each block does, and the commands; in the sandbox also how to reach it. */
export async function renderIntegration(context: WorkspaceContext, raw: z.input<typeof onIntegration>) {
  const input = await inputOf(context, raw);
  const { files, explanations } = renderOnboarding(input);
  const { template, stackName } = renderCloudFormation(input);
  const accounts = await sandboxAccounts(context.install);
  return {
    files,
    explanations,
    commands: { terraform: terraformCommands(input, 'terraform'), tofu: terraformCommands(input, 'tofu') },
    cloudFormation: { template, command: cloudFormationCommand(input), stackName },
    stateNote: STATE_NOTE,
    sandbox: context.install.sandboxUrl
      ? {
          note: SANDBOX_NOTE,
          accounts: accounts.map((account) => ({
            id: account.id,
            name: account.name,
            exports: sandboxExports({ ...account, region: input.region }),
          })),
        }
      : null,
  };
}

export async function downloadTerraform(context: WorkspaceContext, raw: z.input<typeof onIntegration>) {
  const input = await inputOf(context, raw);
  const name = bundleName(input.integrationName);
  return { fileName: `${name}.zip`, body: zip(renderOnboarding(input).files, name) };
}

export async function downloadCloudFormation(context: WorkspaceContext, raw: z.input<typeof onIntegration>) {
  const { template } = renderCloudFormation(await inputOf(context, raw));
  return { fileName: template.path, body: template.content };
}

export async function listSandboxAccounts(context: WorkspaceContext) {
  authorize(context, 'integration:read');
  const accounts = await sandboxAccounts(context.install);
  return { accounts: accounts.map(({ id, name }) => ({ id, name })) };
}
