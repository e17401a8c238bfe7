import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Needs the tools of another project: npm run test:peers.
    exclude: ["test/peers/**"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 60_000,
  },
});
