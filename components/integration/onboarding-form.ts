import type { z } from 'zod';
import { createIntegrationSchema } from '@/lib/schemas/integration';

/** The wizard's form: what the API takes for a draft. Scope is fixed to Account in this version. */
export const onboardingFormSchema = createIntegrationSchema.pick({
  name: true,
  region: true,
  options: true,
  credentialId: true,
});
export type OnboardingInput = z.input<typeof onboardingFormSchema>;
export type OnboardingValues = z.output<typeof onboardingFormSchema>;

export const ONBOARDING_FIELDS = [
  'name',
  'region',
  'options.permissionSet',
  'options.existingProviderArn',
  'options.roleName',
  'options.services',
  'credentialId',
] as const;
