import { type KeyObject, sign } from 'node:crypto';

/** A self-signed certificate (base64 DER) of an RSA key, for tests of `x5c`. The least that RFC 5280 asks for. */
export function selfSigned(privateKey: KeyObject, publicKey: KeyObject): string {
  const algorithm = tlv(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const commonName = tlv(0x30, tlv(0x06, Buffer.from('550403', 'hex')), tlv(0x0c, Buffer.from('mooring test')));
  const name = tlv(0x30, tlv(0x31, commonName));
  const validity = tlv(0x30, tlv(0x17, Buffer.from('250101000000Z')), tlv(0x17, Buffer.from('450101000000Z')));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const serial = tlv(0x02, Buffer.from([1]));
  const body = tlv(0x30, serial, algorithm, name, validity, name, spki);
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  return tlv(0x30, body, algorithm, signature).toString('base64');
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const size = value.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}
