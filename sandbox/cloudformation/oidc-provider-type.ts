import { difference, listProperty, requiredText, tagsProperty } from './properties';
import type { ResourceType } from './resource-type';

/** Ref and Arn are the provider's ARN. Another URL is another provider. */
export const oidcProviderType: ResourceType = {
  grants: false,
  nameProperty: undefined,
  mustReplace: (old, next) => old.Url !== next.Url,
  create: async (iam, _logicalId, properties) => {
    const result = await iam.call('CreateOpenIDConnectProvider', {
      Url: requiredText(properties, 'Url'),
      ClientIDList: listProperty(properties, 'ClientIdList'),
      ThumbprintList: listProperty(properties, 'ThumbprintList'),
      Tags: tagsProperty(properties, iam),
    });
    const arn = String(result?.OpenIDConnectProviderArn);
    return { physicalId: arn, attributes: { Arn: arn } };
  },
  update: async (iam, made, old, next) => {
    const provider = { OpenIDConnectProviderArn: made.physicalId };
    const clients = difference(listProperty(old, 'ClientIdList'), listProperty(next, 'ClientIdList'));
    for (const ClientID of clients.added)
      await iam.call('AddClientIDToOpenIDConnectProvider', { ...provider, ClientID });
    for (const ClientID of clients.removed) {
      await iam.call('RemoveClientIDFromOpenIDConnectProvider', { ...provider, ClientID });
    }
    const thumbprints = listProperty(next, 'ThumbprintList');
    if (thumbprints.join() !== listProperty(old, 'ThumbprintList').join()) {
      await iam.call('UpdateOpenIDConnectProviderThumbprint', { ...provider, ThumbprintList: thumbprints });
    }
    await iam.call('TagOpenIDConnectProvider', { ...provider, Tags: tagsProperty(next, iam) });
    return made;
  },
  remove: async (iam, made) => {
    await iam.call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: made.physicalId });
  },
};
