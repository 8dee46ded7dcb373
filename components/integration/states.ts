import type { StateName } from '@/components/ui/states';
import type { Integration } from '@/lib/schemas/integration';

/** The word a state of an integration is shown by. */
export const INTEGRATION_WORD = {
  draft: 'draft',
  connected: 'connected',
  failing: 'failing',
  open_role: 'open role',
} as const satisfies Record<Integration['state'], StateName>;
