import { describe, expect, it } from 'vitest';
import { configuredTypes } from './configured';
import { DEFAULT_TYPES } from './types';

describe('MOORING_CLOUD_CONTROL_TYPES', () => {
  it('takes the default list, more types beside it, and none', () => {
    expect(configuredTypes('default')).toEqual(DEFAULT_TYPES);
    const more = configuredTypes('default, AWS::Batch::JobQueue,AWS::Logs::LogGroup');
    expect(more).toHaveLength(DEFAULT_TYPES.length + 1);
    expect(more.at(-1)).toMatchObject({ type: 'AWS::Batch::JobQueue', title: 'Batch job queue', service: 'batch' });
    expect(configuredTypes('none')).toEqual([]);
  });

  it.each(['', 'all', 'Batch', 'AWS::Batch', 'default;AWS::Batch::JobQueue', 'none,default', 'AWS::Batch::JobQueue,'])(
    'refuses %j',
    (setting) => {
      expect(() => configuredTypes(setting)).toThrow(/must be "none"/);
    },
  );

  it('names each type once', () => {
    expect(new Set(DEFAULT_TYPES.map(({ type }) => type)).size).toBe(DEFAULT_TYPES.length);
  });
});
