// Loaded before a service (node --import): ends it when `up` is gone, even by kill -9. Descriptor 3 is a pipe that
// `up` holds open for as long as it lives.
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

const STOP_WITHIN_MS = 15_000;

// Threads load it too: one that ends would close the descriptor under the whole process, which then aborts.
if (isMainThread) {
  const pipe = new Socket({ fd: 3, readable: true, writable: false });
  pipe.on('error', () => {});
  pipe.on('close', () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  pipe.resume();
  pipe.unref();
}
