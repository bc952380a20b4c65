// Answers timing questions about llama.cpp, one per line of standard input, with "tokens nanoseconds".
// Arguments: folder of the prebuilt library, GGUF file, threads, sequences, positions of each sequence.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import path from "node:path";

const [folder, file, threads, sequences, positions] = process.argv.slice(2);
const bins = path.resolve(folder, "bins", "linux-x64");
const addon = createRequire(import.meta.url)(path.join(bins, "llama-addon.node"));
addon.setLogger(() => {});
addon.loadBackends(bins);
await addon.init();

const model = new addon.AddonModel(file, { gpuLayers: 0, useMmap: true, addonExports: addon });
if (!(await model.init())) throw new Error("llama.cpp refuses " + file);
const context = new addon.AddonContext(model, {
  contextSize: Number(sequences) * Number(positions),
  batchSize: 512,
  sequences: Number(sequences),
  threads: Number(threads),
  flashAttention: "auto",
});
if (!(await context.init())) throw new Error("llama.cpp has no room for its context");

const tokens = (count) => Uint32Array.from({ length: count }, (_, i) => 100 + ((i * 31) % 8000));

async function step(batch, position, count, withLogits) {
  context.initBatch(batch * count);
  const wanted = withLogits ? Uint32Array.of(count - 1) : new Uint32Array(0);
  for (let s = 0; s < batch; s++) context.addToBatch(s, position, tokens(count), wanted);
  await context.decodeBatch();
}

async function fill(sequence, count) {
  for (let at = 0; at < count; at += 512) {
    const rows = Math.min(512, count - at);
    context.initBatch(rows);
    context.addToBatch(sequence, at, tokens(rows), new Uint32Array(0));
    await context.decodeBatch();
  }
}

function forget(batch, from) {
  for (let s = 0; s < batch; s++) context.removeTokenCellsFromSequence(s, from, -1);
}

async function decode(batch, behind, steps) {
  for (let s = 0; s < batch; s++) {
    if (context.getSequenceKvCacheMaxPosition(s) + 1 !== behind) {
      forget(Number(sequences), 0);
      for (let t = 0; t < batch; t++) await fill(t, behind);
    }
  }
  const started = process.hrtime.bigint();
  for (let i = 0; i < steps; i++) await step(batch, behind + i, 1, true);
  const nanos = process.hrtime.bigint() - started;
  forget(batch, behind);
  return `${batch * steps} ${nanos}`;
}

async function prefill(count) {
  forget(Number(sequences), 0);
  const started = process.hrtime.bigint();
  await fill(0, count);
  return `${count} ${process.hrtime.bigint() - started}`;
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [what, a, b, c] = line.split(" ");
  console.log(what === "decode" ? await decode(+a, +b, +c) : await prefill(+a));
}
process.exit(0);
