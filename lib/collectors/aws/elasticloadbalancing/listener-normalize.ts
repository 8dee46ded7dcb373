import type { Action, Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import type { NormalizedResource, NormalizeEnv, Relationship } from '@/lib/collectors/types';

/** Undefined: could not be read. `certificates` has all of them, those for other names (SNI) too. */
export type RawListener = {
  found: Listener;
  rules: readonly Rule[] | undefined;
  certificates: readonly string[] | undefined;
  tags: Record<string, string> | undefined;
};

/** The client secret of an OIDC action never leaves AWS, and must not if it ever did. */
const OMIT = ['ClientSecret'];

export function normalizeListener(raw: RawListener, env: NormalizeEnv): NormalizedResource {
  const { found, rules, certificates, tags } = raw;
  const { ListenerArn: arn = '', LoadBalancerArn, ...rest } = found;
  const actions = [...(found.DefaultActions ?? []), ...(rules ?? []).flatMap(({ Actions }) => Actions ?? [])];
  const known = certificates ?? (found.Certificates ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? []);
  const balancer = LoadBalancerArn?.split('/')[2] ?? '';
  return {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    id: arn,
    arn,
    name: `${balancer}:${found.Port ?? ''}`,
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(rest, { omit: OMIT }),
      loadBalancerArn: LoadBalancerArn ?? null,
      ...(rules && { rules: rules.map((rule) => attributesOf(rule, { omit: OMIT })) }),
      ...(certificates && { allCertificates: sorted([...new Set(certificates)]) }),
    },
    volatile: {},
    relationships: [
      ...(LoadBalancerArn
        ? [{ kind: 'belongsTo' as const, toType: 'AWS::ElasticLoadBalancingV2::LoadBalancer', toArn: LoadBalancerArn }]
        : []),
      ...[...new Set(actions.flatMap(forwarded))].map((toArn) => ({
        kind: 'routesTo' as const,
        toType: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        toArn,
      })),
      ...[...new Set(known)].map(certificate),
    ],
    createdAt: null,
    unread: [
      ...(tags ? [] : ['tags']),
      ...(rules ? [] : ['attributes.rules']),
      ...(certificates ? [] : ['attributes.allCertificates']),
    ],
  };
}

function forwarded({ TargetGroupArn, ForwardConfig }: Action): string[] {
  const weighted = (ForwardConfig?.TargetGroups ?? []).flatMap((group) => group.TargetGroupArn ?? []);
  return TargetGroupArn ? [TargetGroupArn, ...weighted] : weighted;
}

/** Certificates are ACM's or, from before ACM, IAM's. */
export function certificate(toArn: string): Relationship {
  const toType = toArn.includes(':iam:') ? 'AWS::IAM::ServerCertificate' : 'AWS::CertificateManager::Certificate';
  return { kind: 'uses', toType, toArn };
}
