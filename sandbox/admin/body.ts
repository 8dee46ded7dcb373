import { z } from 'zod';

/** A refusal of an admin call: what is wrong with its body. */
export const refusal = (error: z.ZodError) => ({ error: { code: 'invalid_request', message: z.prettifyError(error) } });

/** The body as JSON; nothing is an empty object, and what is no JSON is undefined. */
export async function bodyOf(request: { text: () => Promise<string> }): Promise<unknown> {
  const text = await request.text();
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
