/** Cells that a spreadsheet would run as a formula (OWASP, CSV injection); a leading apostrophe makes them text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line of RFC 4180 with CRLF. Names and tags come from other people's accounts, so no cell is ever a formula. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
