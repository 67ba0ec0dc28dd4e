/** Where a step looks: at this machine, at the way to the server, or at the session. */
export type Phase = 'here' | 'way' | 'session';

interface Definition {
  readonly title: string;
  readonly phase: Phase;
  /** Steps without which this one means nothing. */
  readonly needs: readonly string[];
}

/** The steps in their order. */
export const STEPS = {
  environment: { title: 'Environment', phase: 'here', needs: [] },
  files: { title: 'Files', phase: 'here', needs: [] },
  toml: { title: 'TOML', phase: 'here', needs: [] },
  connection: { title: 'Connection', phase: 'here', needs: [] },
  parameters: { title: 'Parameters', phase: 'here', needs: ['connection'] },
  credentials: { title: 'Credentials', phase: 'here', needs: ['parameters'] },
  proxy: { title: 'Proxy', phase: 'way', needs: ['parameters'] },
  dns: { title: 'Name lookup', phase: 'way', needs: ['proxy'] },
  tcp: { title: 'TCP', phase: 'way', needs: ['dns'] },
  tunnel: { title: 'Proxy tunnel', phase: 'way', needs: ['tcp'] },
  tls: { title: 'TLS', phase: 'way', needs: ['tunnel'] },
  http: { title: 'HTTP', phase: 'way', needs: ['tls'] },
  clock: { title: 'Clock', phase: 'way', needs: ['http'] },
  login: { title: 'Login', phase: 'session', needs: ['credentials', 'http'] },
  role: { title: 'Role', phase: 'session', needs: ['login'] },
  warehouse: { title: 'Warehouse', phase: 'session', needs: ['login'] },
  database: { title: 'Database', phase: 'session', needs: ['login'] },
  schema: { title: 'Schema', phase: 'session', needs: ['login', 'database'] },
  query: { title: 'Query', phase: 'session', needs: ['login'] },
  storage: { title: 'Storage', phase: 'session', needs: ['login'] },
  close: { title: 'Logout', phase: 'session', needs: ['login'] },
} as const satisfies Readonly<Record<string, Definition>>;

/** The stable name of a step. */
export type StepId = keyof typeof STEPS;

/** All steps in their order. */
export const stepIds: readonly StepId[] = Object.keys(STEPS).filter(isStepId);

/** The steps without which this one means nothing. */
export function needsOf(id: StepId): readonly StepId[] {
  return STEPS[id].needs;
}

function isStepId(id: string): id is StepId {
  return Object.hasOwn(STEPS, id);
}
