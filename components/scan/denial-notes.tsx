import { SCOPE_WORD } from '@/components/scan/states';
import { whoDenies } from '@/components/scan/who-denies';
import { Icon } from '@/components/ui/icon';
import { StateWord } from '@/components/ui/state-word';
import { stateLook } from '@/components/ui/states';
import type { Scan } from '@/lib/schemas/scan';

type Scope = Scan['scopes'][number];
type Trouble = {
  key: string;
  status: Scope['status'];
  types: string[];
  regions: string[];
  error: NonNullable<Scope['error']>;
};

/** Scopes that were not read whole, those with the same cause together. */
export function troubles(scopes: readonly Scope[]): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const { status, type, region, error } of scopes) {
    if (!error) continue;
    // AWS names the resource and its region in the message, so the action tells what is the same.
    const key = `${status} ${error.code} ${error.action ?? error.message}`;
    const same = found.get(key);
    if (same) {
      if (!same.types.includes(type)) same.types.push(type);
      if (!same.regions.includes(region)) same.regions.push(region);
    } else found.set(key, { key, status, types: [type], regions: [region], error });
  }
  return [...found.values()];
}

/** What could not be read, by which action, in AWS's words; and that nothing was removed for it. */
export function DenialNotes({ scopes }: { scopes: readonly Scope[] }) {
  return troubles(scopes).map(({ key, status, types, regions, error }) => {
    const where = regions.filter((region) => region !== 'global');
    const { tone, icon } = stateLook(SCOPE_WORD[status]);
    const who = whoDenies(error.deniedBy);
    return (
      <div key={key} data-tone={tone} className="flex gap-2.5 border-line border-t px-3 py-2.5 md:px-4">
        <Icon as={icon} className="mt-0.5 text-tone-text" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <p>
            <b className="font-semibold">{types.join(', ')}</b>
            {where.length > 0 ? ` in ${where.length > 4 ? `${where.length} regions` : where.join(', ')}` : ''}{' '}
            <StateWord state={SCOPE_WORD[status]} look="plain" />
            {status === 'complete' ? null : error.action ? (
              <>
                : <code>{error.action}</code> was refused{who ? `, ${who}` : ''}
              </>
            ) : null}
            {status === 'complete' ? ', with one thing to know:' : '. Nothing was removed; what was known stays.'}
          </p>
          <p className="text-12 text-fg-2">
            <code>{error.code}</code>: {error.message}
          </p>
        </div>
      </div>
    );
  });
}
