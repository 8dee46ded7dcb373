import { uuid } from '../store/ids';
import type { SamlProvider } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { entityAlreadyExists, invalidInput } from '../wire/errors';
import { findSamlProvider } from './find';
import { nameParam } from './names';
import { optionalTags, tagActions, tagsOutput, tagsParam } from './tags';

const YEAR_MS = 365 * 86_400_000;

function ask(call: Call) {
  const arn = call.params.optional('SAMLProviderArn') ?? '*';
  return { resource: arn, resourceTags: call.account.samlProviders.get(arn)?.tags ?? [] };
}

function save(call: Call, provider: SamlProvider): void {
  call.account.samlProviders.put(provider.arn, provider, call.now);
}

function metadataParam(call: Call): string {
  const metadata = call.params.string('SAMLMetadataDocument');
  if (metadata.length < 1000 || !/<(\w+:)?EntityDescriptor[\s>]/.test(metadata)) {
    throw invalidInput('Could not parse metadata');
  }
  return metadata;
}

const tags = tagActions(ask, findSamlProvider, save);

export const samlProviderActions = {
  CreateSAMLProvider: writes(
    (call) => call.account.iamArn('saml-provider', '/', call.params.optional('Name') ?? ''),
    (call) => {
      const name = nameParam(call.params, 'Name', 128);
      const arn = call.account.iamArn('saml-provider', '/', name);
      const metadata = metadataParam(call);
      if (call.account.samlProviders.isTaken(arn)) {
        throw entityAlreadyExists(`Provider with name ${name} already exists.`);
      }
      const provider: SamlProvider = {
        arn,
        name,
        id: uuid(call.world.random),
        metadata,
        createdAt: call.now,
        validUntil: call.now + 10 * YEAR_MS,
        tags: tagsParam(call),
      };
      save(call, provider);
      return { SAMLProviderArn: arn, Tags: optionalTags(provider.tags) };
    },
  ),
  GetSAMLProvider: reads(ask, (call) => {
    const provider = findSamlProvider(call);
    return {
      SAMLProviderUUID: provider.id,
      SAMLMetadataDocument: provider.metadata,
      CreateDate: new Date(provider.createdAt),
      ValidUntil: new Date(provider.validUntil),
      Tags: tagsOutput(provider.tags),
    };
  }),
  ListSAMLProviders: reads(
    (call) => call.account.iamArn('saml-provider', '/', '*'),
    (call) => ({
      SAMLProviderList: call.account.samlProviders.list(call.readAt).map((provider) => ({
        Arn: provider.arn,
        ValidUntil: new Date(provider.validUntil),
        CreateDate: new Date(provider.createdAt),
      })),
    }),
  ),
  UpdateSAMLProvider: writes(ask, (call) => {
    const provider = { ...findSamlProvider(call), metadata: metadataParam(call) };
    save(call, provider);
    return { SAMLProviderArn: provider.arn };
  }),
  DeleteSAMLProvider: writes(ask, (call) => {
    call.account.samlProviders.delete(findSamlProvider(call).arn, call.now);
    return undefined;
  }),
  TagSAMLProvider: tags.tag,
  UntagSAMLProvider: tags.untag,
  ListSAMLProviderTags: tags.list,
};
