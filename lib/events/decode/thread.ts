import { parentPort } from 'node:worker_threads';
import { DecodeFault } from './fault';
import { siftLogFile } from './log-file';
import type { SiftAnswer, SiftQuestion } from './pool';
import { free } from './sifted-list';

/** The program of a decoding thread; pool.ts starts it. It answers each question by the same number. */
parentPort?.on('message', ({ id, compressed, deliveryId, limits, how }: SiftQuestion) => {
  try {
    const file = siftLogFile(compressed, deliveryId, limits, how);
    const answer: SiftAnswer = { id, file };
    parentPort?.postMessage(answer, [file.json.buffer, file.ends.buffer]);
  } catch (error) {
    const { reason, message } =
      error instanceof DecodeFault ? error : new DecodeFault('too_large', 'It could not be decoded within bounds.');
    parentPort?.postMessage({ id, fault: { reason, message } } satisfies SiftAnswer);
  } finally {
    // The thread's own copy.
    free(compressed);
  }
});
