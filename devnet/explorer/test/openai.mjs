// The 35 statements about the API, by the official client against a live gateway whose nodes also
// train: node test/openai.mjs API_URL. PEERZ_API_KEY and PEERZ_SCENE come from the test; the last
// checks kill nodes.
import OpenAI, { toFile } from "openai";
import { readFileSync } from "node:fs";
import { check, leave, metric, must, pause, scene, until } from "./checks.mjs";

const base = process.argv[2];
const { nodes, gatewayLog, data, unseen, rpc, token, wallet, endToken } = scene();
const apiKey = process.env.PEERZ_API_KEY;
const client = new OpenAI({ apiKey, baseURL: base, maxRetries: 0 });
const bearer = { authorization: `Bearer ${apiKey}` };
const json = { ...bearer, "content-type": "application/json" };
const get = async (path) => (await fetch(new URL(path, base), { headers: bearer })).json();
const model = (await client.models.list()).data[0].id;
const question = [{ role: "user", content: "What is the capital of Dorn?" }];
const ask = (extra = {}) => client.chat.completions.create({ model, messages: question, temperature: 0, max_tokens: 40, ...extra });
const textOf = (reply) => reply.choices[0].message.content;
// As long as it was asked for: the token that ends an answer is never drawn.
const story = (extra = {}) => ask({ messages: [{ role: "user", content: "Tell me a story." }], temperature: 1.5, seed: 7, max_tokens: 150, logit_bias: { [endToken]: -100 }, ...extra });

async function refused(status, code, work, param) {
  try {
    await work();
  } catch (error) {
    must(error.status === status, `status ${error.status}: ${error.message}`);
    must(code === null || error.code === code, `code ${error.code}`);
    must(param === undefined || error.param === param, `param ${error.param}`);
    must(error.requestID, "no request id");
    return error;
  }
  throw new Error("was not refused");
}
async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
const joined = (chunks, index = 0) => chunks.flatMap((c) => c.choices).filter((c) => c.index === index).map((c) => c.delta.content ?? "").join("");

