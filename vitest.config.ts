import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    env: { TZ: 'UTC', NO_COLOR: '1', PULLQUOTE_TEST: '1' },
    testTimeout: 60_000,
    maxWorkers: '100%',
  },
});
