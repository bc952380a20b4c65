// Runs `npm ci` only when the lock file differs from the one that node_modules was installed from.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "node_modules/.peerz-lock");
const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");

if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lock) process.exit(0);
const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
if (npm.status !== 0) {
  console.error("npm ci failed: Node 20 or newer and a reachable package registry are needed");
  process.exit(npm.status ?? 1);
}
writeFileSync(stampFile, lock);
