import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createMailer } from './mailer';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
});

/** An SMTP server that speaks RFC 5321 as far as one mail needs, or refuses at the recipient. */
async function smtp(refuse: boolean): Promise<{ url: string; lines: string[] }> {
  const lines: string[] = [];
  const server = createServer((socket) => {
    let data = false;
    socket.on('error', () => {});
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
        lines.push(line);
        if (data) {
          if (line !== '.') continue;
          data = false;
          socket.write('250 queued\r\n');
        } else if (/^DATA/i.test(line)) {
          data = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (refuse && /^RCPT/i.test(line)) socket.write('550 no such mailbox\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`, lines };
}

const mail = { to: 'ada@example.test', subject: 'Invitation', text: 'https://mooring.example.test/join?token=abc' };

describe('createMailer', () => {
  test('hands the mail to SMTP', async () => {
    const { url, lines } = await smtp(false);
    expect(await createMailer(url, 'Mooring <mooring@example.test>', () => {}).send(mail)).toBe(true);
    expect(lines).toContain('RCPT TO:<ada@example.test>');
    expect(lines).toContain('Subject: Invitation');
    expect(lines.join('\n')).toContain('/join?token');
  });

  test('a line break in a name or subject makes no header', async () => {
    const { url, lines } = await smtp(false);
    const subject = 'Invitation\r\nBcc: eve@example.test';
    await createMailer(url, 'mooring@example.test', () => {}).send({ ...mail, subject });
    expect(lines.filter((line) => line.startsWith('Bcc'))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<ada@example.test>']);
  });

  test('a refusal and a dead server are false, and told without the link', async () => {
    const errors: unknown[] = [];
    const { url } = await smtp(true);
    expect(await createMailer(url, 'm@example.test', (error) => errors.push(error)).send(mail)).toBe(false);
    const dead = createMailer('smtp://127.0.0.1:1', 'm@example.test', (error) => errors.push(error));
    expect(await dead.send(mail)).toBe(false);
    expect(errors).toHaveLength(2);
    expect(errors.map(String).join()).not.toContain('token=');
  });
});
