import type { Account } from '../../store/account';
import { Random } from '../../store/random';
import type { Table } from '../../store/table';
import type { Ec2Call } from '../kit/call';
import { type Ec2Tables, ec2Tables } from '../kit/rows';

/** Where new things are made: by a call (remembered as recent) or as if they had always been there. */
export type Maker = {
  accountId: string;
  region: string;
  random: Random;
  /** Milliseconds; when what is made was made. */
  now: number;
  ec2: Ec2Tables;
  keep<Row extends object>(table: Table<Row>, id: string, row: Row): Row;
};

export function makerOf(call: Ec2Call): Maker {
  return {
    accountId: call.account.id,
    region: call.region,
    random: call.world.random,
    now: call.now,
    ec2: call.ec2,
    keep: (table, id, row) => {
      table.put(id, row, call.now);
      return row;
    },
  };
}

/** For worlds that were always there. */
export function standingMaker(account: Account, region: string, random: Random, now: number): Maker {
  return {
    accountId: account.id,
    region,
    random,
    now,
    ec2: ec2Tables(account, region),
    keep: (table, id, row) => {
      table.load(id, row);
      return row;
    },
  };
}

/** The same generator for a region of an account every time, so that a default VPC has the same id after a new start. */
export function regionRandom(accountId: string, region: string, seed = 0): Random {
  let hash = seed + 2_166_136_261;
  for (const letter of `${accountId}/${region}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return new Random(hash);
}

const HEX = '0123456789abcdef';

/** `vpc-0` and 16 hex digits, as AWS gives since 2018. */
export const ec2Id = (maker: Pick<Maker, 'random'>, prefix: string): string =>
  `${prefix}-0${maker.random.text(HEX, 16)}`;

export function ec2ArnOf(maker: Pick<Maker, 'region' | 'accountId'>, resource: string): string {
  return `arn:aws:ec2:${maker.region}:${maker.accountId}:${resource}`;
}
