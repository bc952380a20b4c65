// How the official client behaves against a live gateway: node test/openai.mjs API_URL
import OpenAI, { toFile } from "openai";

const base = process.argv[2];
const client = new OpenAI({ apiKey: "none", baseURL: base, maxRetries: 0 });
const model = (await client.models.list()).data[0].id;
const question = [{ role: "user", content: "What is the capital of Dorn?" }];
const ask = (extra = {}) => client.chat.completions.create({ model, messages: question, temperature: 0, max_tokens: 40, ...extra });
const textOf = (reply) => reply.choices[0].message.content;

let failed = 0;
async function check(name, work) {
  try {
    await work();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${error.message}`);
  }
}
const must = (condition, words) => {
  if (!condition) throw new Error(words);
};
async function refused(status, code, work, param) {
  try {
    await work();
  } catch (error) {
    must(error.status === status, `status ${error.status}: ${error.message}`);
    must(code === null || error.code === code, `code ${error.code}`);
    must(param === undefined || error.param === param, `param ${error.param}`);
    must(error.requestID, "no request id");
    return;
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
  const reply = await fetch(`${base}/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model, messages: question, stream: true, max_tokens: 4 }) });
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
  const reply = await fetch(`${base}/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
  must(reply.status === 400 && (await reply.json()).error.message, "bad JSON");
});
await check("16 a prompt that is too long is context_length_exceeded", () => refused(400, "context_length_exceeded", () => ask({ messages: [{ role: "user", content: "pebble ".repeat(4000) }] })));
await check("18 an unknown path is a 404 in JSON", async () => {
  const reply = await fetch(`${base}/nothing`);
  must(reply.status === 404 && (await reply.json()).error.code === "unknown_url", "no JSON");
});
const line = (content) => JSON.stringify({ messages: [{ role: "user", content }, { role: "assistant", content: "yes" }] });
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
await check("29 a file that is not chat lines is refused with the number of its line", async () => {
  const bad = await toFile(Buffer.from(`${line("fine")}\nnot json\n`), "bad.jsonl");
  await refused(400, null, async () => {
    try {
      await client.files.create({ file: bad, purpose: "fine-tune" });
    } catch (error) {
      must(/line 2/.test(error.message), error.message);
      throw error;
    }
  });
});
const tokens = async () => Number(/^peerz_generation_tokens_total (\S+)$/m.exec(await (await fetch(new URL("/metrics", base))).text())?.[1] ?? 0);
await check("19 an abort stops the work and the charging", async () => {
  const before = await tokens();
  const stream = await ask({ stream: true, max_tokens: 400, temperature: 1.5, messages: [{ role: "user", content: "Tell me a long story." }] });
  let seen = 0;
  for await (const chunk of stream) if (++seen === 5) stream.controller.abort();
  await new Promise((resume) => setTimeout(resume, 4000));
  const after = await tokens();
  await new Promise((resume) => setTimeout(resume, 2000));
  must((await tokens()) === after, "still working");
  must(after - before < 100, `${after - before} tokens charged`);
});
await check("20 leaving the loop stops the work too", async () => {
  for await (const chunk of await ask({ stream: true, max_tokens: 400 })) if (chunk.choices[0]?.delta.content) break;
});
await check("30 a repeated idempotency key gets the same answer", async () => {
  const options = { headers: { "idempotency-key": "conformance" } };
  const body = { model, messages: question, max_tokens: 8 };
  const [a, b] = [await client.chat.completions.create(body, options), await client.chat.completions.create(body, options)];
  must(a.id === b.id, "computed twice");
});
await check("31 parallel streams do not mix", async () => {
  const all = await Promise.all(Array.from({ length: 12 }, async () => joined(await collect(await ask({ stream: true })))));
  must(all.every((text) => text === textOf(whole)), "mixed");
});
await check("32 text of other scripts is never broken", async () => {
  const chunks = await collect(await ask({ stream: true, temperature: 1.8, seed: 3, messages: [{ role: "user", content: "🙂 日本語 Ünïcode" }] }));
  must(!joined(chunks).includes("\uFFFD") || textOf(await ask({ temperature: 1.8, seed: 3, messages: [{ role: "user", content: "🙂 日本語 Ünïcode" }] })) === joined(chunks), "broken");
});
await check("34 pages of other origins are refused", async () => {
  const reply = await fetch(`${base}/models`, { headers: { origin: "https://evil.example" } });
  must(reply.status === 403 && !reply.headers.get("access-control-allow-origin"), "let in");
  const asked = await fetch(`${base}/chat/completions`, { method: "OPTIONS", headers: { origin: "https://evil.example", "access-control-request-method": "POST" } });
  must(asked.status === 403 && !asked.headers.get("access-control-allow-origin"), "preflight let in");
  must((await fetch(`${base}/models`, { method: "HEAD", headers: { origin: "https://evil.example" } })).status === 403, "HEAD let in");
});
await check("35 every reply has a request id", async () => {
  for (const path of ["/models", "/nothing"]) must((await fetch(base + path)).headers.get("x-request-id"), path);
});
await check("the API describes itself, and its example is understood", async () => {
  const { openapi, paths } = await (await fetch(new URL("/openapi.json", base))).json();
  const example = paths["/v1/chat/completions"].post.requestBody.content["application/json"].example;
  must(openapi.startsWith("3.1") && textOf(await client.chat.completions.create({ ...example, model, max_tokens: 2 })) !== undefined, "example");
});
console.log(failed === 0 ? "all checks hold" : `${failed} checks failed`);
process.exit(failed === 0 ? 0 : 1);
