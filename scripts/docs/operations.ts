import { contract, operationIds } from '@/lib/contract/contract';
import type { Access, Operation } from '@/lib/contract/operation';
import { PERMISSIONS, rolesWith } from '@/lib/schemas/permission';
import { ROLES } from '@/lib/schemas/role';
import { code, page, table } from './markdown';

export function operationsPage(): string {
  const tags = [...new Set(operationIds.map((id) => contract[id].tag))];
  return page(
    'Operations and permissions',
    ['lib/contract', 'lib/schemas/permission.ts'],
    [
      `The REST API, below \`/api/v1\`: ${operationIds.length} operations. Schemas are in the OpenAPI document at \`/api/v1/openapi.json\` of an install. What refusals look like: [errors](errors.md).`,
      '## Roles',
      'Deny by default: what no role lists is nobody’s. An API token carries one role in one workspace. Install administrators own what all workspaces share; that is a mark of a person or of the bootstrap token, and no role in a workspace.',
      table(
        ['permission', ...ROLES],
        PERMISSIONS.map((permission) => {
          const able = rolesWith(permission);
          return [code(permission), ...ROLES.map((role) => (able.includes(role) ? 'yes' : ''))];
        }),
      ),
      ...tags.flatMap(section),
    ],
  );
}

function section(tag: string): string[] {
  const rows = operationIds
    .map((id): [string, Operation] => [id, contract[id]])
    .filter(([, operation]) => operation.tag === tag)
    .map(([id, operation]) => [
      code(id),
      code(`${operation.method.toUpperCase()} ${operation.path}`),
      who(operation.access),
      summary(operation),
    ]);
  return [`## ${tag}`, table(['operation', 'request', 'who', 'what it does'], rows)];
}

function who(access: Access): string {
  switch (access) {
    case 'public':
      return 'anyone';
    case 'signed-in':
      return 'anyone signed in';
    case 'install':
      return 'install administrators';
    default:
      return code(access);
  }
}

function summary({ summary: text, description }: Operation): string {
  return description ? `${text}. ${description}` : text;
}
