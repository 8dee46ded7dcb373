import type { z } from 'zod';
import type { renderedFileSchema } from '@/lib/schemas/integration';

/** A file to show and to download: path below the bundle's folder, language for highlighting, text. */
export type RenderedFile = z.infer<typeof renderedFileSchema>;

/** The constant files of deploy/terraform/examples/onboarding-wif, in reading order. */
export const TERRAFORM_FILES = [
  'main.tf',
  'permissions.tf',
  'variables.tf',
  'outputs.tf',
  'provider.tf',
  'versions.tf',
] as const;
/** The one file that differs between accounts. */
export const VALUES_FILE = 'mooring.auto.tfvars.json';
