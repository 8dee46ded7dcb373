import type { Aws } from './aws-cli';

/** moto's account. */
export const ACCOUNT = '123456789012';

export type Place = { aws: Aws; region: string; account: string };

/** What the AWS CLI lists of a type in one place, as the ids that Mooring gives it. */
export type ListIds = (place: Place) => Promise<string[]>;

/** One service's side of the comparison with moto_server. */
export type MotoService = {
  /** Makes some of each type by the AWS CLI, and `many` of a type that is cheap to make; once where all types are global. */
  fill(place: Place, many: number): Promise<void>;
  lists: Readonly<Record<string, ListIds>>;
  /** Each list is of the whole account though the types have regions. */
  accountWide?: true;
  /** What moto answers some of a type's reads with though nothing is amiss: the gap's code, and what moto lacks. */
  gaps?: Readonly<Record<string, { code: string; why: string }>>;
  /** Types of which moto cannot answer the read of one that an event asks for, each with why. */
  unreadable?: Readonly<Record<string, string>>;
  /** Types that moto does not have, each with why. */
  notInMoto?: Readonly<Record<string, string>>;
};

/** The list of ids that one command of the AWS CLI prints with `--query`. */
export function printed(service: string, command: string, query: string, ...more: string[]): ListIds {
  return async ({ aws }) => (await aws<string[] | null>(service, command, ...more, '--query', query)) ?? [];
}

/** The list of what `each` prints for every one that `listed` does: types that AWS lists by their parent. */
export function perParent(listed: ListIds, each: (parent: string, place: Place) => Promise<string[]>): ListIds {
  return async (place) => {
    const all: string[] = [];
    for (const parent of await listed(place)) all.push(...(await each(parent, place)));
    return all;
  };
}

/** `count` names that no other region's fill gives. */
export function names(count: number, { region }: Place): string[] {
  return Array.from({ length: count }, (_, index) => `moto-${region}-${String(index).padStart(4, '0')}`);
}
