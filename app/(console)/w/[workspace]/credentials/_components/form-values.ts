import type { z } from 'zod';
import type { createCredentialSchema } from '@/lib/schemas/credential';

/** What the form holds, and what it sends once parsed. */
export type CredentialInput = z.input<typeof createCredentialSchema>;
export type CredentialValues = z.output<typeof createCredentialSchema>;
