import type { Contract } from '@/lib/contract/contract';
import type { ResponseOf } from '@/lib/contract/operation';

export type UserRow = ResponseOf<Contract['install.listUsers']>['users'][number];
