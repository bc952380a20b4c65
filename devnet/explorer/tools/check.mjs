// Checks the types of the pages; nothing to do where they were left out of the build.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const compiler = join(root, "node_modules/typescript/bin/tsc");
if (!existsSync(compiler)) {
  console.log("explorer: types not checked, the pages were left out of this build");
  process.exit(0);
}
process.exit(spawnSync("node", [compiler, "--noEmit"], { cwd: root, stdio: "inherit" }).status ?? 1);
