import type { BrowserContext } from '@playwright/test';

/** The first install administrator of the Mooring under test; whichever spec comes first makes them. */
export const ADMINISTRATOR = {
  name: 'Ines Moreau',
  email: 'ines.moreau@example.test',
  password: 'harbour walls stand',
  workspaceName: 'Northquay',
};

export function environment(name: 'URL' | 'TOKEN' | 'FIRST_ADMINISTRATOR_URL' | 'SANDBOX_URL'): string {
  const value = process.env[`MOORING_E2E_${name}`];
  if (!value) throw new Error(`MOORING_E2E_${name} is not set: run the specs through playwright.config.ts.`);
  return value;
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
/** One session for all specs of a run: sign-ins are limited. */
let session: Cookies = [];

/** Signs the context's browser in; makes the administrator by the one-time link when nobody has. */
export async function signInAsAdministrator(context: BrowserContext): Promise<void> {
  const url = environment('URL');
  const { name, email, password, workspaceName } = ADMINISTRATOR;
  const headers = { origin: url };
  await context.addCookies(session);
  if (session.length > 0 && (await context.request.get(`${url}/api/v1/me`)).ok()) return;
  const signIn = () => context.request.post(`${url}/api/auth/sign-in/email`, { headers, data: { email, password } });
  const remember = async () => {
    session = await context.cookies();
  };
  if ((await signIn()).ok()) return remember();
  const token = new URL(environment('FIRST_ADMINISTRATOR_URL')).searchParams.get('token');
  const setup = await context.request.post(`${url}/api/v1/setup`, {
    headers,
    data: { token, name, email, password, workspaceName },
  });
  if (!setup.ok()) throw new Error(`The first administrator was not made: ${await setup.text()}`);
  const answer = await signIn();
  if (!answer.ok()) throw new Error(`The administrator cannot sign in: ${await answer.text()}`);
  await remember();
}
