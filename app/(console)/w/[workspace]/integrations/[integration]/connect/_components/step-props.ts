import type { Integration } from '@/lib/schemas/integration';
import type { useDraft } from './use-draft';

export type StepProps = {
  /** As it was read last; a newer one than the draft's base is someone else's. */
  integration: Integration;
  draft: ReturnType<typeof useDraft>;
};

/** What the account's owner applies. */
export type Format = 'terraform' | 'cloudformation';
