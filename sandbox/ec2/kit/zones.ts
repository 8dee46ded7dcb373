const DIRECTIONS: Readonly<Record<string, string>> = {
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  central: 'c',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
};

export type Zone = { name: string; id: string };

/** Zones of a region: six in us-east-1, two in us-west-1, three elsewhere. Every account sees the same names here. */
export function zonesOf(region: string): Zone[] {
  const [area = '', direction = '', number = ''] = region.split('-');
  const short = `${area}${DIRECTIONS[direction] ?? direction}${number}`;
  const count = region === 'us-east-1' ? 6 : region === 'us-west-1' ? 2 : 3;
  return [...'abcdef'.slice(0, count)].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${short}-az${index + 1}`,
  }));
}
