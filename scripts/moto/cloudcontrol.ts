import { collectorsOf } from '@/lib/collectors/registry';
import type { MotoService } from './service';

const WHY = 'moto has no Cloud Control API';

export const cloudControl: MotoService = {
  fill: async () => undefined,
  lists: {},
  notInMoto: Object.fromEntries(collectorsOf('cloudcontrol').map(({ type }) => [type, WHY])),
};
