'use client';
import { useState } from 'react';
import { type ConfigProblems, configProblems } from '@/components/event-source/config-problems';
import type { StrategyView } from '@/components/event-source/states';
import { ApiError } from '@/lib/client/client';
import { displayNameSchema } from '@/lib/schemas/common';

export type SourceValues = {
  name: string;
  integrationId: string | undefined;
  config: Readonly<Record<string, unknown>>;
  enabled: boolean;
};

/**
 * Values of a source and what is wrong with them. A field tells what is wrong once it was left or the form was sent;
 * what the API said of a field stays until that field changes. Fields: `name`, `integrationId`, `config.<key>`.
 */
export function useSourceForm({ configSchema }: Pick<StrategyView, 'configSchema'>, initial: SourceValues) {
  const [values, setValues] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState(false);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<Error | null>(null);
  const wrong = problemsOf(configSchema, values);
  const shown = {
    ...Object.fromEntries(Object.entries(wrong).filter(([field]) => sent || left.has(field))),
    ...refused,
  };
  const forget = (fields: readonly string[]) =>
    setRefused((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !fields.includes(field))));
  return {
    values,
    /** Field -> its problem, of those that may be shown. */
    problems: shown,
    /** The same of the config alone, by its own keys. */
    configProblems: Object.fromEntries(
      Object.entries(shown).flatMap(([field, text]) => (field.startsWith('config.') ? [[field.slice(7), text]] : [])),
    ) satisfies ConfigProblems,
    /** What belongs to no field. */
    problem,
    valid: Object.keys(wrong).length === 0,
    configValid: !Object.keys(wrong).some((field) => field.startsWith('config.')),
    dirty: JSON.stringify(values) !== JSON.stringify(initial),
    set: (change: Partial<SourceValues>) => {
      const before = values.config;
      const after = change.config ?? before;
      const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const changed = keys.filter((key) => before[key] !== after[key]).map((key) => `config.${key}`);
      forget([...Object.keys(change), ...changed]);
      setValues({ ...values, ...change });
    },
    leave: (field: string) => setLeft(new Set([...left, field])),
    /** Shows what is wrong everywhere; whether all is right. */
    check: () => {
      setSent(true);
      setProblem(null);
      return Object.keys(wrong).length === 0;
    },
    /** Puts what the API refused beside its fields. */
    refuse: (error: Error) => {
      const details = error instanceof ApiError ? error.details : [];
      const told = details.flatMap(({ path, message }) =>
        path && isField(path) && typeof message === 'string' ? [[path, message] as const] : [],
      );
      setRefused(Object.fromEntries(told));
      setProblem(told.length > 0 ? null : error);
    },
  };
}

export type SourceForm = ReturnType<typeof useSourceForm>;

const isField = (path: string) => path === 'name' || path === 'integrationId' || path.startsWith('config.');

function problemsOf(schema: StrategyView['configSchema'], { name, integrationId, config }: SourceValues) {
  const named = displayNameSchema.safeParse(name);
  return {
    ...(named.success ? {} : { name: named.error.issues[0]?.message ?? 'A name is needed.' }),
    ...(integrationId ? {} : { integrationId: 'Choose whose identity reads the events.' }),
    ...Object.fromEntries(Object.entries(configProblems(schema, config)).map(([key, text]) => [`config.${key}`, text])),
  } as Record<string, string>;
}
