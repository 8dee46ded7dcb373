import type { Step } from '../activity/step';

export type ActivitySpec = { perMinute: number; accounts?: string[] | undefined; seed: number };

/** Something begun that has still to be done, or undone: the calls that are left. `target`: nobody else may touch it meanwhile. */
export type OpenTask = { account: string; region: string; target: string; actorArn: string; steps: Step[] };

/** The activity generator as it is kept: what it was told and what it owes. */
export type ActivityState = { spec: ActivitySpec; calls: number; refused: number; open: OpenTask[] };
