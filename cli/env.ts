/** Everything that the command reads from its environment, with what `--help` says of it. */
export const VARIABLES = {
  MOORING_URL: 'URL of the install, https://mooring.example.com. Goes before the one of `mooring login`.',
  MOORING_TOKEN: 'API token. Goes before the one of `mooring login`.',
  MOORING_WORKSPACE: 'Workspace, by id or name. Goes before the one of `mooring workspaces use`.',
  MOORING_CONFIG: 'File that `mooring login` writes; ~/.config/mooring/config.json unless set.',
  NO_COLOR: 'Set to anything: no colour.',
} as const;

type Name = keyof typeof VARIABLES | 'FORCE_COLOR' | 'XDG_CONFIG_HOME' | 'HOME' | 'COLUMNS';
export type Environment = Readonly<Partial<Record<Name, string>>>;

/** The one place of the command that reads process.env. An empty variable counts as unset. */
export function readEnvironment(all: Readonly<Record<string, string | undefined>> = process.env): Environment {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) as Environment;
}
