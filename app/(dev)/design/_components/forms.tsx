'use client';
import { Building2, Plug } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { Field } from '@/components/form/field';
import { FormField } from '@/components/form/form-field';
import { ReadOnlyField } from '@/components/form/read-only-field';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { RadioCards } from '@/components/ui/radio-cards';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';

type Draft = {
  name: string;
  arn: string;
  region: string;
  policy: 'minimal' | 'audit';
  scope: 'account' | 'organization';
  reason: string;
  reuse: boolean;
  hourly: boolean;
};

const REGIONS = ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'sa-east-1'];

export function Forms() {
  const { control, handleSubmit } = useForm<Draft>({
    mode: 'onTouched',
    defaultValues: {
      name: 'payments-prod',
      arn: '',
      region: 'eu-west-1',
      policy: 'minimal',
      scope: 'account',
      reason: '',
      reuse: true,
      hourly: true,
    },
  });
  return (
    <>
      <Panel title="Form" fact="label above, help below, error in place of help">
        <form className="grid max-w-[520px] gap-4" onSubmit={handleSubmit(() => undefined)}>
          <FormField
            control={control}
            name="name"
            label="Name"
            help="Unique in Northquay. Lower case, digits and dashes."
            rules={{ required: 'A name is needed.' }}
          >
            {(field) => <Input {...field} />}
          </FormField>
          <Field
            label="Role ARN"
            error={
              <>
                The account has 10 digits; AWS accounts have 12. Copy it from <code>terraform output role_arn</code>.
              </>
            }
          >
            {(field) => <Input {...field} mono defaultValue="arn:aws:iam::7303351844:role/mooring-scanner" />}
          </Field>
          <ReadOnlyField label="External ID" aside="made by Mooring, cannot be changed" value="mrg-7Qm2xV9kTz4cN1rB" />
          <FormField control={control} name="region" label="Region" help="Where Mooring talks to STS.">
            {({ ref: _, ...field }) => (
              <Combobox {...field} mono label="Region" options={REGIONS.map((value) => ({ value, label: value }))} />
            )}
          </FormField>
          <FormField control={control} name="reuse" label="Provider">
            {({ value, onChange }) => (
              <CheckboxField
                checked={value}
                onChange={onChange}
                label="Use the identity provider that is already there"
                help="AWS allows one for each issuer URL in an account."
              />
            )}
          </FormField>
          <Button intent="primary" type="submit" className="justify-self-start">
            Continue
          </Button>
        </form>
      </Panel>
      <Panel title="Choices">
        <div className="grid max-w-[620px] gap-4">
          <FormField control={control} name="scope" label="Scope" group>
            {({ ref: _, id: __, ...field }) => (
              <RadioCards
                {...field}
                label="Scope"
                cards={[
                  { value: 'account', title: 'Account', icon: Plug, text: 'One role in one account.' },
                  {
                    value: 'organization',
                    title: 'Organization',
                    icon: Building2,
                    text: 'A role in every account, by StackSets.',
                    disabledReason: 'Not available yet.',
                  },
                ]}
              />
            )}
          </FormField>
          <FormField control={control} name="policy" label="Policy">
            {(field) => (
              <Select
                {...field}
                options={[
                  { value: 'minimal', label: 'Minimal', hint: '68 actions' },
                  { value: 'audit', label: 'SecurityAudit and ViewOnlyAccess' },
                ]}
              />
            )}
          </FormField>
          <FormField
            control={control}
            name="reason"
            label="Reason"
            aside="goes to the audit log"
            help="Say who agreed, and until when."
          >
            {(field) => <Textarea {...field} />}
          </FormField>
          <FormField control={control} name="hourly" label="Schedule" group>
            {({ value, onChange }) => (
              <Switch
                checked={value}
                onChange={onChange}
                label="Scan every hour"
                help="At a minute of its own, so that not all start at once."
              />
            )}
          </FormField>
          <Field label="Audience">{(field) => <Input {...field} mono disabled defaultValue="mooring" />}</Field>
        </div>
      </Panel>
    </>
  );
}
