/** A Markdown table; `|`, line ends and (outside of code) `<` in cells are made harmless. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** A generated page: its title, who made it from what, and its parts with one empty line between. */
export function page(title: string, sources: readonly string[], parts: readonly string[]): string {
  const note = `<!-- Made by npm run docs from ${sources.join(', ')}. Change those, not this file. -->`;
  return `${[`# ${title}`, note, ...parts].join('\n\n')}\n`;
}

function cell(text: string): string {
  const prose = text.replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
  return prose.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}
