import type { OidcProvider } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { entityAlreadyExists, invalidInput, limitExceeded, validationError } from '../wire/errors';
import { findOidcProvider } from './find';
import { optionalTags, tagActions, tagsOutput, tagsParam } from './tags';

const MAX_CLIENT_IDS = 100;
const MAX_THUMBPRINTS = 5;

export function askOidcProvider(call: Call) {
  const arn = call.params.optional('OpenIDConnectProviderArn') ?? '*';
  return { resource: arn, resourceTags: call.account.oidcProviders.get(arn)?.tags ?? [] };
}

function save(call: Call, provider: OidcProvider): void {
  call.account.oidcProviders.put(provider.arn, provider, call.now);
}

/** `https://host/path` without port, query or trailing slash; kept without its scheme, as IAM keeps it. */
function urlParam(call: Call): string {
  const text = call.params.string('Url');
  if (!text.startsWith('https://')) throw validationError('Invalid Open ID Connect Provider URL');
  const url = URL.parse(text);
  if (url === null || url.port !== '' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw validationError('Invalid Open ID Connect Provider URL');
  }
  return text.slice('https://'.length).replace(/\/$/, '');
}

function thumbprintsParam(call: Call): string[] {
  const thumbprints = call.params.list('ThumbprintList');
  if (thumbprints.length > MAX_THUMBPRINTS) {
    throw limitExceeded(`Thumbprint list must contain fewer than ${MAX_THUMBPRINTS} entries.`);
  }
  const bad = thumbprints.find((each) => !/^[0-9a-fA-F]{40}$/.test(each));
  if (bad !== undefined) {
    throw validationError(
      `1 validation error detected: Value '[${bad}]' at 'thumbprintList' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 40, Member must have length greater than or equal to 40]`,
    );
  }
  return thumbprints.map((each) => each.toLowerCase());
}

function withClients(provider: OidcProvider, clientIds: string[]): OidcProvider {
  if (clientIds.length > MAX_CLIENT_IDS) {
    throw limitExceeded(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${MAX_CLIENT_IDS}`);
  }
  const bad = clientIds.find((each) => each.length < 1 || each.length > 255);
  if (bad !== undefined) throw invalidInput(`Invalid client id: ${bad}`);
  return { ...provider, clientIds };
}

const tags = tagActions(askOidcProvider, findOidcProvider, save);

export const oidcProviderActions = {
  CreateOpenIDConnectProvider: writes(
    (call) => {
      const url = (call.params.optional('Url') ?? '').replace(/^https:\/\//, '').replace(/\/$/, '');
      return call.account.iamArn('oidc-provider', '/', url);
    },
    (call) => {
      const url = urlParam(call);
      const arn = call.account.iamArn('oidc-provider', '/', url);
      if (call.account.oidcProviders.isTaken(arn)) {
        throw entityAlreadyExists(`Provider with url https://${url} already exists.`);
      }
      const provider = withClients(
        {
          arn,
          url,
          clientIds: [],
          thumbprints: thumbprintsParam(call),
          createdAt: call.now,
          tags: tagsParam(call),
        },
        [...new Set(call.params.list('ClientIDList'))],
      );
      save(call, provider);
      return { OpenIDConnectProviderArn: arn, Tags: optionalTags(provider.tags) };
    },
  ),
  GetOpenIDConnectProvider: reads(askOidcProvider, (call) => {
    const provider = findOidcProvider(call);
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      CreateDate: new Date(provider.createdAt),
      Tags: tagsOutput(provider.tags),
    };
  }),
  ListOpenIDConnectProviders: reads(
    (call) => call.account.iamArn('oidc-provider', '/', '*'),
    (call) => ({
      OpenIDConnectProviderList: call.account.oidcProviders.list(call.readAt).map(({ arn }) => ({ Arn: arn })),
    }),
  ),
  DeleteOpenIDConnectProvider: writes(askOidcProvider, (call) => {
    call.account.oidcProviders.delete(findOidcProvider(call).arn, call.now);
    return undefined;
  }),
  AddClientIDToOpenIDConnectProvider: writes(askOidcProvider, (call) => {
    const provider = findOidcProvider(call);
    save(call, withClients(provider, [...new Set([...provider.clientIds, call.params.string('ClientID')])]));
    return undefined;
  }),
  RemoveClientIDFromOpenIDConnectProvider: writes(askOidcProvider, (call) => {
    const provider = findOidcProvider(call);
    const removed = call.params.string('ClientID');
    save(call, { ...provider, clientIds: provider.clientIds.filter((each) => each !== removed) });
    return undefined;
  }),
  UpdateOpenIDConnectProviderThumbprint: writes(askOidcProvider, (call) => {
    save(call, { ...findOidcProvider(call), thumbprints: thumbprintsParam(call) });
    return undefined;
  }),
  TagOpenIDConnectProvider: tags.tag,
  UntagOpenIDConnectProvider: tags.untag,
  ListOpenIDConnectProviderTags: tags.list,
};
