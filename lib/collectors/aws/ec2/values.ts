import type { Tag } from '@aws-sdk/client-ec2';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import type { Json, JsonObject, NormalizedResource, NormalizeEnv, Relationship } from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';

/** `arn:aws:ec2:<region>:<account>:<kind>/<id>`; snapshots and images are named without an account. */
export function ec2Arn(env: NormalizeEnv, kind: string, id: string, ownerId: string = env.accountId): string {
  return `arn:${env.partition}:ec2:${env.region}:${ownerId}:${kind}/${id}`;
}

/** What all EC2 types have in common: the tag `Name` is the name where AWS gives none. */
export function ec2Resource(
  env: NormalizeEnv,
  type: string,
  parts: {
    id: string | undefined;
    arn: string | null;
    name?: string | undefined;
    tags: readonly Tag[] | undefined;
    attributes: JsonObject;
    addresses?: readonly (string | undefined)[];
    volatile?: JsonObject;
    relationships?: readonly (Relationship | null)[];
    createdAt?: Date | undefined;
  },
): NormalizedResource {
  const id = parts.id ?? '';
  const tags = tagRecord(parts.tags);
  const addresses = [...new Set((parts.addresses ?? []).filter((each) => each !== undefined && each !== ''))];
  return {
    type,
    id,
    arn: parts.arn,
    name: parts.name || tags.Name || id,
    region: env.region,
    tags,
    attributes: {
      ...parts.attributes,
      ...(addresses.length > 0 && { addresses: sorted(addresses as string[]) }),
    },
    volatile: parts.volatile ?? {},
    relationships: unique((parts.relationships ?? []).filter((edge) => edge !== null)),
    createdAt: parts.createdAt?.toISOString() ?? null,
    unread: [],
  };
}

/** The same edge once: a group may be on several interfaces, a gateway behind several routes. */
function unique(edges: readonly Relationship[]): Relationship[] {
  return [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()];
}

const byName = ([a]: [string, Json], [b]: [string, Json]): number => (a < b ? -1 : 1);

/** An SDK structure as attributes, without its tags; lists in `sort` (by AWS's name) are put in order at any depth. */
export function ec2Attributes(value: object, options: { omit?: readonly string[]; sort?: readonly string[] } = {}) {
  const attributes = attributesOf(value, { omit: ['Tags', ...(options.omit ?? [])] });
  const lists = new Set((options.sort ?? []).map((name) => name.charAt(0).toLowerCase() + name.slice(1)));
  const inOrder = (each: Json): Json => {
    if (Array.isArray(each)) return each.map(inOrder);
    if (each === null || typeof each !== 'object') return each;
    return Object.fromEntries(
      Object.entries(each)
        .sort(byName)
        .map(([name, member]) => {
          const ordered = inOrder(member);
          return [name, lists.has(name) && Array.isArray(ordered) ? sorted(ordered) : ordered];
        }),
    );
  };
  return inOrder(attributes) as JsonObject;
}

/** An edge to something of the same account and region; none where AWS names nothing. */
export function edge(kind: Relationship['kind'], toType: string, toId: string | undefined): Relationship | null {
  return toId ? { kind, toType, toId } : null;
}

export function edgeByArn(kind: Relationship['kind'], toType: string, toArn: string | undefined): Relationship | null {
  return toArn ? { kind, toType, toArn } : null;
}

export const groupEdges = (groups: readonly { GroupId?: string | undefined }[] | undefined) =>
  (groups ?? []).map(({ GroupId }) => edge('protectedBy', 'AWS::EC2::SecurityGroup', GroupId));
