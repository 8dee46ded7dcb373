import type { Row } from './compare';

/** The table for a terminal. */
export function textTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ type }) => type.length));
  return rows
    .map((row) => {
      const counts = `AWS CLI ${String(row.aws).padStart(5)}  Mooring ${String(row.mooring).padStart(5)}`;
      return `${row.type.padEnd(width)}  ${counts}  places ${String(row.places).padStart(2)}  ${verdict(row)}`.trimEnd();
    })
    .join('\n');
}

/** The table for the docs: types that moto has, then those it has not, by why. */
export function markdownTable(rows: readonly Row[], versions: string, date: string): string {
  const compared = rows.filter((row) => row.verdict !== 'not in moto');
  const absent = Map.groupBy(
    rows.filter((row) => row.verdict === 'not in moto'),
    ({ remark }) => remark,
  );
  const equal = compared.filter((row) => row.verdict === 'equal').length;
  return [
    `${date}, ${versions}: ${equal} of ${compared.length} types equal in count and ids; ${rows.length - compared.length} more are not in moto.`,
    '',
    '| Type | Listed in | AWS CLI | Mooring | Ids | Remark |',
    '|---|---|---:|---:|---|---|',
    ...compared.map((row) => {
      const where = row.places === 1 ? 'account' : `${row.places} regions`;
      return `| \`${row.type}\` | ${where} | ${row.aws} | ${row.mooring} | ${verdict({ ...row, remark: '' })} | ${row.remark} |`;
    }),
    ...[...absent].flatMap(([why, types]) => ['', `${why}: ${types.map(({ type }) => `\`${type}\``).join(', ')}.`]),
    '',
  ].join('\n');
}

function verdict({ verdict: said, missing, extra, remark }: Row): string {
  const detail = [
    ...(missing.length > 0 ? [`missing ${missing.length} (${missing.slice(0, 3).join(', ')})`] : []),
    ...(extra.length > 0 ? [`extra ${extra.length} (${extra.slice(0, 3).join(', ')})`] : []),
    ...(remark ? [remark] : []),
  ];
  return detail.length > 0 ? `${said}: ${detail.join('; ')}` : said;
}
