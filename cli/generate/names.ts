import { type OperationId, operationIds } from '@/lib/contract/contract';

/** `accessKeys` -> `access-keys`; AWS's own names stay one word. */
export function kebab(name: string): string {
  return name
    .replace('CloudFormation', 'Cloudformation')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** `accessKeys.blastRadius` -> `access-keys blast-radius`. */
export function wordsOf(id: OperationId): { noun: string; verb: string } {
  const [noun = '', verb = ''] = id.split('.');
  return { noun: kebab(noun), verb: kebab(verb) };
}

/** Operations by noun, in the contract's order. */
export function operationsByNoun(): Map<string, OperationId[]> {
  const nouns = new Map<string, OperationId[]>();
  for (const id of operationIds) {
    const { noun } = wordsOf(id);
    nouns.set(noun, [...(nouns.get(noun) ?? []), id]);
  }
  return nouns;
}
