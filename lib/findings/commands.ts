import type { FixStep } from '@/lib/schemas/finding';
import { shellQuote } from '@/lib/terraform/names';
import type { Judged } from './types';

/** A step that is done by the AWS CLI, each word quoted, in the resource's region where it has one. */
export function cli(text: string, resource: Judged, ...commands: readonly (readonly string[])[]): FixStep {
  const region = resource.region === 'global' ? [] : ['--region', resource.region];
  const lines = commands.map((words) => ['aws', ...words, ...region].map(shellQuote).join(' '));
  return { text, code: { label: 'AWS CLI', language: 'bash', text: lines.join('\n') } };
}

/** A step that is a change of Terraform configuration. */
export function terraform(text: string, lines: readonly string[]): FixStep {
  return { text, code: { label: 'Terraform', language: 'hcl', text: lines.join('\n') } };
}

/** A string of HCL: what would begin an interpolation is written so that it does not. */
export function hcl(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
