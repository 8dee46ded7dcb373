/**
 * The directions of DESIGN section 4. Each folder names everything of ours that it may import; what is not named
 * is refused. A folder may always import itself and, in lib/, the few files that belong to no folder.
 */
const BASE = ['lib/schemas', 'lib/errors', 'lib/paths', 'lib/format', 'lib/query'];
const LOW = [...BASE, 'lib/db', 'lib/auth', 'lib/aws', 'lib/sealing', 'lib/net'];
const MIDDLE = [
  ...LOW,
  'lib/federation',
  'lib/trust',
  'lib/collectors',
  'lib/events',
  'lib/inventory',
  'lib/findings',
  'lib/attestation',
  'lib/terraform',
  'lib/jobs',
  'lib/sensor',
];
const SHARED_FILES = ['lib/env', 'lib/env-forms', 'lib/log', 'lib/log-redact', 'lib/version'];
const UI = ['components', ...BASE, 'lib/contract', 'lib/client'];

const ALLOWED = {
  'lib/schemas': BASE,
  'lib/errors': BASE,
  'lib/paths': BASE,
  'lib/format': BASE,
  'lib/query': BASE,
  'lib/contract': BASE,
  'lib/client': [...BASE, 'lib/contract'],
  'lib/db': [...LOW, ...SHARED_FILES],
  'lib/auth': [...LOW, ...SHARED_FILES],
  'lib/aws': [...LOW, ...SHARED_FILES],
  'lib/sealing': [...LOW, ...SHARED_FILES],
  'lib/net': [...LOW, ...SHARED_FILES],
  'lib/federation': [...MIDDLE, ...SHARED_FILES],
  // The sandbox imports it, and both judge the same language: it stands on nothing that reads a database.
  'lib/trust': BASE,
  'lib/collectors': [...MIDDLE.filter((folder) => folder !== 'lib/db'), ...SHARED_FILES],
  'lib/events': [...MIDDLE.filter((folder) => folder !== 'lib/db'), ...SHARED_FILES],
  'lib/inventory': [...MIDDLE, ...SHARED_FILES],
  'lib/findings': [...MIDDLE.filter((folder) => folder !== 'lib/db'), ...SHARED_FILES],
  'lib/attestation': [...MIDDLE, ...SHARED_FILES],
  'lib/terraform': [...MIDDLE, ...SHARED_FILES],
  'lib/jobs': [...MIDDLE, ...SHARED_FILES],
  'lib/sensor': [...MIDDLE, ...SHARED_FILES],
  'lib/services': [...MIDDLE, ...SHARED_FILES],
  'lib/api': [...MIDDLE, ...SHARED_FILES, 'lib/contract', 'lib/services'],
  components: UI,
  app: [...UI, ...MIDDLE, ...SHARED_FILES, 'lib/services', 'lib/api'],
  workers: [...MIDDLE, ...SHARED_FILES, 'lib/services'],
  cli: [...BASE, 'lib/contract', 'lib/client', 'lib/version'],
  sandbox: ['lib/trust', 'lib/errors', 'lib/schemas'],
};

/** Tests may use the harness that gives them a database, the bundler of what they run as a process, and the sandbox. */
const TEST = '[.](test|fixture|fixtures)[.]tsx?$|/testing[./]';
const FOR_TESTS = ['scripts/test', 'scripts/pg/database', 'scripts/build/bundles', 'sandbox'];
/** The command is tested as a process against the real API. */
const FOR_TESTS_OF = { cli: ['lib/api/testing', 'lib/api/testing-seed', 'lib/db'] };

const OURS = '^(lib|app|components|workers|cli|sandbox|scripts|e2e|bench)/';
const folder = (path) => `^${path}([.]tsx?$|/)`;

const directions = Object.entries(ALLOWED).flatMap(([from, allowed]) => {
  const rule = (name, source, extra) => ({
    name: `${from}${name}`,
    comment: `${from} may import only itself and: ${[...allowed, ...extra].join(', ') || 'nothing'}.`,
    severity: 'error',
    from: source,
    to: { path: OURS, pathNot: [from, ...allowed, ...extra].map(folder) },
  });
  return [
    rule('', { path: folder(from), pathNot: TEST }, []),
    rule(' (tests)', { path: `^${from}/.*(${TEST})` }, [...FOR_TESTS, ...(FOR_TESTS_OF[from] ?? [])]),
  ];
});

export default {
  forbidden: [
    ...directions,
    {
      name: 'folder without a direction',
      comment: 'A folder of lib/ that .dependency-cruiser.mjs does not know has no direction yet: name it there.',
      severity: 'error',
      from: { path: '^lib/[^/]+/', pathNot: Object.keys(ALLOWED).map(folder) },
      to: {},
    },
    {
      name: 'no cycles',
      comment: 'Modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    {
      name: 'domain without a framework',
      comment: 'Services, and what they stand on, know no Next, no React, no HTTP server.',
      severity: 'error',
      from: { path: '^(lib|workers|cli)/', pathNot: '^lib/(api|client|auth)/' },
      to: { path: 'node_modules/(next|react|react-dom|hono)/' },
    },
    {
      name: 'unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^cloudflare:|^bun$' },
    },
  ],
  options: {
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/generated/|^[.]next/|^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
