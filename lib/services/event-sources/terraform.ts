import type { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { sourceTerraformQuerySchema, type sourceTerraformSchema } from '@/lib/schemas/event-source';
import { type RenderedEventSource, renderEventSource, zipEventSource } from '@/lib/terraform/event-sources';
import { workspaceRead } from '../verb';

type Ask = z.output<typeof sourceTerraformQuerySchema>;

async function render(tx: Transaction, workspaceId: string, ask: Ask): Promise<RenderedEventSource> {
  const { integrationId: id, strategy, layout, region, name } = ask;
  const integration = await tx.integration.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (!integration) throw notFound('integration');
  if (!integration.accountId) {
    throw new AppError(
      'precondition_failed',
      'This integration is a draft without an account yet. Verify and save it first.',
    );
  }
  const roleName = integration.roleArn?.split('/').at(-1);
  return renderEventSource({
    strategy,
    layout,
    region: region ?? integration.region,
    accountId: integration.accountId,
    ...(name === undefined ? {} : { name }),
    ...(roleName ? { roleName } : {}),
    ...(ask.existingTrailBucket === undefined ? {} : { existingTrail: existingTrail(ask, ask.existingTrailBucket) }),
    ...(ask.existingLogGroup === undefined ? {} : { existingLogGroup: ask.existingLogGroup }),
  });
}

function existingTrail(ask: Ask, bucketName: string) {
  const { existingTrailPrefix: prefix, existingTrailTopicArn: topicArn, existingTrailKmsKeyArn: kmsKeyArn } = ask;
  return {
    bucketName,
    ...(prefix === undefined ? {} : { prefix }),
    ...(topicArn === undefined ? {} : { topicArn }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
  };
}

/** The Terraform that makes what a strategy reads, with the values of the integration's account. */
export const renderSourceTerraform = workspaceRead({
  permission: 'event:read',
  input: sourceTerraformQuerySchema,
  async run(tx, ask, { workspaceId }): Promise<z.output<typeof sourceTerraformSchema>> {
    const { files, commands, readPolicy, config } = await render(tx, workspaceId, ask);
    return { files, commands, readPolicy: { ...readPolicy }, config };
  },
});

/** The same as an archive. */
export const downloadSourceTerraform = workspaceRead({
  permission: 'event:read',
  input: sourceTerraformQuerySchema,
  async run(tx, ask, { workspaceId }) {
    const rendered = await render(tx, workspaceId, ask);
    return { fileName: `${rendered.folder}.zip`, body: zipEventSource(rendered) };
  },
});
