// Runs every invariant at length, one after the other, and prints calls and result of each. A word as argument names the
// invariants whose name contains it: `npm run invariants:long -- I12`. What is a rule of one call is fuzzed as often.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const forge = process.env.PEERZ_FORGE ?? join(root, "node_modules/@foundry-rs/forge-linux-amd64/bin/forge");
const wanted = process.argv[2] ?? "";

// [invariant, test, calls that one run of it makes]
const invariants = [
  ["I1", "invariant_I1_", 1],
  ["I2", "invariant_I2_", 1],
  ["I3", "invariant_I3_", 1],
  ["I4 (one round)", "testFuzz_I4_", 1],
  ["I4, I5, I9", "testFuzz_everyJobEndsAndConservesItsMoney", 30],
  ["I6", "testFuzz_I6_pay", 1],
  ["I6 (others)", "testFuzz_I6_no", 1],
  ["I7", "testFuzz_I7_", 1],
  ["I8", "testFuzz_I8_", 1],
  ["I10", "testFuzz_I10_", 20],
  ["I11", "invariant_I11_", 1],
  ["I12", "invariant_I12_", 1],
  ["I13", "invariant_I13_", 1],
  ["I14", "invariant_I14_", 1],
  ["I15", "invariant_I15_", 1],
];

function run(test) {
  const result = spawnSync(forge, ["test", "--json", "--match-test", test], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, FOUNDRY_PROFILE: "long" },
  });
  const line = result.stdout.split("\n").find((l) => l.startsWith("{"));
  if (!line) throw new Error(`forge said nothing about ${test}: ${result.stderr}`);
  return Object.values(JSON.parse(line)).flatMap((suite) => Object.values(suite.test_results));
}

let broken = 0;
console.log("| invariant | calls | reverts | seconds | result |\n|---|---|---|---|---|");
for (const [name, test, callsPerRun] of invariants.filter(([, t]) => t.includes(wanted))) {
  const began = Date.now();
  const results = run(test);
  if (results.length === 0) throw new Error(`there is no test ${test}`);
  for (const { status, reason, kind } of results) {
    const { calls, runs, reverts } = kind.Invariant ?? kind.Fuzz ?? {};
    const made = kind.Invariant ? calls : runs * callsPerRun;
    const held = status === "Success";
    if (!held) broken++;
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`| ${name} | ${made} | ${reverts ?? 0} | ${seconds} | ${held ? "holds" : `BROKEN: ${reason}`} |`);
  }
}
process.exit(broken === 0 ? 0 : 1);
