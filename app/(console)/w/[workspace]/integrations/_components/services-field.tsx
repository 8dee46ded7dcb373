'use client';
import { useQuery } from '@tanstack/react-query';
import { FormField } from '@/components/form/form-field';
import type { OnboardingControl } from '@/components/integration/onboarding-fields';
import { ServiceChoice } from '@/components/integration/service-choice';
import { read } from '@/lib/client/queries';
import { useWorkspaceId } from '../../../../_components/session';

/** Which services the account is scanned for; until it is connected that can be changed. */
export function ServicesField({ control }: { control: OnboardingControl }) {
  const workspaceId = useWorkspaceId();
  const { data } = useQuery(read('integrations.listServices', { params: { workspaceId } }));
  return (
    <FormField
      control={control}
      name="options.services"
      label="What is scanned"
      help="Fixed once the account is connected. All includes what later versions of Mooring collect."
      group
    >
      {({ value, onChange, onBlur, ...described }) => (
        <ServiceChoice
          services={data?.services}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          aria-describedby={described['aria-describedby']}
          aria-invalid={described['aria-invalid']}
        />
      )}
    </FormField>
  );
}
