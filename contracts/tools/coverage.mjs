// Which branches of the contracts the tests take. forge measures code that it compiled itself, and the tests deploy the shipped
// bytecode, so this works in a copy whose tests deploy forge's. Prints a table and the branches not taken; fails below 95 %.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LEAST_BRANCHES = 0.95;
const GOLDEN = ["proof-of-work-verification/core/src/test/resources/golden", "finetune/src/test/resources/golden"];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const copy = mkdtempSync(join(tmpdir(), "peerz-coverage-"));
const work = join(copy, "contracts");
const forge = process.env.PEERZ_FORGE ?? join(root, "node_modules/@foundry-rs/forge-linux-amd64/bin/forge");

function rewrite(path, from, to) {
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${path}: "${from}" does not stand there`);
  writeFileSync(path, text.replaceAll(from, to));
}

function makeCopy() {
  for (const part of ["src", "tools", "foundry.toml", "snapshots"]) cpSync(join(root, part), join(work, part), { recursive: true });
  for (const folder of GOLDEN) cpSync(join(root, "..", folder), join(copy, folder), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"));
  mkdirSync(join(work, "target/solidity"), { recursive: true });
  rewrite(join(work, "foundry.toml"), 'src = "src/test/solidity"', 'src = "src/main/solidity"');
  const tests = join(work, "src/test/solidity");
  rewrite(join(tests, "support/Deployment.sol"), 'string.concat("target/solidity/", name, ".json")', 'string.concat(name, ".sol:", name)');
  for (const file of readdirSync(tests).filter((f) => f.endsWith(".sol"))) {
    const path = join(tests, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(/deployCode\("target\/solidity\/(\w+)\.json"/g, 'deployCode("$1.sol:$1"'));
  }
}

/** Branches by file: [taken, all, those not taken as "line: text"]. */
function branches(report) {
  const files = new Map();
  let file;
  for (const line of report.split("\n")) {
    if (line.startsWith("SF:")) file = line.slice(3).trim();
    if (!line.startsWith("BRDA:") || !file.startsWith("src/main/")) continue;
    const [at, , , hits] = line.slice(5).trim().split(",");
    const found = files.get(file) ?? { taken: 0, all: 0, missed: [] };
    files.set(file, found);
    found.all += 1;
    if (hits !== "-" && hits !== "0") found.taken += 1;
    else found.missed.push(`${at}: ${readFileSync(join(work, file), "utf8").split("\n")[at - 1].trim()}`);
  }
  return files;
}

let share;
try {
  makeCopy();
  const args = ["coverage", "--report", "lcov", "--report-file", join(work, "lcov.info")];
  const skipped = ["--no-match-contract", "GasTest", "--no-match-test", "testLong"];
  const result = spawnSync(forge, [...args, ...skipped], { cwd: work, encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`forge coverage failed:\n${result.stdout.slice(-4000)}${result.stderr.slice(-4000)}`);
  const files = branches(readFileSync(join(work, "lcov.info"), "utf8"));
  console.log("| contract | branches taken | of | |\n| --- | --- | --- | --- |");
  let [taken, all] = [0, 0];
  for (const [file, b] of [...files].sort()) {
    [taken, all] = [taken + b.taken, all + b.all];
    console.log(`| ${file.replace("src/main/solidity/", "")} | ${b.taken} | ${b.all} | ${((100 * b.taken) / b.all).toFixed(1)} % |`);
  }
  share = taken / all;
  console.log(`| all | ${taken} | ${all} | ${(100 * share).toFixed(1)} % |\n\nNot taken:`);
  for (const [file, b] of files) for (const missed of b.missed) console.log(`- ${file.replace("src/main/solidity/", "")}:${missed}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exit(share < LEAST_BRANCHES ? 1 : 0);
