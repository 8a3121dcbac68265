import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A table of an SDK client's schemas: a top-level variable that is an array, over one line or several. */
const TABLE = /^((?:export )?(?:var|const) [\w$]+ = )(\[.*\];$|\[[\s\S]*?^\];)/gm;

/**
 * Lets esbuild leave out the schemas of the calls that nobody makes. Each SDK client describes all its shapes in one
 * file of arrays; their computed keys might have side effects for all esbuild knows, so it keeps the 760 calls of EC2 for
 * our five. Here each array is marked as free of them, which it is: its keys are constant texts.
 */
export const shakeSdk: Plugin = {
  name: 'shake-sdk',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text.replace(TABLE, (_, name: string, table: string) => {
          return `${name}/* @__PURE__ */ (() => ${table.slice(0, -1)})();`;
        });
        // A client that is written in another way is bundled whole, and the test of the bundle's size says so.
        return { contents, loader: 'js' };
      },
    );
  },
};
