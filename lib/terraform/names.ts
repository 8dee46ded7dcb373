/**
 * The folder, archive and stack name of an integration: `mooring-` and the name in lower-case letters, digits and
 * dashes, at most 68 characters, so that it needs no quoting and is a CloudFormation stack name.
 */
export function bundleName(integrationName: string): string {
  const slug = integrationName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `mooring-${slug || 'account'}`;
}

/** One word of a POSIX shell command, quoted when any character in it could mean something to the shell. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
