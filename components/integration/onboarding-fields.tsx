'use client';
import type { Control } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import type { OnboardingInput, OnboardingValues } from '@/components/integration/onboarding-form';
import { PERMISSION_SET_ORDER, PERMISSION_SET_WORDS } from '@/components/integration/permission-sets';
import { regionOptions } from '@/components/integration/regions';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-cards';

export type OnboardingControl = Control<OnboardingInput, unknown, OnboardingValues>;

export function NameAndRegionFields({ control }: { control: OnboardingControl }) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <FormField
        control={control}
        name="name"
        label="Name"
        help="Lower case, digits and dashes; unique in this workspace. It names the files and the stack."
      >
        {(field) => <Input {...field} placeholder="payments-prod" />}
      </FormField>
      <FormField
        control={control}
        name="region"
        label="Region"
        help="Where STS is asked for sessions. IAM itself is the same in every region."
      >
        {({ value, onChange, onBlur, id, ...described }) => (
          <Combobox
            id={id}
            aria-describedby={described['aria-describedby']}
            aria-invalid={described['aria-invalid']}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            options={regionOptions(value)}
            label="Region"
            mono
          />
        )}
      </FormField>
    </div>
  );
}

/** What the role may read, and how the files fit what the account has already. For the built-in issuer only. */
export function RoleFields({ control, roleName }: { control: OnboardingControl; roleName?: string }) {
  return (
    <>
      <FormField control={control} name="options.permissionSet" label="What the role may read" group>
        {({ value, onChange, onBlur, ...described }) => (
          <RadioCards
            label="What the role may read"
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            aria-describedby={described['aria-describedby']}
            aria-invalid={described['aria-invalid']}
            cards={PERMISSION_SET_ORDER.map((set) => ({ value: set, ...PERMISSION_SET_WORDS[set] }))}
            className="md:grid-cols-3"
          />
        )}
      </FormField>
      <div className="grid gap-4 md:grid-cols-2">
        <FormField
          control={control}
          name="options.roleName"
          label="Role name"
          aside="optional"
          help={roleName ? 'The role the files make.' : 'Left empty, Mooring names it mooring-scanner- and a short id.'}
        >
          {({ value, onChange, ...field }) => (
            <Input
              {...field}
              mono
              value={value ?? ''}
              onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
              placeholder={roleName ?? 'mooring-scanner-…'}
            />
          )}
        </FormField>
        <FormField
          control={control}
          name="options.existingProviderArn"
          label="Existing OIDC provider"
          aside="optional"
          help="An account has one provider per issuer. When it trusts this workspace already, give that provider’s ARN and the files reuse it."
        >
          {({ value, onChange, ...field }) => (
            <Input
              {...field}
              mono
              value={value ?? ''}
              onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
              placeholder="arn:aws:iam::123456789012:oidc-provider/…"
            />
          )}
        </FormField>
      </div>
    </>
  );
}
