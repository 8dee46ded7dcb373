'use client';
import type { FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';
import { createContext } from 'react';
import type { ConfigProblems } from '@/components/event-source/config-problems';
import { Field, type FieldControl } from '@/components/form/field';

export type FormContext = { problems: ConfigProblems };

/** What ties the field that is drawn here to the widget that rjsf has made already. */
export const CurrentControl = createContext<FieldControl | null>(null);

/** A field of the schema as all other forms draw theirs: its title, its description as help, its problem in place of it. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { schema, label, children, hidden, required, fieldPathId, registry } = props;
  if (hidden) return <div hidden>{children}</div>;
  if (schema.type === 'object') return children;
  const { problems } = registry.formContext as FormContext;
  return (
    <Field
      label={label}
      aside={required ? undefined : 'optional'}
      help={schema.description}
      error={problems[fieldPathId.path.join('.')]}
    >
      {(control) => <CurrentControl value={control}>{children}</CurrentControl>}
    </Field>
  );
}

export function ObjectFieldTemplate({ properties }: ObjectFieldTemplateProps) {
  return (
    <div className="grid grid-cols-1 gap-5">{properties.map(({ name, content }) => ({ ...content, key: name }))}</div>
  );
}
