// Compiles src/main/solidity with the pinned solc into
//   target/solidity/<Name>.json                                   abi, bytecode, storage layout of each deployable contract
//   target/solidity-resources/io/peerz/contracts/abi/<Name>.json  the ABI alone, for the class path
//   target/solidity-resources/io/peerz/contracts/doc/<Name>.json  its NatSpec by signature: {"pay(uint256)": {notice, params}}
// Any warning, a contract above the EIP-170 size limit, or a storage layout that differs from
// snapshots/storage.json fails the build. `--update-snapshots` rewrites the snapshot instead.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const EIP170_LIMIT_BYTES = 24_576;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sourceDir = join(root, "src/main/solidity");
const outDir = join(root, "target/solidity");
const abiDir = join(root, "target/solidity-resources/io/peerz/contracts/abi");
const docDir = join(root, "target/solidity-resources/io/peerz/contracts/doc");
const stampFile = join(outDir, ".stamp");
const storageSnapshot = join(root, "snapshots/storage.json");
const updateSnapshots = process.argv.includes("--update-snapshots");

const settings = {
  viaIR: true,
  optimizer: { enabled: true, runs: 200 },
  evmVersion: "cancun",
  metadata: { bytecodeHash: "none" },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout", "userdoc", "devdoc"] } },
};

function fail(message) {
  console.error(`solidity: ${message}`);
  process.exit(1);
}

function solidityFiles() {
  return readdirSync(sourceDir, { recursive: true }).filter((f) => f.endsWith(".sol")).sort();
}

function stampOf(files) {
  const hash = createHash("sha256");
  const inputs = [...files.map((f) => join(sourceDir, f)), join(root, "package-lock.json"), fileURLToPath(import.meta.url)];
  if (existsSync(storageSnapshot)) inputs.push(storageSnapshot);
  for (const file of inputs) hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function compile(files) {
  const solc = createRequire(import.meta.url)("solc");
  const sources = Object.fromEntries(files.map((f) => [f, { content: readFileSync(join(sourceDir, f), "utf8") }]));
  const readImport = (path) => {
    const file = join(root, "node_modules", path);
    return path.startsWith("@") && existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `not found: ${path}` };
  };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings }), { import: readImport }));
  // OpenZeppelin's transient guard draws a general warning about transient storage; it is safe as used there.
  const problems = (output.errors ?? []).filter((e) => !(e.errorCode === "2394" && e.sourceLocation?.file.startsWith("@openzeppelin/")));
  for (const p of problems) console.error(p.formattedMessage);
  if (problems.length > 0) fail(`${problems.length} errors or warnings`);
  return output.contracts;
}

/** The contracts that are deployed: each lives in a file of its own name at the top of src/main/solidity. */
function deployables(contracts, files) {
  return files.filter((f) => !f.includes("/")).map((f) => {
    const name = f.replace(/\.sol$/, "");
    const c = contracts[f]?.[name] ?? fail(`${f} does not define ${name}`);
    const sizeBytes = c.evm.deployedBytecode.object.length / 2;
    if (sizeBytes === 0) fail(`${name} is abstract`);
    if (sizeBytes > EIP170_LIMIT_BYTES) fail(`${name} has ${sizeBytes} bytes, above the limit of ${EIP170_LIMIT_BYTES}`);
    return { name, sizeBytes, abi: c.abi, bytecode: { object: `0x${c.evm.bytecode.object}` }, storageLayout: c.storageLayout, doc: docOf(c) };
  });
}

/** What the comments say of each function, event and error, by its signature. */
function docOf({ userdoc, devdoc }) {
  const doc = {};
  for (const kind of ["methods", "events", "errors"]) {
    for (const [signature, entry] of Object.entries({ ...devdoc[kind], ...userdoc[kind] })) {
      const words = [userdoc[kind]?.[signature], devdoc[kind]?.[signature], entry].flat().filter(Boolean);
      const notice = words.map((part) => part.notice ?? part.details).find(Boolean);
      const params = words.map((part) => part.params).find(Boolean);
      if (notice || params) doc[signature] = { notice: notice ?? "", ...(params ? { params } : {}) };
    }
  }
  return doc;
}

/** Slot, offset and type of each variable, without the compiler's node numbers. */
function layoutOf(contract) {
  const strip = (type) => type.replace(/\)\d+/g, ")").replace(/\d+_storage/g, "_storage");
  return (contract.storageLayout.storage ?? []).map((v) => `${v.slot}+${v.offset} ${v.label}: ${strip(v.type)}`);
}

function checkStorage(contracts) {
  const actual = JSON.stringify(Object.fromEntries(contracts.map((c) => [c.name, layoutOf(c)])), null, 2) + "\n";
  if (updateSnapshots) return writeFileSync(storageSnapshot, actual);
  const expected = existsSync(storageSnapshot) ? readFileSync(storageSnapshot, "utf8") : "";
  if (actual !== expected) {
    writeFileSync(join(outDir, "storage.actual.json"), actual);
    fail("storage layout differs from snapshots/storage.json; if that is intended run: node tools/compile.mjs --update-snapshots");
  }
}

function emit(contracts) {
  for (const c of contracts) {
    writeFileSync(join(outDir, `${c.name}.json`), JSON.stringify({ abi: c.abi, bytecode: c.bytecode, storageLayout: c.storageLayout }));
    writeFileSync(join(abiDir, `${c.name}.json`), JSON.stringify(c.abi));
    writeFileSync(join(docDir, `${c.name}.json`), JSON.stringify(c.doc));
  }
}

const files = solidityFiles();
if (!updateSnapshots && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stampOf(files)) {
  console.log("solidity: up to date");
  process.exit(0);
}
for (const dir of [outDir, abiDir, docDir]) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}
const contracts = deployables(compile(files), files);
checkStorage(contracts);
emit(contracts);
writeFileSync(stampFile, stampOf(files));
for (const c of contracts) console.log(`solidity: ${c.name} ${c.sizeBytes} bytes`);
