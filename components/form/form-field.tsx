'use client';
import type { ReactNode } from 'react';
import {
  type Control,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  type UseControllerProps,
  useController,
} from 'react-hook-form';
import { Field, type FieldControl, type FieldProps } from '@/components/form/field';

export type FormFieldProps<V extends FieldValues, N extends FieldPath<V>> = Omit<FieldProps, 'children' | 'error'> & {
  /** Of `useForm({ mode: 'onTouched' })`: fields are checked on leaving them. */
  control: Control<V>;
  name: N;
  /** Rules of react-hook-form, for forms without a resolver. */
  rules?: UseControllerProps<V, N>['rules'];
  children: (field: ControllerRenderProps<V, N> & FieldControl) => ReactNode;
};

/** A Field bound to react-hook-form: spread what it gives into Input, Select, RadioCards … */
export function FormField<V extends FieldValues, N extends FieldPath<V>>(props: FormFieldProps<V, N>) {
  const { control, name, rules, children, ...field } = props;
  const { field: bound, fieldState } = useController({ control, name, rules });
  return (
    <Field {...field} error={fieldState.error?.message}>
      {(attributes) => children({ ...bound, ...attributes })}
    </Field>
  );
}