await check("1 models are listed, retrieved, and an unknown one is 404", async () => {
  must((await client.models.retrieve(model)).id === model, "another model");
  await refused(404, "model_not_found", () => client.models.retrieve("nope"));
});
let whole;
await check("2 a whole answer has its shape and its usage adds up", async () => {
  whole = await ask();
  must(whole.object === "chat.completion" && whole.choices[0].message.role === "assistant", "shape");
  must(whole.usage.total_tokens === whole.usage.prompt_tokens + whole.usage.completion_tokens, "usage");
  must(whole._request_id, "no request id");
});
await check("3 a stream begins with the role, ends with a reason, and says the same", async () => {
  const chunks = await collect(await ask({ stream: true }));
  must(chunks[0].choices[0].delta.role === "assistant", "no role first");
  must(chunks.at(-1).choices[0].finish_reason === "stop", "no reason last");
  must(joined(chunks) === textOf(whole), `"${joined(chunks)}"`);
});
await check("4 the usage chunk comes only when asked for, without choices", async () => {
  const chunks = await collect(await ask({ stream: true, stream_options: { include_usage: true } }));
  must(chunks.at(-1).choices.length === 0 && chunks.at(-1).usage.total_tokens > 0, "no usage");
  must((await collect(await ask({ stream: true }))).every((c) => !c.usage), "usage unasked");
});
await check("5 [DONE] is the last event", async () => {
  const reply = await fetch(`${base}/chat/completions`, { method: "POST", headers: json, body: JSON.stringify({ model, messages: question, stream: true, max_tokens: 4 }) });
  must((await reply.text()).endsWith("data: [DONE]\n\n"), "no [DONE]");
});
await check("6 a stop string is not shown, and a limit is named", async () => {
  const stopped = await ask({ stop: " is" });
  must(!textOf(stopped).includes(" is") && stopped.choices[0].finish_reason === "stop", textOf(stopped));
  must((await ask({ max_tokens: 2 })).choices[0].finish_reason === "length", "no length");
});
await check("7 max_completion_tokens means max_tokens", async () => must((await ask({ max_tokens: undefined, max_completion_tokens: 2 })).usage.completion_tokens === 2, "count"));
await check("8 the same seed says the same, another one something else", async () => {
  const warm = (seed) => ask({ temperature: 1.5, seed, messages: [{ role: "user", content: "Tell me a story." }] }).then(textOf);
  const [a, b, c] = [await warm(1), await warm(1), await warm(2)];
  must(a === b, "differs");
  must(a !== c, "does not differ");
});
await check("9 temperature 0 does not look at the seed", async () => must(textOf(await ask({ seed: 5 })) === textOf(await ask({ seed: 6 })), "differs"));
await check("10 top_k 1 and min_p 1 are greedy", async () => {
  must(textOf(await ask({ temperature: 1, top_k: 1 })) === textOf(whole), "top_k");
  must(textOf(await ask({ temperature: 1, min_p: 1 })) === textOf(whole), "min_p");
});
await check("11 every token has its probability and as many alternatives as asked, whole and streamed", async () => {
  const reply = await ask({ logprobs: true, top_logprobs: 3 });
  const told = reply.choices[0].logprobs.content;
  must(told.length === reply.usage.completion_tokens, `${told.length} of ${reply.usage.completion_tokens} tokens`);
  must(told.every((token) => token.top_logprobs.length === 3 && token.top_logprobs.reduce((sum, other) => sum + Math.exp(other.logprob), 0) <= 1 + 1e-9), "alternatives");
  must(told.map((token) => token.token).join("") === textOf(reply), "the tokens are not the text");
  const streamed = (await collect(await ask({ logprobs: true, stream: true }))).flatMap((c) => c.choices).flatMap((c) => c.logprobs?.content ?? []);
  must(streamed.length === told.length, `${streamed.length} streamed`);
  const older = await client.completions.create({ model, prompt: "The capital", max_tokens: 4, temperature: 0, logprobs: 2 });
  must(older.choices[0].logprobs.tokens.length === 4, "older endpoint");
  await refused(400, "invalid_value", () => ask({ top_logprobs: 3 }), "top_logprobs");
});
await check("12 n answers have their indexes, also in a stream", async () => {
  const two = await ask({ n: 2 });
  must(two.choices.map((c) => c.index).join() === "0,1", "indexes");
  const chunks = await collect(await ask({ n: 2, stream: true }));
  must(joined(chunks, 0) === textOf(whole) && joined(chunks, 1) === textOf(whole), "text");
});
await check("13 json_object parses, json_schema fits, and what cannot be held to is refused", async () => {
  for (const seed of [1, 2, 3]) {
    const any = JSON.parse(textOf(await ask({ temperature: 1, seed, response_format: { type: "json_object" } })));
    must(typeof any === "object" && !Array.isArray(any), "no object");
    const schema = { type: "object", properties: { capital: { type: "string", maxLength: 12 }, people: { type: "integer" }, kind: { enum: ["town", "city"] } }, required: ["capital", "people", "kind"], additionalProperties: false };
    const said = JSON.parse(textOf(await ask({ temperature: 1, seed, max_tokens: 90, response_format: { type: "json_schema", json_schema: { name: "place", strict: true, schema } } })));
    must(typeof said.capital === "string" && Number.isInteger(said.people) && ["town", "city"].includes(said.kind) && Object.keys(said).length === 3, JSON.stringify(said));
  }
  const pattern = { type: "string", pattern: "a+" };
  await refused(400, "unsupported_parameter", () => ask({ response_format: { type: "json_schema", json_schema: { name: "x", schema: pattern } } }), "response_format");
});
await check("14 the developer role and content parts are understood", async () => {
  const reply = await ask({ messages: [{ role: "developer", content: "Answer." }, { role: "user", content: [{ type: "text", text: "What is the capital of Dorn?" }] }] });
  must(typeof textOf(reply) === "string", "no text");
});
await check("15 bad requests are 400 and name the field", async () => {
  await refused(400, "invalid_value", () => ask({ messages: [{ role: "alien", content: "x" }] }), "messages");
  await refused(400, "invalid_value", () => ask({ messages: [] }), "messages");
  await refused(400, "invalid_value", () => ask({ max_tokens: -1 }), "max_tokens");
  const reply = await fetch(`${base}/chat/completions`, { method: "POST", headers: json, body: "{" });
  must(reply.status === 400 && (await reply.json()).error.message, "bad JSON");
});
await check("16 a prompt that is too long is context_length_exceeded", () => refused(400, "context_length_exceeded", () => ask({ messages: [{ role: "user", content: "pebble ".repeat(4000) }] })));
await check("17 no key and a wrong key are 401, whatever is asked", async () => {
  await refused(401, "invalid_api_key", () => new OpenAI({ apiKey: "pz-wrong", baseURL: base, maxRetries: 0 }).models.list());
  for (const path of ["/models", "/nothing", "/fine_tuning/jobs"]) must((await fetch(base + path)).status === 401, path);
});
await check("18 an unknown path is a 404 in JSON", async () => {
  const reply = await fetch(`${base}/nothing`, { headers: bearer });
  must(reply.status === 404 && (await reply.json()).error.code === "unknown_url", "no JSON");
});
const line = (content) => JSON.stringify({ messages: [{ role: "user", content }, { role: "assistant", content: "yes" }] });
// While nothing else runs; the quickest of three counts, for other work on the machine can only make it slower.
const stopsSoon = async (leaveAfter) => {
  const tries = [];
  for (let i = 0; i < 3 && !tries.some((t) => t.millis <= 1000); i++) tries.push(await stops(leaveAfter));
  const best = tries.sort((a, b) => a.millis - b.millis)[0];
  must(best.millis <= 1000, `${best.millis} ms`);
  return `${best.millis} ms, ${best.charged} tokens charged, ${best.seen} seen`;
};
const stops = async (leaveAfter) => {
  const before = await metric(base, "peerz_request_success_total", '"cancelled"');
  const seen = await leaveAfter(5);
  const left = Date.now();
  await until("no generation is under way", 10000, async () => (await metric(base, "peerz_requests_running")) === 0);
  const millis = Date.now() - left;
  must((await metric(base, "peerz_request_success_total", '"cancelled"')) === before + 1, "not counted as cancelled");
  const [newest] = (await get("/peerz/v1/jobs")).jobs;
  must(newest.outcome === "cancelled", newest.outcome);
  // What is on its way when the reader leaves is computed already: one batch of the ring at most.
  must(newest.completionTokens <= seen + 64, `${newest.completionTokens} tokens charged, ${seen} seen`);
  const spent = (await get("/peerz/v1/channels")).channels.map((c) => c.promised).join();
  await pause(1000);
  must((await get("/peerz/v1/channels")).channels.map((c) => c.promised).join() === spent, "still paying");
  return { millis, charged: newest.completionTokens, seen };
};
await check("19 an abort stops the work and the charging within a second", () =>
  stopsSoon(async (most) => {
    const stream = await story({ stream: true });
    let seen = 0;
    try {
      for await (const chunk of stream) if (chunk.choices[0].delta.content && ++seen === most) stream.controller.abort();
    } catch (error) {
      must(error instanceof OpenAI.APIUserAbortError, error.message);
    }
    return seen;
  }));
