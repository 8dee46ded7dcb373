'use client';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { useContext } from 'react';
import { CurrentControl } from '@/components/event-source/schema-templates';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

/** Text and numbers: machine words, so in mono; the schema's first example shows how one looks. */
function TextWidget({ id, value, onChange, onBlur, schema, readonly, disabled, required }: WidgetProps) {
  const control = useContext(CurrentControl);
  const numeric = schema.type === 'number' || schema.type === 'integer';
  const [example] = (schema.examples ?? []) as unknown[];
  return (
    <Input
      {...control}
      mono
      value={value === undefined || value === null ? '' : String(value)}
      inputMode={numeric ? 'numeric' : undefined}
      placeholder={example === undefined ? undefined : String(example)}
      aria-required={required || undefined}
      readOnly={readonly}
      disabled={disabled}
      onChange={({ currentTarget: { value: text } }) => onChange(typed(text, numeric))}
      onBlur={({ currentTarget: { value: text } }) => {
        if (text !== text.trim()) onChange(typed(text.trim(), numeric));
        onBlur(id, text);
      }}
    />
  );
}

/** An empty field is one that is not there; what is no number stays, so that nothing typed is lost. */
function typed(text: string, numeric: boolean): string | number | undefined {
  if (text === '') return undefined;
  return numeric && Number.isFinite(Number(text)) ? Number(text) : text;
}

function SelectWidget({ id, value, onChange, onBlur, options, readonly, disabled }: WidgetProps) {
  const control = useContext(CurrentControl);
  const known = options.enumOptions ?? [];
  return (
    <Select
      {...control}
      mono
      value={value === undefined ? undefined : String(value)}
      disabled={disabled || readonly}
      options={known.map(({ value: option, label }) => ({ value: String(option), label }))}
      onChange={(next) => onChange(known.find((option) => String(option.value) === next)?.value)}
      onBlur={() => onBlur(id, value)}
    />
  );
}

function CheckboxWidget({ id, value, onChange, onBlur, readonly, disabled }: WidgetProps) {
  const control = useContext(CurrentControl);
  return (
    <Checkbox
      {...control}
      checked={value === true}
      disabled={disabled || readonly}
      onChange={onChange}
      onBlur={() => onBlur(id, value)}
    />
  );
}

export const WIDGETS: RegistryWidgetsType = {
  TextWidget,
  URLWidget: TextWidget,
  UpDownWidget: TextWidget,
  SelectWidget,
  CheckboxWidget,
};
