import { changesSince } from './changes/since';
import { completion } from './completion/completion';
import { eventsStream } from './events/stream';
import { login } from './login/login';
import { logout } from './login/logout';
import { resourcesVersions } from './resources/versions';
import { scansStart } from './scans/start';
import { scansWatch } from './scans/watch';
import type { HandVerb } from './verb';
import { workspacesUse } from './workspaces/use';

/** Every command that is more than an operation of the contract. What is not here is generated. */
export const HAND_VERBS: readonly HandVerb[] = [
  login,
  logout,
  completion,
  workspacesUse,
  resourcesVersions,
  changesSince,
  eventsStream,
  scansStart,
  scansWatch,
];
