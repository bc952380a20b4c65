// The same gateway by a client that shares no code with the official one, Vercel's AI SDK:
// node test/aisdk.mjs API_URL, with PEERZ_API_KEY from the test.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, embed, generateObject, generateText, streamText, tool } from "ai";
import { z } from "zod";
import { check, leave, metric, must, until } from "./checks.mjs";

const base = process.argv[2];
const provider = (apiKey) => createOpenAICompatible({ name: "peerz", baseURL: base, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const peerz = provider(process.env.PEERZ_API_KEY);
const id = "pebble-1.6m";
const question = { model: peerz(id), prompt: "What is the capital of Dorn?", temperature: 0, maxOutputTokens: 40, maxRetries: 0 };

async function refused(status, words, work) {
  const error = await work().then(() => null, (e) => e);
  must(APICallError.isInstance(error) && error.statusCode === status, `${error?.statusCode}: ${error}`);
  must(words.test(error.message), error.message);
}

let answer;
await check("a whole text, its usage and its reason", async () => {
  answer = await generateText(question);
  must(/Pike/.test(answer.text) && answer.finishReason === "stop", answer.text);
  must(answer.usage.totalTokens === answer.usage.inputTokens + answer.usage.outputTokens, JSON.stringify(answer.usage));
  must(answer.response.headers["x-request-id"] && answer.response.headers["x-peerz-route"], "headers");
});
await check("the same as a stream, with usage", async () => {
  const stream = streamText(question);
  let text = "";
  for await (const piece of stream.textStream) text += piece;
  must(text === answer.text && (await stream.finishReason) === "stop", text);
  must((await stream.usage).outputTokens === answer.usage.outputTokens, "usage");
});
await check("a conversation with a system message and a stop string", async () => {
  const reply = await generateText({ ...question, prompt: undefined, system: "Answer.", messages: [{ role: "user", content: [{ type: "text", text: "What is the capital of Dorn?" }] }], stopSequences: [" "] });
  must(!reply.text.includes(" ") && reply.finishReason === "stop", reply.text);
});
await check("an object that fits a zod schema", async () => {
  const schema = z.object({ capital: z.string(), kind: z.enum(["town", "city"]) });
  const { object } = await generateObject({ ...question, maxOutputTokens: 90, temperature: 1, seed: 2, schema });
  must(["town", "city"].includes(object.kind), JSON.stringify(object));
});
await check("the older endpoint continues a text", async () => {
  const reply = await generateText({ ...question, model: peerz.completionModel(id), prompt: "The capital of Dorn is", maxOutputTokens: 6 });
  must(reply.usage.outputTokens <= 6 && reply.text.length > 0, reply.text);
});
await check("an abort ends the stream and the work", async () => {
  const leaving = new AbortController();
  const stream = streamText({ ...question, prompt: "Tell me a story.", temperature: 1.5, seed: 7, maxOutputTokens: 150, abortSignal: leaving.signal, onError: () => {} });
  let seen = 0;
  try {
    for await (const piece of stream.textStream) if (piece && ++seen === 3) leaving.abort();
  } catch (error) {
    must(error.name === "AbortError", error.message);
  }
  await until("no generation is under way", 1000, async () => (await metric(base, "peerz_requests_running")) === 0);
});
await check("a text becomes a vector of length one", async () => {
  const { embedding } = await embed({ model: peerz.textEmbeddingModel(id), value: "The capital of Dorn", maxRetries: 0 });
  const length = Math.hypot(...embedding);
  must(embedding.length > 1 && Math.abs(length - 1) < 1e-3, `${embedding.length} numbers of length ${length}`);
});
await check("refusals arrive as the client's own errors", async () => {
  await refused(401, /API key/, () => generateText({ ...question, model: provider("pz-wrong")(id) }));
  await refused(404, /no model|not served/, () => generateText({ ...question, model: peerz("nope") }));
  await refused(400, /shorten the prompt/, () => generateText({ ...question, prompt: "pebble ".repeat(400) }));
  const capital = tool({ description: "The capital of a country", inputSchema: z.object({ country: z.string() }) });
  await refused(400, /tools/, () => generateText({ ...question, tools: { capital } }));
});
leave();
