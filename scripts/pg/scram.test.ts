import { describe, expect, it } from 'vitest';
import { scramVerifier } from './scram';

describe('scramVerifier', () => {
  it('agrees with the exchange of RFC 7677 section 3 for its user and salt', () => {
    // RFC 7677 gives salt W22ZaJ0SNY7soEsUEjb6gQ== for the password "pencil"; the server signs with this ServerKey.
    const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
    expect(verifier).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('salts, so that equal passwords do not look equal', () => {
    expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
  });

  it('refuses what PostgreSQL would normalize', () => {
    expect(() => scramVerifier('pässword')).toThrow('printable ASCII');
  });
});
