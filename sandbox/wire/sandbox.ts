import type { CallLog } from '../admin/call-log';
import type { Faults } from '../admin/faults';
import type { IssuerMap } from '../env';
import type { World } from '../store/world';

/** What every handler may reach: the world, its faults, the log of calls, and where issuers really listen. */
export type Sandbox = {
  world: World;
  faults: Faults;
  calls: CallLog;
  issuerMap: IssuerMap;
  /** How long a change of IAM takes to be seen by STS, in milliseconds. */
  propagationMs: number;
};
