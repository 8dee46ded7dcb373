import type { Credential } from '@/lib/schemas/credential';

type Retriever = Credential['retriever'];
type Words = { title: string; text: string; hostKinds: readonly string[] };

/** What each retriever is, in words, and which kinds of host identity it can stand on. */
export const RETRIEVER_WORDS = {
  mooring_issuer: {
    title: 'Mooring’s own issuer',
    text: 'A token that Mooring signs for each integration alone. The wizard makes such a credential by itself.',
    hostKinds: [],
  },
  none: {
    title: 'AWS settings of the host',
    text: 'Whatever the host’s AWS configuration gives: a profile, an instance role. No token is made.',
    hostKinds: ['shared_config'],
  },
  token_file: {
    title: 'Token file',
    text: 'A token that something on the host keeps fresh in a file, such as a projected service-account token.',
    hostKinds: ['token_file', 'projected_token'],
  },
  kube_sa_token: {
    title: 'Kubernetes service account',
    text: 'A token that the cluster makes for a service account when it is asked (TokenRequest).',
    hostKinds: ['projected_token'],
  },
} as const satisfies Record<Retriever, Words>;

export const RETRIEVER_ORDER = ['mooring_issuer', 'none', 'token_file', 'kube_sa_token'] as const satisfies Retriever[];
