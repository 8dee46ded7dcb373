'use client';
import { useState } from 'react';
import { pastedConfig } from '@/components/event-source/pasted-config';
import { Field } from '@/components/form/field';
import { Textarea } from '@/components/ui/textarea';
import { Disclosure } from '../../../../../_components/disclosure';

/** Fills the fields from what Terraform printed. */
export function PasteConfig({ onConfig }: { onConfig: (config: Record<string, unknown>) => void }) {
  const [text, setText] = useState('');
  const [filled, setFilled] = useState(false);
  const take = (next: string) => {
    setText(next);
    const config = pastedConfig(next);
    setFilled(config !== null);
    if (config) onConfig(config);
  };
  return (
    <Disclosure words="Fill in from Terraform’s output">
      <Field
        label="What event_source_config printed"
        help={filled ? 'The fields below are filled in from it.' : 'The last command beside this prints it.'}
        error={text.trim() !== '' && !filled ? 'This is not the JSON of event_source_config.' : undefined}
      >
        {(control) => (
          <Textarea {...control} mono rows={3} value={text} onChange={(event) => take(event.currentTarget.value)} />
        )}
      </Field>
    </Disclosure>
  );
}