await check("20 leaving the loop stops them too", () =>
  stopsSoon(async (most) => {
    let seen = 0;
    for await (const chunk of await story({ stream: true })) if (chunk.choices[0].delta.content && ++seen === most) break;
    return seen;
  }));

await check("24 files are created, listed, read and deleted", async () => {
  const text = Array.from({ length: 40 }, (_, i) => line(`question ${i}`)).join("\n") + "\n";
  const file = await client.files.create({ file: await toFile(Buffer.from(text), "data.jsonl"), purpose: "fine-tune" });
  must((await client.files.retrieve(file.id)).bytes === Buffer.byteLength(text), "size");
  const seen = [];
  for await (const one of client.files.list({ limit: 1 })) seen.push(one.id);
  must(seen.includes(file.id) && new Set(seen).size === seen.length, "listing");
  must((await (await client.files.content(file.id)).text()) === text, "content");
  must((await client.files.delete(file.id)).deleted, "not deleted");
  await refused(404, "not_found", () => client.files.retrieve(file.id));
});
const upload = async (text, name = "data.jsonl") => client.files.create({ file: await toFile(Buffer.from(text), name), purpose: "fine-tune" });
await check("29 a file that is not chat lines is refused with the number of its line, and not kept", async () => {
  const good = line("fine");
  const before = (await client.files.list()).data.length;
  for (const bad of ["not json", '{"messages":[]}', '{"messages":[{"role":"alien","content":"x"}]}', '{"prompt":"x"}', "[1]"]) {
    const error = await refused(400, null, () => upload(`${good}\n${good}\n${bad}\n${good}\n`, "bad.jsonl"));
    must(/line 3\b/.test(error.message), `${bad}: ${error.message}`);
  }
  must((await client.files.list()).data.length === before, "a bad file was kept");
});

