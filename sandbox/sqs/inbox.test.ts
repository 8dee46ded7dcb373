import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table } from '../store/table';
import { Inbox } from './inbox';
import type { Message } from './types';

const aMessage = (n: number, visibleAt = 0): Message => ({
  at: String(n).padStart(9, '0'),
  id: String(n),
  body: '',
  sentAt: 0,
  visibleAt,
  receives: 0,
  senderId: '',
});

describe('a queue’s order', () => {
  it('agrees at every moment with a look through all messages', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('put' as const), delay: fc.nat(3) }),
      fc.record({ do: fc.constant('take' as const), delay: fc.nat(3) }),
      fc.record({ do: fc.constantFrom('remove' as const, 'wait' as const, 'restart' as const), delay: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new Table<Message>();
        let inbox = new Inbox(table);
        let now = 0;
        let made = 0;
        for (const { do: what, delay } of steps) {
          const seen = table.list().filter(({ visibleAt }) => visibleAt <= now);
          if (what === 'put') inbox.put(aMessage(made++, now + delay), now);
          if (what === 'take') {
            const taken = inbox.take(now);
            expect(taken !== undefined).toBe(seen.length > 0);
            if (taken) {
              expect(seen).toContain(taken);
              inbox.keep({ ...taken, receives: 1, visibleAt: now + delay + 1 });
            }
          }
          if (what === 'remove') inbox.remove(aMessage(delay).at);
          if (what === 'wait') now += delay;
          if (what === 'restart') inbox = new Inbox(table);
          const rows = table.list();
          const hidden = rows.filter(({ visibleAt }) => visibleAt > now);
          expect(inbox.count(now)).toEqual({
            visible: rows.length - hidden.length,
            inFlight: hidden.filter(({ receives }) => receives > 0).length,
            delayed: hidden.filter(({ receives }) => receives === 0).length,
          });
        }
      }),
    );
  });

  it('takes from a hundred thousand as fast as from a few', () => {
    const table = new Table<Message>();
    const inbox = new Inbox(table);
    for (let n = 0; n < 100_000; n += 1) inbox.put(aMessage(n), 0);
    const began = performance.now();
    let taken = 0;
    for (let message = inbox.take(0); message; message = inbox.take(0)) {
      taken += 1;
      inbox.keep({ ...message, receives: 1, visibleAt: 30 });
      if (taken % 2 === 0) inbox.remove(message.at);
    }
    expect(taken).toBe(100_000);
    expect(inbox.count(1)).toEqual({ visible: 0, inFlight: 50_000, delayed: 0 });
    // A look through all of them for each would take minutes.
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('wakes who waits when a message comes or its time is over', async () => {
    const inbox = new Inbox(new Table<Message>());
    const came = inbox.wait(0, 60_000);
    inbox.put(aMessage(1), 0);
    await came;
    inbox.put(aMessage(2, 5), 0);
    await inbox.wait(0, 60_000);
    expect(inbox.take(5)?.id).toBe('1');
    expect(inbox.take(5)?.id).toBe('2');
  });
});
