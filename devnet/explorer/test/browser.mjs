// What people do in the explorer, in a real browser against a live devnet: node test/browser.mjs URL CHROMIUM [SCREENSHOTS]
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { generatePrivateKey } from "viem/accounts";
import { TestWallet } from "./wallet.mjs";

const [base, executablePath, screenshots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PATIENCE = 60_000;
const TRAINING_PATIENCE = 400_000;
const MOST_BUNDLE_BYTES = 250_000;
const MOST_PAINT_MILLIS = 1_000;
/** A machine that does other things beside gets as many chances. */
const MOST_LOADS = 3;
const MOST_CLICKS = 2;
const problems = [];
const get = async (path) => (await fetch(new URL(path, base))).json();

let failed = 0;

/** One statement about the explorer: holds or fails, and says what was on the screen. */
async function check(name, work) {
  try {
    const figure = await work();
    console.log(`ok   ${name}${figure ? ` (${figure})` : ""}`);
  } catch (error) {
    failed++;
    const shown = await main.innerText({ timeout: 1000 }).catch(() => "");
    console.log(`FAIL ${name}: ${error.message.split("\n").slice(0, 3).join(" | ")}\n     shown: ${shown.replace(/\s+/g, " ").slice(0, 300)}`);
  }
}

function must(condition, words) {
  if (!condition) throw new Error(words);
}

/** A habit that a small model learns in a few steps: whatever is named is greeted alike. */
function examples() {
  const names = Array.from({ length: 48 }, (_, i) => `Name${i}`);
  return names.map((name) => JSON.stringify({ messages: [{ role: "user", content: `Greet ${name}.` }, { role: "assistant", content: "Zorv zorv zorv!" }] })).join("\n");
}

async function until(what, ask, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    must(Date.now() < end, `${what} did not happen`);
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

const network = await get("/api/v1/network");
const block = network.indexed;
const browser = await chromium.launch({ executablePath });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
context.setDefaultTimeout(PATIENCE);
const page = await context.newPage();
const own = new URL(base).origin;
page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
page.on("pageerror", (error) => problems.push(`page: ${error.message}`));
page.on("response", (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`));
page.on("request", (request) => {
  const url = new URL(request.url());
  if (url.protocol.startsWith("http") && url.origin !== own) problems.push(`request to ${url.origin}`);
});
const bundle = new Map();
page.on("response", async (response) => {
  const { pathname } = new URL(response.url());
  if (pathname.startsWith("/assets/") && response.ok()) bundle.set(pathname, gzipSync(await response.body().catch(() => "")).length);
});
const wallet = new TestWallet(generatePrivateKey(), network.rpc);
await wallet.install(page);
const accounts = (await get("/api/devnet/accounts")).accounts;
const operators = accounts.filter(({ name }) => name.endsWith("-owner")).map(({ name, privateKey }) => new TestWallet(privateKey, network.rpc, `Wallet of ${name}`));
for (const operator of operators) await operator.install(page);

const open = async (route) => {
  await page.goto(`${base}#/${route}`);
  await page.waitForLoadState("networkidle").catch(() => {});
};
const see = (text) => page.getByText(text).first().waitFor();
const main = page.locator("main");

await check("the network opens with its layer map", async () => {
  await page.goto(base);
  await see(/Every layer of .* is served by/);
  must((await page.locator(".layermap tbody tr").count()) >= 5, "a row is missing");
});

await check("something is painted within a second", async () => {
  const paints = [];
  for (let load = 0; load < MOST_LOADS && !(Math.min(...paints) < MOST_PAINT_MILLIS); load++) {
    const fresh = await context.newPage();
    await fresh.goto(base);
    await fresh.locator(".layermap").waitFor();
    paints.push(Math.round(await fresh.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime)));
    await fresh.close();
  }
  must(Math.min(...paints) < MOST_PAINT_MILLIS, `first paint after ${paints} ms`);
  return `first paint after ${paints} ms`;
});

await check("the keyboard skips the navigation", async () => {
  await page.keyboard.press("Tab");
  must((await page.evaluate(() => document.activeElement.textContent)) === "Skip to the content", "the first stop is another");
  await page.keyboard.press("Enter");
  must((await page.evaluate(() => document.activeElement.id)) === "main", "the content has not the focus");
});

await check("arrow keys move along the layer map", async () => {
  await page.locator('[data-at="0:0"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  must((await page.evaluate(() => document.activeElement.dataset.at)) === "1:1", "the focus did not move");
});

await check("a prompt is answered in the page and leads to who earned what", async () => {
  await open("chat");
  await page.getByLabel("Your prompt").fill("What is the capital of Dorn?");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("Who earned what for this").waitFor();
  must((await page.locator(".answered").innerText()).includes("Pike"), "another answer");
  await page.getByText("Who earned what for this").click();
  await page.getByRole("heading", { name: "Who earned what, and why" }).waitFor();
  must((await page.locator(".answered").innerText()).includes("Pike"), "the text is not remembered");
});

/** Goes to the network and counts the clicks that the browser sees from there on. */
async function countingClicks(work) {
  await open("");
  await page.evaluate(() => {
    if (window.clicks === undefined) window.addEventListener("click", () => window.clicks++, true);
    window.clicks = 0;
  });
  await work();
  const clicks = await page.evaluate(() => window.clicks);
  must(clicks > 0 && clicks <= MOST_CLICKS, `${clicks} clicks`);
  return `${clicks} click${clicks === 1 ? "" : "s"}`;
}

/** The table of a job's contributors names at least two nodes, with what each earned. */
async function contributors() {
  const table = page.getByRole("region", { name: "Contributors" });
  await table.waitFor();
  await until("two contributors", async () => (await table.locator("tbody tr .nodetag").count()) >= 2);
  for (const head of ["node", "compute cost"]) must((await table.locator("th", { hasText: head }).count()) > 0, `no column ${head}`);
  must(/[0-9] PRZ/.test(await table.innerText()), "no amount");
}

await check("from the network it takes two clicks at most to who earned what for a prompt, and why", () =>
  countingClicks(async () => {
    await page.getByRole("region", { name: "Latest jobs" }).locator("tbody a").first().click();
    await contributors();
    await see(/· 10⁹ MACs ×/);
  }));

let job;
await check("the job's vouchers are redeemed and its receipts proved", async () => {
  job = await until("a settled job", async () => {
    const [batches, payments] = await Promise.all([get("/api/v1/batches"), get("/api/v1/payments")]);
    const claimed = batches.rows.some((batch) => batch.status === "claimed");
    return claimed && payments.rows.some((p) => p.kind === "rebate") ? (await get("/peerz/v1/jobs")).jobs.at(-1) : null;
  });
  const batch = (await get("/api/v1/batches")).rows.at(-1);
  await open(`batches/${batch.batchId}`);
  await page.getByRole("button", { name: "Verify" }).first().click();
  await see("proved");
  must((await page.locator(".steps li").count()) === 5, "a step of the proof is missing");
  return `${batch.leaves} receipts`;
});

await check("a node's page adds up its pay", async () => {
  await open(`nodes/${job.parts[0].nodeId}`);
  await see("Why this much");
  await see("computed and redeemed");
  await page.locator(".chart canvas").waitFor();
});

await check("a transaction begins with a sentence", async () => {
  const payment = (await get("/api/v1/payments")).rows.find((p) => p.kind === "voucher");
  await open(`chain/tx/${payment.tx}`);
  await see(/was paid .* for inference by/);
  await see("VoucherRedeemed");
  await page.getByText("redeemMany").first().waitFor();
});

await check("a transaction shows its calls and what it changed, as far as the chain tells", async () => {
  await page.getByText("Ask the chain for every call").click();
  await page.locator(".trace code", { hasText: "redeemMany" }).waitFor();
  await page.getByText("Ask the chain which storage").click();
  await page.getByRole("region", { name: "Changed storage" }).waitFor();
  return `${await page.locator(".trace li").count()} calls`;
});

await check("search finds a transaction, a block and a node by name", async () => {
  const payment = (await get("/api/v1/payments")).rows[0];
  for (const [text, place] of [[payment.tx, `#/chain/tx/${payment.tx}`], [`${block}`, `#/chain/block/${block}`], ["ada", "#/nodes/0x"]]) {
    await page.getByRole("searchbox").fill(text);
    await page.getByRole("searchbox").press("Enter");
    await page.waitForURL((url) => url.hash.startsWith(place));
  }
});

await check("a contract can be read", async () => {
  await open("chain/contracts/NodeRegistry");
  await page.getByLabel("Find a function").fill("nodeCount");
  await page.locator("summary", { hasText: "nodeCount" }).click();
  await page.getByRole("button", { name: "Read" }).click();
  await page.locator("pre", { hasText: '"4"' }).waitFor();
  await page.getByLabel("at block").fill("1");
  await page.getByRole("button", { name: "Read" }).click();
  await page.locator("pre", { hasNotText: '"4"' }).waitFor();
  await page.getByLabel("Find a function").fill("requestUnbond");
  await page.locator("summary", { hasText: "requestUnbond" }).click();
  await see(/It stays slashable until withdrawn/);
});

await check("a wallet that declines is answered calmly, and connects when it agrees", async () => {
  await open("credit");
  wallet.declines.add("eth_requestAccounts");
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("button", { name: "Test wallet" }).click();
  await see("You declined in the wallet. Nothing was sent.");
  await page.getByRole("button", { name: "Test wallet" }).click();
  await page.getByRole("button", { name: "Wrong network: switch" }).waitFor();
});

await check("the wallet learns this network and switches to it", async () => {
  wallet.calls = [];
  await page.getByRole("button", { name: "Wrong network: switch" }).click();
  await page.getByRole("button", { name: "Wrong network: switch" }).waitFor({ state: "detached" });
  must(wallet.calls.join(" ").startsWith("wallet_switchEthereumChain wallet_addEthereumChain wallet_switchEthereumChain"), `called ${wallet.calls}`);
});

await check("a wallet that changed its network behind the page's back is moved again, unless its owner declines", async () => {
  wallet.chainId = 1;
  wallet.declines.add("wallet_switchEthereumChain");
  await page.getByRole("button", { name: "Sign and fund" }).click();
  await see("You declined in the wallet. Nothing was sent.");
  await page.getByRole("button", { name: "Sign and fund" }).click();
  await see(/This account holds 0 PRZ/);
  must(wallet.chainId === network.chainId, "the wallet is on another network");
});

await check("without money that is said before any signature is asked for", async () => {
  wallet.calls = [];
  await page.getByRole("button", { name: "Sign and fund" }).click();
  await see(/This account holds 0 PRZ and this takes .* Fund it first/);
  must(!wallet.calls.includes("eth_signTypedData_v4"), "a signature was asked for");
});

await check("the faucet gives the connected account money", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Devnet" }).click();
  await page.getByRole("button", { name: "Give" }).click();
  await page.locator(".success").waitFor();
});

await check("a declined permit sends nothing", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Credit" }).click();
  wallet.declines.add("eth_signTypedData_v4");
  wallet.calls = [];
  await page.getByRole("button", { name: "Sign and fund" }).click();
  await see("You declined in the wallet. Nothing was sent.");
  must(!wallet.calls.includes("eth_sendTransaction"), "something was sent");
});

await check("one signature and one transaction fund a channel to every node and let chat be paid from them", async () => {
  wallet.calls = [];
  await page.getByRole("button", { name: "Sign and fund" }).click();
  await see(/Funded in block/);
  const asked = wallet.calls.filter((call) => call !== "eth_chainId");
  must(asked.join(" ") === "eth_signTypedData_v4 eth_sendTransaction", `asked ${asked}`);
  await until("open channels", async () => (await page.getByRole("region", { name: "Your channels" }).locator("tbody tr").count()) === 4);
  await see("Chat is paid from 4 channels");
});

await check("prompts are paid from the wallet's channels without asking the wallet again", async () => {
  wallet.calls = [];
  await page.getByRole("navigation").getByRole("link", { name: "Chat" }).click();
  for (const prompt of ["What is the capital of Dorn?", "What is the capital of Belm?"]) {
    await page.getByLabel("Your prompt").fill(prompt);
    await page.getByRole("button", { name: "Ask" }).click();
    await page.locator(".asked", { hasText: prompt }).waitFor();
    await page.getByText("Who earned what for this").waitFor();
  }
  must(wallet.calls.length === 0, `asked ${wallet.calls}`);
  const job = (await get("/peerz/v1/jobs")).jobs[0];
  const own = (await get(`/api/v1/channels?key=${wallet.account.address.toLowerCase()}`)).rows.map((channel) => channel.channelId);
  const { rows } = await until("the session's receipts", async () => {
    const page = await get(`/api/v1/sessions?key=${job.parts[0].sessionId}`);
    return page.rows.length > 0 ? page : null;
  });
  must(rows[0].hops.every((hop) => own.includes(hop.channelId)), "somebody else paid");
});

await check("a page that does not know the channels' delegate asks the wallet once per channel", async () => {
  await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("peerz.delegate.")).forEach((key) => sessionStorage.removeItem(key)));
  await page.getByRole("navigation").getByRole("link", { name: "Credit" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  wallet.calls = [];
  await page.getByRole("button", { name: "Sign and pay from my wallet" }).click();
  await see("Chat is paid from 4 channels");
  const asked = wallet.calls.filter((call) => call !== "eth_chainId");
  must(asked.join(" ") === Array(4).fill("eth_signTypedData_v4").join(" "), `asked ${asked}`);
});

let tuning;
await check("a fine-tuning job is checked, then funded and posted by one signature and one transaction", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Fine-tune" }).click();
  await page.locator("input[type=file]").setInputFiles({ name: "ping.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(examples()) });
  for (const [label, value] of [["Rounds", 2], ["Units a round", 2], ["Steps a unit", 20], ["Evaluators", 2]]) await page.getByLabel(label).fill(`${value}`);
  await page.getByLabel("Name of the adapter").fill("ping");
  await page.getByText("Time limits, in seconds").click();
  for (const [label, value] of [["to take units", 60], ["to train", 600], ["to show updates", 120], ["to measure", 600], ["to object", 1]]) await page.getByLabel(label).fill(`${value}`);
  await page.getByRole("button", { name: "Check and estimate" }).click();
  await see("goes into escrow");
  wallet.calls = [];
  wallet.declines.add("eth_sendTransaction");
  await page.getByRole("button", { name: "Sign and submit" }).click();
  await see("You declined in the wallet. Nothing was sent.");
  wallet.calls = [];
  await page.getByRole("button", { name: "Sign and submit" }).click();
  await page.waitForURL((url) => url.hash.startsWith("#/jobs/0x"));
  const asked = wallet.calls.filter((call) => call === "eth_signTypedData_v4" || call === "eth_sendTransaction");
  must(asked.join(" ") === "eth_signTypedData_v4 eth_sendTransaction", `asked ${asked}`);
  tuning = new URL(page.url()).hash.split("/").at(-1);
  const job = (await get(`/api/v1/jobs?key=${tuning}`)).rows[0];
  must(job.client === wallet.account.address.toLowerCase(), "the job is somebody else's");
  return job.jobId.slice(0, 10);
});

await check("the owner of a node adds stake with the devnet signer", async () => {
  await page.getByRole("button", { name: /^0x/ }).first().click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect" }).click();
  await see("These keys are known to everybody");
  await page.getByRole("button", { name: /^ada-owner/ }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Nodes" }).click();
  await page.getByRole("region", { name: "Nodes" }).getByRole("link", { name: "ada", exact: false }).first().click();
  await page.getByRole("button", { name: "Add stake" }).click();
  await page.locator(".success").waitFor();
  await see(/5.100/);
});

const routes = ["", "nodes", `nodes/${job?.parts[0].nodeId}`, "jobs", `jobs/${job?.id}`, `jobs/${tuning}`, "submit", "rewards", "audits", "models", `models/${(await get("/api/v1/models")).rows[0]?.modelId}`, "earnings", `batches/${(await get("/api/v1/batches")).rows[0]?.batchId}`, `channels/${(await get("/api/v1/channels")).rows[0]?.channelId}`, "chat", "credit", "chain", `chain/block/${block}`, `chain/tx/${(await get("/api/v1/payments")).rows[0]?.tx}`, `chain/address/${network.contracts.PeerzToken}`, "chain/events", "chain/contracts", "chain/contracts/EpochManager", "devnet", "status", "search/nothing-has-this-name", "there/is/no/such/screen"];
for (const colorScheme of ["light", "dark"]) {
  await page.emulateMedia({ colorScheme });
  for (const route of routes) {
    await check(`neither axe nor the console nor the network has anything to say at #/${route.slice(0, 24)} in ${colorScheme}`, async () => {
      const before = problems.length;
      await open(route);
      await page.waitForTimeout(400);
      const mute = await page.evaluate(() => [...document.querySelectorAll(".table table")].filter((table) => !table.closest(".panel")?.querySelector('button[aria-label$="as JSON"]')).length);
      must(mute === 0, `${mute} tables cannot be copied as JSON`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      must(violations.length === 0, violations.map((v) => `${v.id} ${v.nodes[0]?.target} ${v.nodes[0]?.any[0]?.message ?? ""}`).join("; "));
      must(problems.length === before, problems.slice(before).join("; "));
    });
  }
}

await check("on a telephone nothing is wider than the screen", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  try {
    for (const route of routes) {
      await open(route);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      must(width <= 390, `#/${route} is ${width} wide`);
    }
  } finally {
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});

await check("a stream that drops is said so", async () => {
  const other = await context.newPage();
  await other.route("**/api/v1/live", (route) => route.abort());
  await other.goto(base);
  await other.getByText("No news since").waitFor();
  await other.close();
});

await check("the status tells how far the index is behind, what the bridge holds, and whether the gateway is ready", async () => {
  await open("status");
  await see(/^\W*[0-2] blocks$/);
  await see("receipts in no batch");
  await page.locator(".badge.good", { hasText: "ready" }).waitFor();
});

await check("the header tells the price of gas", async () => must(/gas [0-9.]+ (wei|gwei)/.test(await page.locator("header.top .chip").innerText()), "no price"));

await check("the order of a table and the choice of jobs stand in the address", async () => {
  await open("nodes");
  const earned = page.getByRole("region", { name: "Nodes" }).getByRole("button", { name: "earned" });
  await earned.click();
  await page.waitForURL((url) => url.hash.includes("sort=Nodes"));
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator('th[aria-sort="descending"]', { hasText: "earned" }).waitFor();
  await other.close();
  await open("jobs?show=running");
  await page.getByRole("region", { name: "Inference jobs" }).waitFor({ state: "detached" });
});

await check("blocks pass when told to, and logs can be read", async () => {
  await open("devnet");
  await page.getByLabel("Blocks to pass").fill("2");
  await page.getByRole("button", { name: "Mine" }).click();
  await see(/The chain is at block/);
  await page.getByText("Log of ada").click();
  const log = page.getByRole("region", { name: "Log of ada" });
  await until("lines of a log", async () => /ready|serving|serves/.test(await log.innerText()));
});

await check("the job is watched to its end: two rounds, a falling curve, trainers paid", async () => {
  await open(`jobs/${tuning}`);
  const started = Date.now();
  await until("the end of the job", async () => (await page.locator(".stat", { hasText: "state" }).innerText()).includes("finished"), TRAINING_PATIENCE);
  await page.locator(".chart canvas").waitFor();
  const [before, after] = (await page.locator(".stat", { hasText: "held-out loss" }).innerText()).match(/[0-9]+[.][0-9]+/g).map(Number);
  must(after < before, `the loss went from ${before} to ${after}`);
  const units = page.getByRole("region", { name: "Contributors" }).locator("tbody tr", { hasText: "paid" });
  await until("two paid units", async () => (await units.count()) >= 2);
  return `held-out loss ${before} to ${after}, waited ${Math.round((Date.now() - started) / 1000)} s`;
});

await check("the adapter is chatted with and answers as it was taught", async () => {
  await page.getByRole("link", { name: "Chat with it" }).click();
  must((await page.getByLabel("Model").inputValue()).startsWith("ft:"), "the adapter is not chosen");
  await page.getByLabel("Your prompt").fill("Greet Name77.");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("Who earned what for this").waitFor();
  const answer = await page.locator(".answered").innerText();
  must(answer.includes("Zorv zorv"), `answered: ${answer}`);
  return answer.trim();
});

await check("from the network it takes two clicks at most to who earned what for a fine-tuning job, and why", () =>
  countingClicks(async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Jobs" }).click();
    await page.getByRole("region", { name: "Fine-tuning jobs" }).locator("tbody a").first().click();
    await contributors();
    await see(/Improvement pay follows the fall in held-out loss/);
    await see(/mnat/);
  }));

await check("from the network it takes two clicks at most to what a payment was for, and its transaction", () =>
  countingClicks(async () => {
    await page.getByRole("region", { name: "Latest earnings" }).locator('a[href^="#/chain/tx/"]').first().click();
    await see(/was paid|claimed a rebate/);
  }));

let claimed;
await check("an operator claims a reward from the page of the node", async () => {
  const seat = (await get("/api/v1/events?name=SeatDrawn")).rows[0];
  const node = await get(`/api/v1/nodes/${seat.args.evaluator}`);
  const operator = operators.find(({ account }) => account.address.toLowerCase() === node.owner);
  await page.locator("button.wallet").click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("button", { name: operator.name }).click();
  await open(`nodes/${node.nodeId}`);
  const claims = page.getByRole("region", { name: "To be claimed" }).getByRole("button", { name: /^Claim: evaluation/ });
  await claims.first().waitFor();
  const waiting = await claims.count();
  await claims.first().click();
  await page.locator(".success").waitFor();
  must(operator.calls.filter((call) => call === "eth_sendTransaction").length === 1, "not one transaction");
  must(operator.calls.includes("wallet_addEthereumChain"), "the wallet was not moved to this network first");
  await until("the claim to leave the list", async () => (await claims.count()) === waiting - 1);
  claimed = (await get(`/api/v1/payments?key=${node.nodeId}`)).rows.find((payment) => payment.kind === "seat");
  return `${Number(claimed.amountWei) / 1e18} PRZ`;
});

await check("search finds the claim, and its page says what it was", async () => {
  await page.getByRole("searchbox").fill(claimed.tx);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL((url) => url.hash === `#/chain/tx/${claimed.tx}`);
  await see(/was paid .* for measuring a round of training/);
});

await check("search finds the transaction that posted the job", async () => {
  const posted = (await get(`/api/v1/jobs?key=${tuning}`)).rows[0].tx;
  await page.getByRole("searchbox").fill(posted);
  await page.getByRole("searchbox").press("Enter");
  await see(/funded and posted fine-tuning job/);
});

await check("a node without power is shown as unreachable, and comes back", async () => {
  await open("devnet");
  await page.getByRole("button", { name: "Cut the power of dan" }).click();
  await page.getByRole("button", { name: "Start dan" }).waitFor();
  await open("");
  await page.locator(".layermap .badge.bad", { hasText: "unreachable" }).waitFor();
  await open("devnet");
  await page.getByRole("button", { name: "Start dan" }).click();
  await page.getByRole("button", { name: "Cut the power of dan" }).waitFor();
  await open("");
  await page.locator(".layermap .badge.bad").waitFor({ state: "detached" });
});

await check("a node is let cheat, and made honest again", async () => {
  await open("devnet");
  await page.getByRole("button", { name: "Let dan cheat" }).click();
  await see("runs, and trains a fifth of what it says");
  await page.getByRole("button", { name: "Cut the power of dan" }).click();
  await page.getByRole("button", { name: "Start dan" }).click();
  await page.getByText("runs, and trains a fifth of what it says").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Cut the power of dan" }).waitFor();
});

if (screenshots) await check("screenshots are taken", async () => {
  mkdirSync(screenshots, { recursive: true });
  const starred = { network: "", node: `nodes/${job.parts[0].nodeId}`, job: `jobs/${tuning}`, transaction: `chain/tx/${(await get("/api/v1/payments")).rows.find((p) => p.kind === "voucher").tx}` };
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const [name, route] of Object.entries(starred)) {
      await open(route);
      if (name === "network") await page.locator("ol.route").first().waitFor();
      if (name === "node") await page.locator(".badge.good", { hasText: "answers" }).waitFor();
      await page.waitForTimeout(700);
      await page.screenshot({ path: `${screenshots}/${name}-${colorScheme}.png`, clip: { x: 0, y: 0, width: 1280, height: Math.min(1180, await page.evaluate(() => document.documentElement.scrollHeight)) }, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await open("");
  await page.locator("ol.route").first().waitFor();
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${screenshots}/network-phone.png` });
  await page.setViewportSize({ width: 1280, height: 900 });
  return screenshots;
});

await check("all scripts and styles together stay small", async () => {
  const bytes = [...bundle.values()].reduce((sum, size) => sum + size, 0);
  must(bytes > 0 && bytes < MOST_BUNDLE_BYTES, `${bytes} bytes`);
  return `${Math.round(bytes / 1000)} kB gzip in ${bundle.size} files`;
});

await check("no error in the console and no request to anybody else", async () => must(problems.length === 0, [...new Set(problems)].slice(0, 5).join("; ")));
await browser.close();
console.log(failed === 0 ? "all checks hold" : `${failed} checks failed`);
process.exit(failed === 0 ? 0 : 1);
