import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { probeResourceOf } from '@/lib/aws/actions';
import type { AwsClients } from '@/lib/aws/clients';

/** One simulation takes about a hundred action names (facts/trust-and-verification.md). */
const ACTIONS_PER_CALL = 100;

export type Simulated = { action: string; allowed: boolean; decision: string };

/**
 * What IAM says `principalArn` may do: on all resources, or on one that tells where an action is needed on some only. Service control policies with conditions are not evaluated by
 * AWS here. Throws the SDK's error.
 */
export async function simulate(
  clients: AwsClients,
  principalArn: string,
  actions: readonly string[],
  signal: AbortSignal,
): Promise<Simulated[]> {
  const byResource = Map.groupBy(actions, probeResourceOf);
  const results: Simulated[] = [];
  for (const [resource, own] of byResource)
    results.push(...(await simulateOn(clients, principalArn, own, resource, signal)));
  return results;
}

async function simulateOn(
  clients: AwsClients,
  principalArn: string,
  actions: readonly string[],
  resource: string,
  signal: AbortSignal,
): Promise<Simulated[]> {
  const results: Simulated[] = [];
  for (let from = 0; from < actions.length; from += ACTIONS_PER_CALL) {
    let marker: string | undefined;
    do {
      const answer = await clients.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: principalArn,
          ActionNames: actions.slice(from, from + ACTIONS_PER_CALL),
          ...(resource === '*' ? {} : { ResourceArns: [resource] }),
          Marker: marker,
        }),
        { abortSignal: signal },
      );
      for (const { EvalActionName = '', EvalDecision = 'implicitDeny' } of answer.EvaluationResults ?? []) {
        results.push({ action: EvalActionName, allowed: EvalDecision === 'allowed', decision: EvalDecision });
      }
      if (answer.IsTruncated && answer.Marker === marker) throw new Error('IAM repeated a page of the simulation.');
      marker = answer.IsTruncated ? answer.Marker : undefined;
    } while (marker);
  }
  return results;
}