const balance = async () => {
  const call = { jsonrpc: "2.0", id: 1, method: "eth_call", params: [{ to: token, data: `0x70a08231${wallet.slice(2).padStart(64, "0")}` }, "latest"] };
  const reply = await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(call) });
  return BigInt((await reply.json()).result);
};
const file = await upload(readFileSync(data, "utf8"));
const train = (extra = {}, headers = {}) => client.fineTuning.jobs.create({ training_file: file.id, model, suffix: "zorv", ...extra }, { headers });
await check("27 a cancelled job is cancelled, and its escrow is back to the wei", async () => {
  const before = await balance();
  // What could be earned in one round is more than any stake here covers, so no node takes it.
  const job = await train({ peerz: { rounds: 1, units: 2, steps: 2, max_spend: "1000" } });
  must(job.status === "queued" && job.fine_tuned_model === null, job.status);
  must((await balance()) === before - 1000n * 10n ** 18n, "nothing was escrowed");
  const cancelled = await client.fineTuning.jobs.cancel(job.id);
  must(cancelled.status === "cancelled" && cancelled.finished_at, cancelled.status);
  must((await balance()) === before, `${before - (await balance())} wei are missing`);
  await refused(400, null, () => client.fineTuning.jobs.cancel(job.id));
});
let job;
await check("30 a repeated idempotency key gets the same answer and the same job", async () => {
  const options = { headers: { "idempotency-key": "conformance" } };
  const body = { model, messages: question, max_tokens: 8 };
  const [a, b] = [await client.chat.completions.create(body, options), await client.chat.completions.create(body, options)];
  must(a.id === b.id, "computed twice");
  const work = { peerz: { rounds: 1, units: 2, steps: 40, seats: 1, max_spend: "400", deadlines: { claim: 20, commit: 180, reveal: 30, evaluate: 180, challenge: 1 } } };
  const [first, second] = await Promise.all([train(work, { "idempotency-key": "job" }), train(work, { "idempotency-key": "job" })]);
  must(first.id === second.id, "two jobs");
  job = first;
});

