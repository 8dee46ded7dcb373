import type { Filter } from '@aws-sdk/client-ec2';
import type { CollectContext, Collector, Found, ListPage, Missing, ResourceRef } from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';

/** EC2 takes at most 200 values in a filter (Amazon EC2 API Reference, "Filter"). */
const IDS_AT_ONCE = 200;

/** One page of things with the moment its request began. */
type Read<Raw> = (ctx: CollectContext, filters: Filter[] | undefined) => AsyncIterable<readonly Raw[]>;

type Description<Raw> = {
  /** All pages of a Describe call; without filters, of the whole region. */
  read: Read<Raw>;
  idOf: (raw: Raw) => string | undefined;
  idFilter: string;
  /** For types that events name by something else than the id: the name of a key pair, the address of an EIP. */
  nameOf?: (raw: Raw) => string | undefined;
  nameFilter?: string;
  /** What AWS still shows for an hour after it ended. */
  isGone?: (raw: Raw) => boolean;
};

/**
 * `list` and `getMany` of a type that one Describe call lists. Single things are asked for by a filter, never by the
 * call's id list: there one unknown id fails the whole call.
 */
export function describing<Raw>(description: Description<Raw>): Pick<Collector<Raw>, 'list' | 'getMany'> {
  const { read, isGone = () => false } = description;
  async function* list(ctx: CollectContext): AsyncGenerator<ListPage<Raw>> {
    for await (const { raws, requestStartedAt } of timed(ctx, read(ctx, undefined))) {
      yield { items: raws.filter((raw) => !isGone(raw)), requestStartedAt };
    }
  }
  const getMany: Collector<Raw>['getMany'] = async (ctx, refs) => {
    const found: Found<Raw>[] = [];
    const missing: Missing[] = [];
    for (const question of questionsOf(description, refs)) {
      const first = ctx.now();
      const raws: Raw[] = [];
      for await (const page of read(ctx, question.filters)) raws.push(...page);
      const present = raws.filter((raw) => !isGone(raw));
      for (const { ref, key } of question.asked) {
        const matches = present.filter((raw) => question.keyOf(raw) === key);
        for (const raw of matches) found.push({ ref, raw, requestStartedAt: first });
        if (matches.length === 0) missing.push({ ref, requestStartedAt: first });
      }
    }
    return { found, missing };
  };
  return { list, getMany };
}

/** Pages, each with the time just before it was asked for: a generator asks when it is pulled. */
async function* timed<Raw>(ctx: CollectContext, pages: AsyncIterable<readonly Raw[]>) {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const requestStartedAt = ctx.now();
    const step = await iterator.next();
    if (step.done) return;
    yield { raws: step.value, requestStartedAt };
  }
}

type Asked = { ref: ResourceRef; key: string };
type Question<Raw> = { filters: Filter[]; asked: Asked[]; keyOf: (raw: Raw) => string | undefined };

function questionsOf<Raw>(description: Description<Raw>, refs: readonly ResourceRef[]): Question<Raw>[] {
  const { idFilter, idOf, nameFilter, nameOf } = description;
  const byId: Asked[] = [];
  const byName: Asked[] = [];
  for (const ref of refs) {
    const id = ref.id ?? (nameFilter && ref.name ? undefined : ref.arn?.split('/').at(-1));
    if (id) byId.push({ ref, key: id });
    else if (nameFilter && ref.name) byName.push({ ref, key: ref.name });
    else throw new AppError('invalid_request', 'This type can only be read by its id.');
  }
  const questions = (asked: Asked[], name: string, keyOf: Question<Raw>['keyOf']) =>
    batches(asked, IDS_AT_ONCE).map((batch) => ({
      asked: batch,
      keyOf,
      filters: [{ Name: name, Values: [...new Set(batch.map(({ key }) => key))] }],
    }));
  return [...questions(byId, idFilter, idOf), ...(nameFilter && nameOf ? questions(byName, nameFilter, nameOf) : [])];
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
