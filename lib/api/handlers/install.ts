import type { installOperations } from '@/lib/contract/install';
import { createHostIdentity } from '@/lib/services/install/create-host-identity';
import { grantHostIdentity } from '@/lib/services/install/grant-host-identity';
import { listGrantedHostIdentities, listHostIdentities } from '@/lib/services/install/list-host-identities';
import { removeHostIdentity } from '@/lib/services/install/remove-host-identity';
import { getInstallSettings, updateInstallSettings } from '@/lib/services/install/settings';
import type { HandlersOf } from '../handler';
import { installPeopleHandlers } from './install-people';

export const installHandlers: HandlersOf<typeof installOperations> = {
  ...installPeopleHandlers,
  'install.getSettings': (context) => getInstallSettings(context, {}),
  'install.updateSettings': (context, { body }) => updateInstallSettings(context, body),
  'hostIdentities.list': (context, { query }) => listHostIdentities(context, query),
  'hostIdentities.create': (context, { body }) => createHostIdentity(context, body),
  'hostIdentities.grant': (context, { params, body }) => grantHostIdentity(context, { ...params, ...body }),
  'hostIdentities.remove': (context, { params }) => removeHostIdentity(context, params),
  'hostIdentities.listGranted': (context, { query }) => listGrantedHostIdentities(context, query),
};