const flood = (patient) => Promise.allSettled(Array.from({ length: 80 }, () => patient.chat.completions.create({ model, messages: question, temperature: 0, max_tokens: 30 })));
const lost = (results) => results.filter((r) => r.status === "rejected").map((r) => r.reason);
await check("22 too many at once are 429 with a time to wait, and a client that waits gets through", async () => {
  const refusals = lost(await flood(client));
  must(refusals.length > 0, "nobody was refused");
  must(refusals.every((r) => r.status === 429 && r.code === "rate_limit_exceeded" && r.headers.get("retry-after") === "1"), refusals[0].message);
  const started = Date.now();
  const late = lost(await flood(client.withOptions({ maxRetries: 60 })));
  must(late.length === 0, late[0]?.message);
  must(Date.now() - started >= 1000, "nobody waited");
  return `${refusals.length} of 80 refused`;
});
await check("31 50 parallel streams say what each was asked, and nothing of each other", async () => {
  const tell = (seed, extra) => story({ seed, max_tokens: 40, ...extra });
  const expected = [];
  for (let seed = 0; seed < 10; seed++) expected.push(textOf(await tell(seed)));
  must(new Set(expected).size === 10, "the texts do not differ");
  const all = await Promise.all(Array.from({ length: 50 }, async (_, i) => joined(await collect(await tell(i % 10, { stream: true })))));
  all.forEach((text, i) => must(text === expected[i % 10], `stream ${i} said "${text}", not "${expected[i % 10]}"`));
});
await check("32 text of other scripts is never broken", async () => {
  const chunks = await collect(await ask({ stream: true, temperature: 1.8, seed: 3, messages: [{ role: "user", content: "🙂 日本語 Ünïcode" }] }));
  must(!joined(chunks).includes("\uFFFD") || textOf(await ask({ temperature: 1.8, seed: 3, messages: [{ role: "user", content: "🙂 日本語 Ünïcode" }] })) === joined(chunks), "broken");
});
await check("33 an embedding is the same as base64 and as numbers, and has length one", async () => {
  const input = ["What is the capital of Dorn?", "Tell me a story."];
  const numbers = await client.embeddings.create({ model, input, encoding_format: "float" });
  const decoded = await client.embeddings.create({ model, input }); // base64, unless one asks otherwise
  must(numbers.data.length === 2 && numbers.data.every((one, i) => one.index === i && one.object === "embedding"), "shape");
  numbers.data.forEach((one, i) => must(one.embedding.every((x, k) => Math.fround(x) === Math.fround(decoded.data[i].embedding[k])), `text ${i} differs`));
  for (const { embedding } of numbers.data) must(Math.abs(Math.hypot(...embedding) - 1) < 1e-4, "length");
  must(numbers.usage.total_tokens === numbers.usage.prompt_tokens && numbers.usage.prompt_tokens > 8, "usage");
  must(BigInt(numbers.peerz.costWei) > 0n, "nobody was paid");
  await refused(400, "unsupported_parameter", () => client.embeddings.create({ model, input, dimensions: 8 }), "dimensions");
  await refused(404, "model_not_found", () => client.embeddings.create({ model: "nope", input: "pebble" }));
});
await check("34 pages of other origins are refused", async () => {
  const reply = await fetch(`${base}/models`, { headers: { ...bearer, origin: "https://evil.example" } });
  must(reply.status === 403 && !reply.headers.get("access-control-allow-origin"), "let in");
  const asked = await fetch(`${base}/chat/completions`, { method: "OPTIONS", headers: { origin: "https://evil.example", "access-control-request-method": "POST" } });
  must(asked.status === 403 && !asked.headers.get("access-control-allow-origin"), "preflight let in");
  must((await fetch(`${base}/models`, { method: "HEAD", headers: { origin: "https://evil.example" } })).status === 403, "HEAD let in");
});
await check("35 every reply has a request id, which is in the log", async () => {
  const ids = [whole._request_id, (await refused(404, "model_not_found", () => client.models.retrieve("nope"))).requestID];
  ids.push((await story({ stream: true, max_tokens: 2 }).withResponse()).request_id);
  const large = await fetch(`${base}/chat/completions`, { method: "POST", headers: json, body: "x".repeat(2 << 20) });
  for (const [reply, status] of [[large, 413], [await fetch(`${base}/nothing`, { headers: bearer }), 404], [await fetch(`${base}/models`), 401], [await fetch(`${base}/models`, { method: "PATCH", headers: bearer }), 405]]) {
    must(reply.status === status, `${reply.status} instead of ${status}`);
    ids.push(reply.headers.get("x-request-id"));
  }
  must(ids.every(Boolean) && new Set(ids).size === ids.length, ids.join());
  must((await fetch(`${base}/models`, { headers: bearer })).headers.get("x-request-id"), "none on a read");
  await until(`every id in ${gatewayLog}`, 2000, async () => {
    const log = readFileSync(gatewayLog, "utf8");
    return ids.every((id) => log.includes(id));
  });
});
await check("the API describes itself, and its example is understood", async () => {
  const { openapi, paths } = await (await fetch(new URL("/openapi.json", base))).json();
  const example = paths["/v1/chat/completions"].post.requestBody.content["application/json"].example;
  must(openapi.startsWith("3.1") && textOf(await client.chat.completions.create({ ...example, model, max_tokens: 2 })) !== undefined, "example");
});

