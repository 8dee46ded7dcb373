import { z } from 'zod';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { STRATEGIES, type strategiesSchema } from '@/lib/schemas/event-source';
import { workspaceRead } from '../verb';

/** The strategies as people compare them, each with the JSON Schema of its config. */
export const listStrategies = workspaceRead({
  permission: 'event:read',
  input: z.object({}),
  run: async (): Promise<z.output<typeof strategiesSchema>> => ({
    plugin: 'aws',
    strategies: STRATEGIES.map((strategy) => {
      const { comparison, configSchema } = STRATEGIES_BY_NAME[strategy];
      return { strategy, ...comparison, configSchema };
    }),
  }),
});
