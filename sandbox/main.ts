import { readSandboxEnvironment } from './env';
import { startSandbox } from './server';

const running = await startSandbox(readSandboxEnvironment());
console.log(`SANDBOX: a stand-in for AWS, not AWS. Listening on ${running.url}`);
const stop = () => void running.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
