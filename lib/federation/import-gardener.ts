import { isMap, type YAMLMap } from 'yaml';
import { parseRoleArn } from '@/lib/schemas/arn';
import { parseGoDuration } from './gardener/duration';
import { type ImportProblem, YamlReader } from './gardener/reader';
import { type RetrieverConfig, retrieverConfigSchema } from './retrievers/config';

/** One of the file's named credentials, ready to be stored as ours. */
export type CredentialDraft = {
  name: string;
  retriever: RetrieverConfig;
  /** Null for `none`, which uses the shared files' credentials as they are. */
  roleArn: string | null;
  /** Null = ours to choose. */
  sessionName: string | null;
  durationSeconds: number | null;
  /** Services that the file reads with this credential. */
  services: string[];
  line: number;
};

export type GardenerImport = {
  drafts: CredentialDraft[];
  problems: ImportProblem[];
  notes: string[];
  region: string | null;
};

const SERVICES = new Set(['ec2', 'elb', 'elbv2', 's3', 'route53']);
const MAX_CHARACTERS = 512 * 1024;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/**
 * Reads the `aws` section of a Gardener Inventory configuration (facts/gardener-credentials.md). Every credential
 * without a problem becomes a draft; nothing is guessed. Each problem has its path and line; nothing is thrown.
 */
export function parseGardenerCredentials(text: string): GardenerImport {
  const result: GardenerImport = { drafts: [], problems: [], notes: [], region: null };
  if (text.length > MAX_CHARACTERS) {
    result.problems.push({ path: '', line: 1, message: 'The file is larger than 512 KiB.' });
    return result;
  }
  const reader = new YamlReader(text);
  result.problems = reader.problems;
  if (!reader.root || reader.problems.length > 0) return result;
  const version = reader.text(reader.root, 'version', 'version');
  if (version === null) result.notes.push('The file has no version; it is read as v1alpha1.');
  else if (version !== 'v1alpha1')
    reader.problem('version', reader.root.get('version', true), `Version ${version} is not known; v1alpha1 is.`);
  const aws = reader.map(reader.root, 'aws', 'aws');
  const credentials = aws && reader.map(aws, 'credentials', 'aws.credentials');
  if (!aws || !credentials) {
    if (reader.problems.length === 0)
      reader.problem('aws.credentials', aws ?? reader.root, 'The file has no aws.credentials.');
    return result;
  }
  result.region = reader.text(aws, 'region', 'aws.region') ?? reader.text(aws, 'default_region', 'aws.default_region');
  const names = reader.entries(credentials).map(({ key }) => key);
  const services = servicesOf(reader, aws, names, result.notes);
  for (const { key: name, value, node } of reader.entries(credentials)) {
    const path = `aws.credentials.${name}`;
    const draft = isMap(value)
      ? credential(reader, value, path)
      : reader.problem(path, node, 'This must be a mapping.');
    if (draft) result.drafts.push({ ...draft, name, services: services.get(name) ?? [], line: reader.lineOf(node) });
  }
  return result;
}

type Parts = Omit<CredentialDraft, 'name' | 'services' | 'line'>;

function credential(reader: YamlReader, map: YAMLMap, path: string): Parts | null {
  const kind = reader.required(map, 'token_retriever', `${path}.token_retriever`);
  switch (kind) {
    case null:
      return null;
    case 'none':
      return { retriever: { kind: 'none' }, roleArn: null, sessionName: null, durationSeconds: null };
    case 'kube_sa_token':
    case 'token_file': {
      const section = reader.map(map, kind, `${path}.${kind}`);
      if (section) return withToken(reader, section, kind, `${path}.${kind}`);
      return map.has(kind) ? null : reader.problem(path, map, `The retriever ${kind} needs a section of that name.`);
    }
    default: {
      const message = `"${kind.slice(0, 40)}" is not a token retriever; none, kube_sa_token and token_file are.`;
      return reader.problem(`${path}.token_retriever`, map.get('token_retriever', true), message);
    }
  }
}

