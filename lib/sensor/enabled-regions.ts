import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { AwsClients } from '@/lib/aws/clients';
import { classifyAwsError } from '@/lib/aws/errors';

/** The regions an account can use: those enabled by default or opted into. null when AWS denies the question. */
export async function enabledRegions(clients: AwsClients, signal: AbortSignal): Promise<string[] | null> {
  try {
    const { Regions } = await clients.ec2.send(new DescribeRegionsCommand({}), { abortSignal: signal });
    const names = (Regions ?? []).flatMap(({ RegionName, OptInStatus }) =>
      RegionName && OptInStatus !== 'not-opted-in' ? [RegionName] : [],
    );
    return names.length > 0 ? names.sort() : null;
  } catch (error) {
    if (classifyAwsError(error).kind === 'denied') return null;
    throw error;
  }
}
