// Compiles each mutant of tools/mutants.mjs and runs the tests against it; a mutant that no test fails on has survived.
// Prints a table and fails if one survives unexplained. It works in a copy, so a build beside it is not disturbed.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { equivalent, mutants } from "./mutants.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const copy = mkdtempSync(join(tmpdir(), "peerz-mutants-"));
const work = join(copy, "contracts");
const sourceDir = join(work, "src/main/solidity");
const forge = process.env.PEERZ_FORGE ?? join(root, "node_modules/@foundry-rs/forge-linux-amd64/bin/forge");
const solc = createRequire(import.meta.url)("solc");

for (const part of ["src", "tools", "foundry.toml", "snapshots", "target"]) {
  cpSync(join(root, part), join(work, part), { recursive: true });
}
symlinkSync(join(root, "node_modules"), join(work, "node_modules"));
cpSync(join(root, "../proof-of-work-verification/core/src/test/resources/golden"),
  join(copy, "proof-of-work-verification/core/src/test/resources/golden"), { recursive: true });

const files = readdirSync(sourceDir, { recursive: true }).filter((f) => f.endsWith(".sol"));
const deployables = files.filter((f) => !f.includes("/"));
const original = Object.fromEntries(files.map((f) => [f, readFileSync(join(sourceDir, f), "utf8")]));

/** The contracts whose code contains a file, found by their imports. */
function usersOf(file) {
  const uses = (f, seen = new Set()) => {
    if (f === file) return true;
    if (seen.has(f)) return false;
    seen.add(f);
    return [...original[f].matchAll(/from "(\.[^"]+)"/g)].some((m) => uses(join(dirname(f), m[1]), seen));
  };
  return deployables.filter((f) => uses(f));
}

function compile(file, text) {
  const wanted = usersOf(file);
  const sources = Object.fromEntries(files.map((f) => [f, { content: f === file ? text : original[f] }]));
  const outputSelection = Object.fromEntries(wanted.map((f) => [f, { "*": ["abi", "evm.bytecode.object"] }]));
  const settings = { viaIR: true, optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun", metadata: { bytecodeHash: "none" }, outputSelection };
  const read = (path) => ({ contents: readFileSync(join(root, "node_modules", path), "utf8") });
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }), { import: read }));
  const errors = (output.errors ?? []).filter((e) => e.severity === "error");
  if (errors.length > 0) return errors[0].message;
  for (const f of wanted) {
    const name = f.replace(/\.sol$/, "");
    const c = output.contracts[f][name];
    const json = { abi: c.abi, bytecode: { object: `0x${c.evm.bytecode.object}` } };
    writeFileSync(join(work, "target/solidity", `${name}.json`), JSON.stringify(json));
  }
  return null;
}

/** Names of the tests that fail, or none. Gas is left alone: a mutant must break a rule, not a figure. */
function failures() {
  const args = ["test", "--no-match-test", "testLong", "--no-match-contract", "GasTest", "--fail-fast"];
  const result = spawnSync(forge, args, { cwd: work, encoding: "utf8" });
  return [...result.stdout.matchAll(/\[FAIL[^\]]*\] (\w+)/g)].map((m) => m[1]);
}

const only = process.argv[2];
let survivors = 0;
let tried = 0;
try {
  for (const [file, from, to] of mutants.filter(([f]) => only === undefined || f.includes(only))) {
    if (original[file].split(from).length !== 2) throw new Error(`${file}: "${from}" does not stand there once`);
    tried += 1;
    const saved = Object.fromEntries(usersOf(file).map((f) => f.replace(/sol$/, "json")).map((f) => [f, readFileSync(join(work, "target/solidity", f))]));
    const refused = compile(file, original[file].replace(from, to));
    const failed = refused === null ? failures() : [];
    for (const [f, bytes] of Object.entries(saved)) writeFileSync(join(work, "target/solidity", f), bytes);
    const why = equivalent[`${file}: ${from}`];
    const fate = refused ? `not compiled: ${refused}` : failed.length > 0 ? `killed by ${failed[0]}` : why ? `equivalent: ${why}` : "SURVIVED";
    if (fate === "SURVIVED") survivors += 1;
    const line = (text) => text.replace(/\s+/g, " ").slice(0, 60);
    console.log(`| ${file} | ${line(from)} | ${line(to) || "(removed)"} | ${fate} |`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${tried} mutants, ${survivors} survived unexplained`);
process.exit(survivors === 0 ? 0 : 1);
