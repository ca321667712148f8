// One project per tests/ folder, sorted by what the tests need. `npm test` runs them all but tests/long.
const transform = {
  // hucre has ES modules only, which Jest can't import by itself.
  '^.+\\.(ts|mjs)$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

const project = (name, options = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform,
  testEnvironment: 'node',
  transformIgnorePatterns: ['/node_modules/(?!hucre/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  ...options,
});

const needsPostgres = {
  globalSetup: '<rootDir>/tests/setup/postgres-start.ts',
  globalTeardown: '<rootDir>/tests/setup/postgres-stop.ts',
};

// Only where real processes, sockets or browsers run: tests/conventions/retries.test.ts holds the list.
const retried = { setupFilesAfterEnv: ['<rootDir>/tests/setup/retry.ts'] };

module.exports = {
  testTimeout: 30_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/tests/setup/retried-tests.js'],
  projects: [
    project('unit'),
    project('conventions'),
    project('deploy'),
    project('edge', retried),
    project('database', needsPostgres),
    project('web', needsPostgres),
    project('system', { ...needsPostgres, ...retried }),
    project('browser', { ...needsPostgres, ...retried }),
    project('long', needsPostgres),
  ],
};
