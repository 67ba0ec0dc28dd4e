import type { Config } from 'jest';

// The driver probes cloud metadata addresses when it loads; no test may leave the machine.
process.env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true';

const config: Config = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^snowpark-session$': '<rootDir>/src/index.ts',
    '^snowpark-session-local$': '<rootDir>/local/src/index.ts',
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: { ...compilerOptions() } }] },
  testMatch: ['**/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/local/dist/'],
  // Much of a test's time is waiting for a child process or the engine; one core left idle would double it.
  maxWorkers: '100%',
  // For a machine that does other work as well: what is to end soon has a limit of its own.
  testTimeout: 90_000,
  reporters: ['default', '<rootDir>/scripts/count-reporter.js'],
};

/** ts-jest only transpiles here; `npm run check` finds the type errors. */
function compilerOptions(): Record<string, unknown> {
  return {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    isolatedModules: true,
    verbatimModuleSyntax: true,
    sourceMap: true,
    esModuleInterop: true,
    rootDir: '.',
  };
}

export default config;
