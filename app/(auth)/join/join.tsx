'use client';
import { LinkGate } from '../_components/link-gate';
import { useLink } from '../_components/use-link';
import { JoinAsMember } from './join-as-member';
import { JoinAsNew } from './join-as-new';

/** An invitation: a new person makes an account, someone with one joins with it. */
export function Join() {
  const link = useLink('invitation');
  return (
    <LinkGate title="Invitation" link={link}>
      {({ token, info }) => {
        const invitation = {
          token,
          email: info.email ?? '',
          workspace: info.workspaceName ?? 'a workspace',
          role: info.role ?? 'viewer',
        };
        return info.hasAccount ? <JoinAsMember {...invitation} /> : <JoinAsNew {...invitation} />;
      }}
    </LinkGate>
  );
}
