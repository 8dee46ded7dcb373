import { cli } from '../commands';
import type { Rule } from '../types';

export const oidcProviderUnused: Rule = {
  id: 'oidc-provider-unused',
  version: 1,
  title: 'OIDC provider that no role trusts',
  types: ['AWS::IAM::OIDCProvider'],
  why: 'It does nothing today. The day somebody writes a loose trust policy, tokens of an issuer that nobody remembers open the account.',
  holds: "Every role of the account was listed, and none's trust policy names the provider.",
  judge({ arn, name }, { namedBy }) {
    const roles = arn === null ? undefined : namedBy.get(arn);
    if (roles === undefined) return 'unknown';
    if (roles > 0) return null;
    return {
      severity: 'low',
      evidence: {
        text: `No role's trust policy names the provider ${name}.`,
        facts: [
          { term: 'Roles that name it', value: 'none' },
          { term: 'Issuer', value: name },
        ],
        lines: [],
        calls: ['iam:ListOpenIDConnectProviders', 'iam:GetAccountAuthorizationDetails'],
      },
    };
  },
  fix: (resource) => [
    { text: 'Ask whoever made it whether a role is about to use it; its tags may say who that is.' },
    cli('Delete the provider. It can be made again with its URL and client ids.', resource, [
      'iam',
      'delete-open-id-connect-provider',
      '--open-id-connect-provider-arn',
      resource.arn ?? resource.id,
    ]),
  ],
};
