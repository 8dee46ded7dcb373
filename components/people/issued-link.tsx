import { ReadOnlyField } from '@/components/form/read-only-field';
import { Note } from '@/components/ui/note';
import { Time } from '@/components/ui/time';
import type { IssuedLink as Link } from '@/lib/schemas/person';

type IssuedLinkProps = { link: Link; email: string; label: string };

/** A one-time link, shown this once to be copied, and whether it was mailed as well. */
export function IssuedLink({ link, email, label }: IssuedLinkProps) {
  return (
    <div className="grid gap-3">
      <ReadOnlyField
        label={label}
        value={link.url}
        help={
          <>
            Works once, until <Time at={link.expiresAt} />. It is not shown again: copy it now.
          </>
        }
      />
      <Note tone={link.mailed ? 'success' : 'info'}>
        {link.mailed
          ? `Mailed to ${email} as well.`
          : `Nothing was mailed. Send it to ${email} by a way you trust: whoever opens it becomes that person.`}
      </Note>
    </div>
  );
}
