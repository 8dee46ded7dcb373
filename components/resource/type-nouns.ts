import { typeLook } from '@/components/resource/types';

/** "security group", "security groups": Mooring's own words, else those within the CloudFormation name. */
export function typeNouns(type: string): { noun: string; nouns: string } {
  const { noun, nouns } = typeLook(type);
  if (noun !== type) return { noun, nouns };
  const last = type.split('::').at(-1) ?? type;
  const words = last
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    // Abbreviations keep their capitals: VPC, DB.
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return { noun: words, nouns: plural(words) };
}

function plural(words: string): string {
  if (/(s|x|ch|sh)$/.test(words)) return `${words}es`;
  return /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}
