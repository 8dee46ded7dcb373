import type { AwsClients } from '@/lib/aws/clients';
import type { StrategyContext } from '@/lib/events/strategies/types';

type Command = { input: Record<string, unknown> };

/** A context whose clients answer by the command's name; for answers that no server here gives. `asked`: region, command, input. */
export function fakeContext(
  answer: (region: string, command: string, input: Record<string, unknown>, signal?: AbortSignal) => unknown,
  signal = new AbortController().signal,
) {
  const asked: { region: string; command: string; input: Record<string, unknown> }[] = [];
  const client = (region: string) => ({
    send: async (sent: Command, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
      const command = sent.constructor.name;
      asked.push({ region, command, input: sent.input });
      return answer(region, command, sent.input, abortSignal);
    },
  });
  const ctx: StrategyContext = {
    clients: (region) => ({ s3: client(region), sqs: client(region) }) as unknown as AwsClients,
    signal,
    now: () => 0,
    accounts: () => new Set(),
    pollMs: 10,
  };
  return { ctx, asked };
}
