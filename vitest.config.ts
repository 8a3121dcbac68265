import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Two cores, and the deployed chain waits more than it works: Vitest would leave one of them idle.
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 120_000, maxWorkers: 3 },
});
