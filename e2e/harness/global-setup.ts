import { startMooring } from './mooring';

/** Playwright calls it before the run, and its answer after: one Mooring for all specs, named in the environment. */
// biome-ignore lint/style/noDefaultExport: Playwright calls the default export.
export default async function globalSetup(): Promise<() => Promise<void>> {
  const mooring = await startMooring();
  process.env.MOORING_E2E_URL = mooring.url;
  process.env.MOORING_E2E_SANDBOX_URL = mooring.sandboxUrl;
  process.env.MOORING_E2E_TOKEN = mooring.token;
  process.env.MOORING_E2E_FIRST_ADMINISTRATOR_URL = mooring.firstAdministratorUrl;
  process.env.MOORING_E2E_DATA_DIR = mooring.dataDirectory;
  return mooring.stop;
}
