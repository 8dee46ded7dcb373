import type { Account } from '../store/account';
import type { ResourceChange, StackParameter, StackResource } from '../store/stack';
import { AwsError, validationError } from '../wire/errors';
import { condition, type Made, resolve, type Scope } from './intrinsics';
import { parameterValues } from './parameters';
import { isResourceType, RESOURCE_TYPES } from './resource-types';
import type { Template, TemplateResource } from './template';

export function scopeOf(
  account: Account,
  stack: { id: string; name: string; region: string },
  template: Template,
  parameters: readonly StackParameter[],
  made: ReadonlyMap<string, Made> = new Map(),
): Scope {
  return {
    template,
    parameters: parameterValues(template, parameters),
    made,
    conditions: new Map(),
    pseudo: {
      'AWS::AccountId': account.id,
      'AWS::Region': stack.region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': stack.id,
    },
  };
}

const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** The resources whose condition holds, each after what it depends on. */
export function orderedResources(scope: Scope): [string, TemplateResource][] {
  const wanted = new Map(
    Object.entries(scope.template.Resources).filter(
      ([, resource]) => resource.Condition === undefined || condition(resource.Condition, scope),
    ),
  );
  const ordered = new Map<string, TemplateResource>();
  const visit = (name: string, path: readonly string[]): void => {
    const resource = wanted.get(name);
    if (resource === undefined || ordered.has(name)) return;
    if (path.includes(name)) {
      throw validationError(`Circular dependency between resources: [${[...new Set(path)].sort().join(', ')}]`);
    }
    for (const needed of dependencies(resource)) visit(needed, [...path, name]);
    ordered.set(name, resource);
  };
  for (const name of wanted.keys()) visit(name, []);
  return [...ordered];
}

function dependencies(resource: TemplateResource): Set<string> {
  const explicit = resource.DependsOn ?? [];
  const names = new Set(typeof explicit === 'string' ? [explicit] : explicit);
  collect(resource.Properties, names);
  return names;
}

function collect(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, names);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [name, each] of Object.entries(value)) {
    if (name === 'Ref') names.add(String(each));
    if (name === 'Fn::GetAtt') names.add(String(Array.isArray(each) ? each[0] : each).split('.')[0] ?? '');
    if (name === 'Fn::Sub') {
      const template = String(Array.isArray(each) ? each[0] : each);
      for (const match of template.matchAll(/\$\{([\w:]+)[^}]*\}/g)) names.add(match[1] ?? '');
    }
    collect(each, names);
  }
}

/** Refuses unknown types and names that nothing defines, as template validation does. */
export function validateReferences(template: Template): void {
  const types = [...new Set(Object.values(template.Resources).map((resource) => resource.Type))];
  const unknown = types.filter((type) => !isResourceType(type));
  if (unknown.length > 0) {
    throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(', ')}]`);
  }
  const known = new Set([
    ...Object.keys(template.Resources),
    ...Object.keys(template.Parameters),
    ...PSEUDO_PARAMETERS,
  ]);
  for (const resource of Object.values(template.Resources)) {
    const own = substitutionNames(resource);
    const missing = [...dependencies(resource)].filter((name) => !known.has(name) && !own.has(name));
    if (missing.length === 0) continue;
    throw validationError(
      `Template format error: Unresolved resource dependencies [${missing.join(', ')}] in the Resources block of the template`,
    );
  }
}

/** Variables that Fn::Sub's own map defines. */
function substitutionNames(resource: TemplateResource): Set<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [name, each] of Object.entries(value)) {
      if (name === 'Fn::Sub' && Array.isArray(each)) for (const own of Object.keys(each[1] ?? {})) names.add(own);
      walk(each);
    }
  };
  walk(resource.Properties);
  return names;
}

/** CAPABILITY_NAMED_IAM when a resource names itself, CAPABILITY_IAM for any IAM resource that can grant. */
export function neededCapability(template: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined {
  const types = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    isResourceType(Type) && RESOURCE_TYPES[Type].grants ? [{ type: RESOURCE_TYPES[Type], Properties }] : [],
  );
  if (types.length === 0) return undefined;
  const isNamed = types.some(
    ({ type, Properties }) => type.nameProperty && Properties[type.nameProperty] !== undefined,
  );
  return isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

export function checkCapabilities(template: Template, given: readonly string[]): void {
  const needed = neededCapability(template);
  if (needed === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(needed)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`, 400);
}

/** What an update would do, as change sets show it. Values that are not known yet count as changed. */
export function plannedChanges(scope: Scope, current: readonly StackResource[]): ResourceChange[] {
  const made = new Map(current.map((each) => [each.logicalId, each]));
  const view = { ...scope, made };
  const wanted = orderedResources(scope);
  const changes = wanted.flatMap(([logicalId, resource]): ResourceChange[] => {
    const old = made.get(logicalId);
    const base = { logicalId, type: resource.Type, physicalId: old?.physicalId };
    if (old === undefined) return [{ ...base, action: 'Add', replacement: undefined }];
    const properties = tryResolve(resource, view);
    if (properties !== undefined && sameJson(properties, old.properties)) return [];
    const replaces =
      isResourceType(resource.Type) && RESOURCE_TYPES[resource.Type].mustReplace(old.properties, properties ?? {});
    return [{ ...base, action: 'Modify', replacement: replaces ? 'True' : 'False' }];
  });
  const kept = new Set(wanted.map(([name]) => name));
  const removed = current.filter((each) => !kept.has(each.logicalId));
  return [
    ...changes,
    ...removed.map(({ logicalId, type, physicalId }) => ({
      action: 'Remove' as const,
      logicalId,
      type,
      physicalId,
      replacement: undefined,
    })),
  ];
}

function tryResolve(resource: TemplateResource, scope: Scope): Record<string, unknown> | undefined {
  try {
    return resolve(resource.Properties, scope) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
