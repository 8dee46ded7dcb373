import { createHmac } from 'node:crypto';
import type { Auth } from './auth';

/** A browser's cookie jar in front of `auth.handler`: what it sets is sent back, what it expires is dropped. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** The attributes of each cookie as it was set, for assertions. */
  readonly set: string[] = [];

  constructor(
    private readonly auth: Auth,
    private readonly publicUrl: string,
    private readonly address = '198.51.100.1',
  ) {}

  get headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Headers({ cookie, origin: this.publicUrl, 'x-forwarded-for': this.address });
  }

  async post(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
    const sent = this.headers;
    sent.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    const url = `${this.publicUrl}/api/auth${path}`;
    return this.send(new Request(url, { method: 'POST', body: JSON.stringify(body), headers: sent }));
  }

  async get(url: string) {
    return this.send(new Request(url, { headers: this.headers }));
  }

  private async send(request: Request) {
    const response = await this.auth.handler(request);
    for (const line of response.headers.getSetCookie()) {
      this.set.push(line);
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (/max-age=0/i.test(line) || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
    return { status: response.status, body, location: response.headers.get('location'), headers: response.headers };
  }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code an authenticator app shows for an otpauth URI at `now`: RFC 6238 with SHA-1, 6 digits, 30 s. */
export function totpOf(uri: string, now: Date): string {
  const text = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
