// Builds the pages into the module's classes: installs what the lock file names, then runs Vite, each only when something changed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_BYTES = 250_000;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const built = join(root, "../target/classes/io/peerz/devnet/explorer/web/index.html");

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run(command, ...args) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

run("node", "tools/npm-ci.mjs");
const sources = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"].map((name) => join(root, name));
if (existsSync(built) && Math.max(...sources.map(newest)) <= statSync(built).mtimeMs) process.exit(0);
run("node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn");

const assets = join(dirname(built), "assets");
const bytes = readdirSync(assets).reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
console.log(`explorer: ${Math.round(bytes / 1000)} kB of scripts and styles, gzipped; at most ${MOST_BYTES / 1000}`);
if (bytes > MOST_BYTES) {
  rmSync(built);
  process.exit(1);
}