function withToken(reader: YamlReader, map: YAMLMap, kind: 'kube_sa_token' | 'token_file', path: string): Parts | null {
  const before = reader.problems.length;
  const at = (key: string) => `${path}.${key}`;
  const durationSeconds = duration(reader, map, at('duration'));
  const role = reader.required(map, 'role_arn', at('role_arn'));
  const parsed = role === null ? null : parseRoleArn(role);
  if (parsed && !parsed.ok) reader.problem(at('role_arn'), map.get('role_arn', true), parsed.problem.message);
  const sessionName = reader.text(map, 'role_session_name', at('role_session_name'));
  if (sessionName !== null && !SESSION_NAME.test(sessionName)) {
    const message = 'A session name has 2-64 letters, digits and _+=,.@-.';
    reader.problem(at('role_session_name'), map.get('role_session_name', true), message);
  }
  const raw = kind === 'token_file' ? tokenFile(reader, map, at) : kubeToken(reader, map, at, durationSeconds);
  if (reader.problems.length > before) return null;
  const retriever = retrieverConfigSchema.safeParse(raw);
  if (!retriever.success) {
    for (const issue of retriever.error.issues) {
      const key = GARDENER_KEYS[String(issue.path[0])] ?? String(issue.path[0]);
      reader.problem(at(key), map.get(key, true) ?? map, issue.message);
    }
    return null;
  }
  return { retriever: retriever.data, roleArn: role?.trim() ?? null, sessionName, durationSeconds };
}

const GARDENER_KEYS: Readonly<Record<string, string>> = {
  kubeconfigPath: 'kubeconfig',
  serviceAccount: 'service_account',
  durationSeconds: 'duration',
};

function tokenFile(reader: YamlReader, map: YAMLMap, at: (key: string) => string): object {
  return { kind: 'token_file', path: reader.required(map, 'path', at('path')) };
}

function kubeToken(reader: YamlReader, map: YAMLMap, at: (key: string) => string, seconds: number | null): object {
  return {
    kind: 'kube_sa_token',
    kubeconfigPath: reader.text(map, 'kubeconfig', at('kubeconfig')) || undefined,
    namespace: reader.required(map, 'namespace', at('namespace')),
    serviceAccount: reader.required(map, 'service_account', at('service_account')),
    audiences: reader.texts(map, 'audiences', at('audiences')),
    durationSeconds: seconds ?? undefined,
  };
}

/** STS takes 900 to 43,200 seconds. */
function duration(reader: YamlReader, map: YAMLMap, path: string): number | null {
  const text = reader.text(map, 'duration', path);
  if (text === null) return null;
  const node = map.get('duration', true);
  const seconds = parseGoDuration(text);
  if (seconds === null)
    return reader.problem(path, node, `"${text.slice(0, 20)}" is not a duration such as 30m or 1h30m.`);
  if (seconds < 900 || seconds > 43_200) return reader.problem(path, node, 'AWS sessions last from 15m to 12h.');
  return seconds;
}

/** Which services use which credential. Both directions are checked, as Gardener Inventory does at its start. */
function servicesOf(reader: YamlReader, aws: YAMLMap, names: string[], notes: string[]): Map<string, string[]> {
  const users = new Map<string, string[]>();
  const services = reader.map(aws, 'services', 'aws.services');
  for (const { key: service, value, node } of services ? reader.entries(services) : []) {
    const path = `aws.services.${service}`;
    if (!SERVICES.has(service))
      notes.push(`The service ${service.slice(0, 40)} is not one that Gardener Inventory knows.`);
    const used = isMap(value) ? reader.texts(value, 'use_credentials', `${path}.use_credentials`) : [];
    if (used.length === 0) reader.problem(path, node, 'A service needs at least one credential under use_credentials.');
    for (const name of used) {
      if (names.includes(name)) users.set(name, [...(users.get(name) ?? []), service]);
      else
        reader.problem(
          `${path}.use_credentials`,
          value,
          `There is no credential "${name.slice(0, 60)}" in aws.credentials.`,
        );
    }
  }
  return users;
}
