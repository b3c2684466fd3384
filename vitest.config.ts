import { defineConfig } from 'vitest/config';

// the builds of packages that people run, not those with assertions for whoever develops them
process.env.NODE_ENV = 'production';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    env: { TZ: 'UTC', NO_COLOR: '1', PULLQUOTE_TEST: '1' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // no test patches a module or leaves anything behind, so that files share a process and what it has loaded
    isolate: false,
    maxWorkers: '100%',
  },
});
