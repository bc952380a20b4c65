// What the scripts that play a client against a live gateway have in common.
import { readFileSync } from "node:fs";

let failed = 0;

/** One statement about the gateway: holds or fails, and says why. */
export async function check(name, work) {
  const started = Date.now();
  try {
    const figure = await work();
    console.log(`ok   ${name} (${figure ? `${figure}, ` : ""}${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${error.message}`);
  }
}

/** Says how it went and leaves with the exit code for it. */
export function leave() {
  console.log(failed === 0 ? "all checks hold" : `${failed} checks failed`);
  process.exit(failed === 0 ? 0 : 1);
}

export function must(condition, words) {
  if (!condition) throw new Error(words);
}

export const pause = (millis) => new Promise((resume) => setTimeout(resume, millis));

/** Asks until there is an answer; fails after that many milliseconds. */
export async function until(what, millis, ask) {
  const end = Date.now() + millis;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    must(Date.now() < end, `not within ${millis / 1000} s: ${what}`);
    await pause(20);
  }
}

/** Sum over all series of a metric, or of those with a label; 0 where there is none yet. */
export async function metric(server, name, label = "") {
  const text = await (await fetch(new URL("/metrics", server))).text();
  const lines = text.split("\n").filter((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) && line.includes(label));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** What the test tells about its network: nodes, files and addresses. */
export const scene = () => JSON.parse(readFileSync(process.env.PEERZ_SCENE, "utf8"));