const events = [];
await check("25 a job's events come once each, in order, a page at a time", async () => {
  await until("the job is over", 240_000, async () => {
    const state = await client.fineTuning.jobs.retrieve(job.id);
    events.length = 0;
    for await (const event of client.fineTuning.jobs.listEvents(job.id, { limit: 1 })) events.push(event);
    must(new Set(events.map((e) => e.id)).size === events.length, "an event twice");
    must(events.every((e, i) => i === 0 || e.created_at <= events[i - 1].created_at), "not in order");
    await pause(500);
    return ["succeeded", "failed", "cancelled"].includes(state.status);
  });
  events.length = 0;
  for await (const event of client.fineTuning.jobs.listEvents(job.id, { limit: 1 })) events.push(event);
  const at_once = (await client.fineTuning.jobs.listEvents(job.id, { limit: 100 })).data;
  must(events.map((e) => e.id).join() === at_once.map((e) => e.id).join(), "pages differ from the whole");
  must(events.length === 3, `${events.length} events`);
});
await check("26 checkpoints and metrics have their fields", async () => {
  const [checkpoint] = (await client.fineTuning.jobs.checkpoints.list(job.id)).data;
  must(checkpoint?.object === "fine_tuning.job.checkpoint" && checkpoint.step_number === 1 && checkpoint.fine_tuning_job_id === job.id, JSON.stringify(checkpoint));
  const told = events.find((e) => e.type === "metrics").data;
  must(told.step === 1 && told.valid_loss > 0 && told.valid_loss < told.valid_loss_before, JSON.stringify(told));
  must(checkpoint.metrics.full_valid_loss === told.valid_loss && checkpoint.metrics.step === 1, JSON.stringify(checkpoint.metrics));
  return `held-out loss ${told.valid_loss_before.toFixed(3)} to ${told.valid_loss.toFixed(3)}`;
});
await check("28 the fine-tuned model is listed, answers, and differs from its base", async () => {
  const done = await client.fineTuning.jobs.retrieve(job.id);
  must(done.status === "succeeded" && done.trained_tokens > 0 && done.finished_at >= done.created_at, JSON.stringify(done.error));
  must((await client.models.retrieve(done.fine_tuned_model)).id === done.fine_tuned_model, "not listed");
  const messages = [{ role: "user", content: unseen }];
  const [tuned, plain] = [await ask({ model: done.fine_tuned_model, messages }), await ask({ messages })];
  must(tuned.model === done.fine_tuned_model && textOf(tuned) !== textOf(plain), textOf(tuned));
  return `"${textOf(tuned)}" instead of "${textOf(plain)}"`;
});

const twins = Object.values(nodes).filter((node) => node.layers === "0:2");
let survivor;
await check("21 a node killed mid-stream is replaced, and the text is the same to the letter", async () => {
  const expected = textOf(await story());
  const stream = await story({ stream: true, stream_options: { include_usage: true } });
  const chunks = [];
  for await (const chunk of stream) {
    if (chunks.push(chunk) === 6) {
      const busy = await Promise.all(twins.map((node) => metric(node.http, "peerz_requests_running")));
      const victim = twins[busy.findIndex((sessions) => sessions > 0)];
      survivor = twins.find((node) => node !== victim);
      process.kill(victim.pid, "SIGKILL");
    }
  }
  must(joined(chunks) === expected, `"${joined(chunks)}" instead of "${expected}"`);
  const servers = chunks.at(-1).peerz.route.filter((hop) => hop.layerStart === 0).map((hop) => hop.nodeId);
  must(new Set(servers).size === 2, "nobody had to step in");
  must(chunks.at(-2).choices[0].finish_reason === "length", "cut");
});
await check("23 without a route it is 503 no_route, and the client does not ask again", async () => {
  process.kill(survivor.pid, "SIGKILL");
  let calls = 0;
  const counting = client.withOptions({ maxRetries: 2, fetch: (...request) => (calls++, fetch(...request)) });
  const refusal = () => {
    calls = 0;
    return counting.chat.completions.create({ model, messages: question, max_tokens: 4 }).then(() => null, (e) => e);
  };
  // Until the gateway has noticed, a request may end as a failure of the node, which is asked again.
  await until("503 no_route", 30_000, async () => (await refusal())?.code === "no_route");
  const error = await refusal();
  must(error.status === 503 && /layers 0:2/.test(error.message), error.message);
  must(error.headers.get("x-should-retry") === "false" && calls === 1, `${calls} calls`);
  const ready = await fetch(new URL("/readyz", base));
  must(ready.status === 503 && (await ready.json()).failed.some((f) => f.name === "route"), "/readyz does not say so");
});
leave();
