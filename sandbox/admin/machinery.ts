import type { Activity } from '../activity/activity';
import type { Churn } from '../activity/churn';
import type { Deliveries } from '../delivery/deliveries';
import type { Sandbox } from '../wire/sandbox';

/** What the admin endpoints steer: the sandbox that answers calls, and what happens in it by itself. */
export type Machinery = Sandbox & { deliveries: Deliveries; activity: Activity; churn: Churn };
