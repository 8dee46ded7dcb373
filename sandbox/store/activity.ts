/** One call: its service by the prefix of its IAM actions. `input` as the SDK has it; plain JSON, so that it can be kept. */
export type Step = { service: string; action: string; input: Record<string, unknown> };

export type ActivitySpec = { perMinute: number; accounts?: string[] | undefined; seed: number };

/** Something begun that has still to be done, or undone: the calls that are left. `target`: nobody else may touch it meanwhile. */
export type OpenTask = { account: string; region: string; target: string; actorArn: string; steps: Step[] };

/** The activity generator as it is kept: what it was told and what it owes. */
export type ActivityState = { spec: ActivitySpec; calls: number; refused: number; open: OpenTask[] };
