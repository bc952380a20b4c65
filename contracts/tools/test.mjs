// Lints the contracts with solhint and runs their tests with forge, against the bytecode in target/solidity.
// `--long` runs what is random or large at length instead, `--update-snapshots` rewrites snapshots/gas.json instead of comparing with it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const forge = process.env.PEERZ_FORGE ?? join(root, "node_modules/@foundry-rs/forge-linux-amd64/bin/forge");
const update = process.argv.includes("--update-snapshots");
const long = process.argv.includes("--long");

function run(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

run(join(root, "node_modules/.bin/solhint"), ["--disc", "--max-warnings", "0", "src/main/solidity/**/*.sol"]);
console.log("solhint: clean");
if (existsSync(forge)) {
  const tests = long ? ["--match-test", "testLong|invariant_|testFuzz"] : ["--no-match-test", "testLong"];
  run(forge, ["test", ...tests], {
    FOUNDRY_PROFILE: long ? "long" : "default",
    FORGE_SNAPSHOT_CHECK: String(!update),
    FORGE_SNAPSHOT_EMIT: String(update),
  });
} else {
  console.log("forge: not found for this platform, contract tests NOT run; set PEERZ_FORGE to a forge 1.7 binary to run them");
}
