import { parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';

/** What a TokenRequest needs from a kubeconfig. PEM texts; exactly one way to authenticate. */
export type KubeAccess = {
  server: string;
  ca?: string;
  auth: { token: string } | { cert: string; key: string };
};

const base64 = z.string().max(256_000);
const clusterSchema = z.object({
  server: z.string(),
  'certificate-authority-data': base64.optional(),
  'certificate-authority': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'proxy-url': z.string().optional(),
});
const userSchema = z.object({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate-data': base64.optional(),
  'client-key-data': base64.optional(),
  'client-certificate': z.string().optional(),
  'client-key': z.string().optional(),
  exec: z.unknown().optional(),
  'auth-provider': z.unknown().optional(),
  username: z.unknown().optional(),
});
const kubeconfigSchema = z.object({
  'current-context': z.string(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }))
    .max(500),
  clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema })).max(500),
  users: z.array(z.object({ name: z.string(), user: userSchema })).max(500),
});

/**
 * Parses a kubeconfig's current context. What could run a program, leave the file or weaken TLS is refused:
 * `exec`, `auth-provider`, passwords, paths to other files, `insecure-skip-tls-verify`, `proxy-url`.
 */
export function parseKubeconfig(text: string): KubeAccess {
  const parsed = kubeconfigSchema.safeParse(readYaml(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not a kubeconfig'}`);
  }
  const config = parsed.data;
  const { context } = find(config.contexts, config['current-context'], 'context');
  const { cluster } = find(config.clusters, context.cluster, 'cluster');
  const { user } = find(config.users, context.user, 'user');
  if (cluster['insecure-skip-tls-verify'])
    throw refuse('insecure-skip-tls-verify is not accepted; embed the CA instead');
  if (cluster['proxy-url']) throw refuse('proxy-url is not accepted');
  if (cluster['certificate-authority'])
    throw refuse('certificate-authority names a file; embed certificate-authority-data');
  const ca = cluster['certificate-authority-data'];
  return { server: serverUrl(cluster.server), ...(ca && { ca: pem(ca, 'CERTIFICATE') }), auth: authOf(user) };
}

function authOf(user: z.infer<typeof userSchema>): KubeAccess['auth'] {
  if (user.exec !== undefined) throw refuse('the user runs a program (exec), which is not accepted; use a token');
  if (user['auth-provider'] !== undefined)
    throw refuse('the user has an auth-provider, which is not accepted; use a token');
  if (user.username !== undefined) throw refuse('the user has a password, which is not accepted; use a token');
  const file = (['tokenFile', 'client-certificate', 'client-key'] as const).find((name) => user[name] !== undefined);
  if (file) throw refuse(`${file} names another file; embed its content instead`);
  if (user.token) {
    if (!/^[\x21-\x7e]+$/.test(user.token)) throw refuse('the token contains characters that no token has');
    return { token: user.token };
  }
  const [cert, key] = [user['client-certificate-data'], user['client-key-data']];
  if (cert && key) return { cert: pem(cert, 'CERTIFICATE'), key: pem(key, 'PRIVATE KEY') };
  throw refuse('the user has neither a token nor an embedded client certificate with its key');
}

function readYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) throw refuse(`line ${document.errors[0]?.linePos?.[0].line ?? 1} is not valid YAML`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw refuse('YAML aliases are not accepted', cause);
  }
}

function find<T extends { name: string }>(list: readonly T[], name: string, noun: string): T {
  const found = list.find((entry) => entry.name === name);
  if (!found) throw refuse(`there is no ${noun} of the name that is referred to`);
  return found;
}

function serverUrl(server: string): string {
  const url = URL.parse(server);
  if (url?.protocol !== 'https:') throw refuse('the server is not an https URL');
  return url.href.replace(/\/$/, '');
}

function pem(encoded: string, kind: string): string {
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  if (!text.includes('-----BEGIN ') || !text.includes(`${kind}-----`))
    throw refuse(`embedded data is not a PEM ${kind.toLowerCase()}`);
  return text;
}

function refuse(why: string, cause?: unknown): AppError {
  return new AppError('invalid_request', `The kubeconfig cannot be used: ${why}.`, { cause });
}
