'use client';
import { Button } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import type { Integration } from '@/lib/schemas/integration';
import type { Draft, DraftChanges } from './use-draft';

const NAMES = {
  name: 'Name',
  region: 'Region',
  roleArn: 'Role ARN',
  permissionSet: 'Permissions',
  roleName: 'Role name',
  existingProviderArn: 'Existing provider',
  services: 'Services',
} as const;
type FieldName = keyof typeof NAMES;

const servicesText = (services: readonly string[] | undefined) => services?.join(', ') ?? 'all';

/** The fields in which what was typed differs from what someone else saved meanwhile. */
function differences(mine: DraftChanges, theirs: Integration): { name: FieldName; mine: string; theirs: string }[] {
  const rows = [
    { name: 'name', mine: mine.name, theirs: theirs.name },
    { name: 'region', mine: mine.region, theirs: theirs.region },
    { name: 'roleArn', mine: mine.roleArn, theirs: theirs.roleArn ?? '' },
    { name: 'permissionSet', mine: mine.options?.permissionSet, theirs: theirs.options.permissionSet },
    { name: 'roleName', mine: mine.options?.roleName, theirs: theirs.roleName ?? '' },
    {
      name: 'existingProviderArn',
      mine: mine.options && (mine.options.existingProviderArn ?? ''),
      theirs: theirs.options.existingProviderArn ?? '',
    },
    {
      name: 'services',
      mine: mine.options && servicesText(mine.options.services),
      theirs: servicesText(theirs.options.services),
    },
  ] as const;
  return rows.flatMap((row) => (row.mine === undefined || row.mine === row.theirs ? [] : [{ ...row, mine: row.mine }]));
}

type Props = { draft: Draft; onTheirs?: (theirs: Integration) => void; onProblem: (error: unknown) => void };

/** Two people in one draft: what they saved beside what one typed. Neither is lost until one chooses. */
export function CollisionNote({ draft, onTheirs, onProblem }: Props) {
  const { collision, saving, adopt, saveMine } = draft;
  if (!collision) return null;
  const { theirs } = collision;
  return (
    <Note
      tone="warn"
      title={`${theirs.updatedBy} changed this draft meanwhile; yours was not saved`}
      className="mb-4"
      action={
        <span className="flex flex-wrap gap-2">
          <Button
            size="sm"
            onClick={() => {
              adopt(theirs);
              onTheirs?.(theirs);
            }}
          >
            Load theirs
          </Button>
          <Button size="sm" busy={saving && 'Saving'} onClick={() => void saveMine().catch(onProblem)}>
            Save mine over it
          </Button>
        </span>
      }
    >
      <DefinitionList
        small
        className="mt-1"
        items={differences(collision.mine, theirs).map((field) => ({
          term: NAMES[field.name],
          wrap: true,
          value: (
            <>
              you typed <code>{field.mine || 'nothing'}</code>, theirs is <code>{field.theirs || 'empty'}</code>
            </>
          ),
        }))}
      />
    </Note>
  );
}
