'use client';
// Not the package's index: that one pulls in Ajv.
import Form from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema, TemplatesType } from '@rjsf/utils';
import { type ConfigProblems, schemaValidator } from '@/components/event-source/config-problems';
import { FieldTemplate, type FormContext, ObjectFieldTemplate } from '@/components/event-source/schema-templates';
import { WIDGETS } from '@/components/event-source/schema-widgets';

export type SchemaFormProps = {
  /** JSON Schema, draft 2020-12. */
  schema: RJSFSchema;
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Record<string, unknown>) => void;
  /** A field was left: now it may be told what is wrong with it. Dotted, as in the problems. */
  onLeave: (field: string) => void;
  /** What to show beside the fields. */
  problems: ConfigProblems;
  readOnly?: boolean;
};

const TEMPLATES: Partial<TemplatesType> = { FieldTemplate, ObjectFieldTemplate };

/**
 * Fields of a strategy's config, drawn from its JSON Schema. It stands inside a form of the page, so it is none itself
 * and validates nothing by itself: the page knows which fields were left and what the API answered.
 */
export function SchemaForm({ schema, value, onChange, onLeave, problems, readOnly }: SchemaFormProps) {
  const context: FormContext = { problems };
  return (
    <Form
      tagName="div"
      idPrefix="config"
      idSeparator="."
      schema={schema}
      formData={value}
      validator={schemaValidator}
      templates={TEMPLATES}
      widgets={WIDGETS}
      formContext={context}
      readonly={readOnly}
      noValidate
      noHtml5Validate
      showErrorList={false}
      onChange={({ formData }) => onChange((formData ?? {}) as Record<string, unknown>)}
      onBlur={(id) => onLeave(id.replace(/^config\./, ''))}
    >
      {/* The page has the buttons. */}
      <span hidden />
    </Form>
  );
}
