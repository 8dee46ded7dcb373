import type { Call } from '../../wire/action';
import type { Ec2Tables } from './rows';

/** A call and EC2's tables in its account and region. */
export type Ec2Call = Call & { ec2: Ec2Tables };
