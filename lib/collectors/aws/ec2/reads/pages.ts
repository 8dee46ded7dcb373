import type { EC2Client } from '@aws-sdk/client-ec2';
import { tokenPages } from '@/lib/aws/pages';
import type { CollectContext } from '@/lib/collectors/types';

type Options = { abortSignal: AbortSignal };

/** The pages of a Describe call that is followed by NextToken. */
export async function* pagesOf<Page extends { NextToken?: string | undefined }, Raw>(
  ctx: CollectContext,
  send: (ec2: EC2Client, token: string | undefined, options: Options) => Promise<Page>,
  items: (page: Page) => readonly Raw[] | undefined,
): AsyncGenerator<readonly Raw[]> {
  const options = { abortSignal: ctx.signal };
  const pages = tokenPages<Page>(
    (token) => send(ctx.clients.ec2, token, options),
    (page) => page.NextToken,
  );
  for await (const page of pages) yield items(page) ?? [];
}

/** A Describe call that answers everything at once. */
export async function* wholeOf<Raw>(
  ctx: CollectContext,
  send: (ec2: EC2Client, options: Options) => Promise<readonly Raw[] | undefined>,
): AsyncGenerator<readonly Raw[]> {
  yield (await send(ctx.clients.ec2, { abortSignal: ctx.signal })) ?? [];
}
