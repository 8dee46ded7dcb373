import type { connectionOperations } from '@/lib/contract/connection';
import { createCredential } from '@/lib/services/credentials/create';
import { getCredential, listCredentials } from '@/lib/services/credentials/list';
import { removeCredential } from '@/lib/services/credentials/remove';
import { updateCredential } from '@/lib/services/credentials/update';
import { exportFederationDocuments } from '@/lib/services/federation/documents';
import { getFederation } from '@/lib/services/federation/get';
import { listIssuerKeys } from '@/lib/services/federation/list-keys';
import { probeFederation } from '@/lib/services/federation/probe';
import { rotateIssuerKeys } from '@/lib/services/federation/rotate-keys';
import { applyInSandbox } from '@/lib/services/integrations/apply-in-sandbox';
import { listCollectedServices } from '@/lib/services/integrations/collected-services';
import { createIntegration } from '@/lib/services/integrations/create';
import { getIntegration, listIntegrations } from '@/lib/services/integrations/list';
import { removeIntegration } from '@/lib/services/integrations/remove';
import {
  downloadCloudFormation,
  downloadTerraform,
  listSandboxAccounts,
  renderIntegration,
} from '@/lib/services/integrations/render';
import { updateIntegration } from '@/lib/services/integrations/update';
import { connectIntegration } from '@/lib/services/verifications/connect';
import { followVerification, getVerification, listVerifications } from '@/lib/services/verifications/get';
import { startVerification } from '@/lib/services/verifications/start';
import type { HandlersOf } from '../handler';

export const connectionHandlers: HandlersOf<typeof connectionOperations> = {
  'federation.get': (context) => getFederation(context),
  'federation.probe': (context) => probeFederation(context, context.signal),
  'federation.listKeys': (context, { query }) => listIssuerKeys(context, query),
  'federation.rotateKeys': (context) => rotateIssuerKeys(context),
  'federation.documents': (context) => exportFederationDocuments(context),
  'credentials.list': (context, { query }) => listCredentials(context, query),
  'credentials.create': (context, { body }) => createCredential(context, body),
  'credentials.get': (context, { params }) => getCredential(context, params),
  'credentials.update': (context, { params, body }) => updateCredential(context, { ...params, ...body }),
  'credentials.remove': (context, { params }) => removeCredential(context, params),
  'integrations.list': (context, { query }) => listIntegrations(context, query),
  'integrations.create': (context, { body }) => createIntegration(context, body),
  'integrations.get': (context, { params }) => getIntegration(context, params),
  'integrations.update': (context, { params, body }) => updateIntegration(context, { ...params, ...body }),
  'integrations.remove': (context, { params }) => removeIntegration(context, params),
  'integrations.render': (context, { params }) => renderIntegration(context, params),
  'integrations.downloadTerraform': (context, { params }) => downloadTerraform(context, params),
  'integrations.downloadCloudFormation': (context, { params }) => downloadCloudFormation(context, params),
  'integrations.listServices': (context) => listCollectedServices(context),
  'integrations.listSandboxAccounts': (context) => listSandboxAccounts(context),
  'integrations.applyInSandbox': (context, { params, body }) => applyInSandbox(context, { ...params, ...body }),
  'integrations.verify': async (context, { params, body }) =>
    (await startVerification(context, { ...params, ...body })).verification,
  'verifications.list': (context, { params, query }) => listVerifications(context, { ...params, ...query }),
  'verifications.get': (context, { params }) => getVerification(context, params),
  'verifications.stream': (context, { params }) => followVerification(context, params),
  'integrations.connect': (context, { params, body }) => connectIntegration(context, { ...params, ...body }),
};
