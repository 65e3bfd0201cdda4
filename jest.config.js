/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
}

const integration = (displayName, { setupFilesAfterEnv = [], ...more }) => ({
  ...shared,
  displayName,
  globals: { PULLKEEPER_TEST_SERVER: displayName },
  setupFilesAfterEnv: ['<rootDir>/test/integration/support/patience.ts', ...setupFilesAfterEnv],
  ...more,
})

/** One project per tier of docs/testing.md. The integration suite is the same on both servers. */
export default {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    integration('embedded', {
      testMatch: ['<rootDir>/test/integration/*.test.ts', '<rootDir>/test/integration/embedded/*.test.ts'],
    }),
    integration('control-plane', {
      globalSetup: '<rootDir>/test/integration/support/startControlPlane.ts',
      globalTeardown: '<rootDir>/test/integration/support/stopControlPlane.ts',
      setupFilesAfterEnv: ['<rootDir>/test/integration/support/skipWithoutControlPlane.ts'],
      testMatch: [
        '<rootDir>/test/cluster/*.test.ts',
        '<rootDir>/test/integration/*.test.ts',
        '<rootDir>/test/integration/control-plane/*.test.ts',
      ],
    }),
    {
      ...shared,
      displayName: 'node',
      globalSetup: '<rootDir>/test/node/support/startNodeCluster.ts',
      globalTeardown: '<rootDir>/test/integration/support/stopControlPlane.ts',
      setupFilesAfterEnv: ['<rootDir>/test/integration/support/skipWithoutControlPlane.ts'],
      testMatch: ['<rootDir>/test/node/*.test.ts'],
    },
  ],
}
