import { AppError } from '@/lib/errors/app-error';
import { BLOCKS, type BlockText } from './explain-texts';
import { deployFiles } from './generated/files';
import type { Onboarding } from './input';

/** One block of a file in plain words. Lines count from 1, both included. */
export type Explanation = {
  path: string;
  fromLine: number;
  toLine: number;
  /** Terraform's address, such as `aws_iam_role.scanner`. */
  address: string;
  title: string;
  text: string;
  /** How many objects `terraform apply` makes in the account for this block with these values; 0 for what only reads. */
  creates: number;
};

/** Every block that makes or decides something, in reading order, for these values. */
export function explainTerraform(input: Onboarding): Explanation[] {
  return BLOCKS.map((block) => {
    const [fromLine, toLine] = blockLines(deployFiles[`terraform/${block.path}`], block.header);
    return {
      path: block.path,
      fromLine,
      toLine,
      address: address(block),
      title: block.title,
      text: block.text(input),
      creates: block.creates(input),
    };
  });
}

/** How many objects the apply adds in all, which is what `terraform plan` says for an empty state. */
export function plannedCount(input: Onboarding): number {
  return BLOCKS.reduce((sum, block) => sum + block.creates(input), 0);
}

/** First and last line of the top-level block that begins with `header`; `terraform fmt` puts its brace in column 0. */
export function blockLines(content: string, header: string): [number, number] {
  const lines = content.split('\n');
  const from = lines.indexOf(`${header} {`);
  const to = lines.findIndex((line, index) => index > from && line === '}');
  if (from < 0 || to < 0) throw new AppError('internal', `The Terraform module has no block ${header}.`);
  return [from + 1, to + 1];
}

function address(block: BlockText): string {
  const words = [...block.header.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const name = words.join('.');
  return block.header.startsWith('data ') ? `data.${name}` : name || block.header;
}
