import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import type { OutboundRequest } from '@/lib/net/outbound';
import { readTokenClaims } from '../token';
import type { RetrieverConfigs } from './config';
import { type KubeAccess, parseKubeconfig } from './kubeconfig';
import { readOperatorFile } from './operator-file';
import type { RetrieverContext, TokenRetriever } from './retriever';

const MAX_KUBECONFIG_BYTES = 512 * 1024;
const MAX_CA_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;

const answerSchema = z.object({
  status: z.object({ token: z.string().min(1), expirationTimestamp: z.iso.datetime() }),
});
const statusSchema = z.object({ message: z.string().max(2000), reason: z.string().optional() });

/** Asks a cluster for a service account's token: TokenRequest of authentication.k8s.io/v1. */
export const kubeSaToken: TokenRetriever<RetrieverConfigs['kube_sa_token']> = {
  hostIdentity: true,
  async retrieve(config, context) {
    const { access, installTarget } = await accessOf(config.kubeconfigPath, context);
    const path = `/api/v1/namespaces/${encodeURIComponent(config.namespace)}/serviceaccounts/${encodeURIComponent(config.serviceAccount)}/token`;
    const answer = await context.outbound.fetch(access.server + path, {
      method: 'POST',
      body: JSON.stringify(tokenRequest(config)),
      headers: {
        'content-type': 'application/json',
        ...('token' in access.auth && { authorization: `Bearer ${access.auth.token}` }),
      },
      tls: tlsOf(access),
      installTarget,
      timeoutMs: TIMEOUT_MS,
      maxBytes: 256 * 1024,
      signal: context.signal,
    });
    if (answer.status !== 201 && answer.status !== 200) throw refusal(answer.status, answer.body, config);
    const parsed = answerSchema.safeParse(parseJson(answer.body));
    if (!parsed.success) throw new AppError('upstream_refused', 'The cluster answered a TokenRequest without a token.');
    const { token, expirationTimestamp } = parsed.data.status;
    readTokenClaims(token);
    return { via: 'token', token, expiresAt: new Date(expirationTimestamp) };
  },
};

function tokenRequest({ audiences, durationSeconds }: RetrieverConfigs['kube_sa_token']) {
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences, expirationSeconds: durationSeconds },
  };
}

async function accessOf(
  kubeconfigPath: string | undefined,
  { operatorDirectories, inCluster }: RetrieverContext,
): Promise<{ access: KubeAccess; installTarget: boolean }> {
  if (kubeconfigPath !== undefined) {
    const text = await readOperatorFile(kubeconfigPath, operatorDirectories, MAX_KUBECONFIG_BYTES);
    return { access: parseKubeconfig(text), installTarget: false };
  }
  if (!inCluster) throw new AppError('not_configured', 'Mooring does not run in a cluster. Name a kubeconfig.');
  const ca = await readOperatorFile(inCluster.caFile, [dirname(inCluster.caFile)], MAX_CA_BYTES);
  const token = (await readOperatorFile(inCluster.tokenFile, [dirname(inCluster.tokenFile)], 20_000)).trim();
  return { access: { server: inCluster.server, ca, auth: { token } }, installTarget: true };
}

function tlsOf({ ca, auth }: KubeAccess): NonNullable<OutboundRequest['tls']> {
  return { ...(ca && { ca }), ...('cert' in auth && { cert: auth.cert, key: auth.key }) };
}

/** The API server's Status message names the missing right precisely and holds no secret. */
function refusal(status: number, body: Buffer, config: RetrieverConfigs['kube_sa_token']): AppError {
  const parsed = statusSchema.safeParse(parseJson(body));
  const said = parsed.success ? parsed.data.message.replace(/\p{Cc}/gu, ' ').slice(0, 500) : `HTTP ${status}`;
  const fix = {
    401: 'The cluster does not accept the kubeconfig’s identity.',
    403: 'Allow it to create serviceaccounts/token for this service account.',
    404: `Create the service account ${config.serviceAccount} in ${config.namespace}.`,
  }[status];
  const code = status >= 500 || status === 429 ? 'upstream_unavailable' : 'upstream_refused';
  return new AppError(code, `The cluster refused a token (${status}): ${said}. ${fix ?? ''}`.trim(), {
    details: [{ message: said, httpStatus: status, operation: 'TokenRequest' }],
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
