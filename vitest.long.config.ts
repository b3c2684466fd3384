import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    env: { TZ: 'UTC', NO_COLOR: '1' },
    testTimeout: 600_000,
    // each file waits more than it works, for servers that drip and browsers that start
    maxWorkers: 2,
  },
});
