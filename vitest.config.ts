import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vitest would leave one of two cores idle.
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 120_000, maxWorkers: 2 },
});
