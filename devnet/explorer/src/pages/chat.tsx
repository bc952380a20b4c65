import { useRef, useState, type FormEvent } from "react";
import type { ServedModel, Swarm } from "../api";
import { Amount, Copy, Failure, NodeTag, Panel, Stat, Stats } from "../ui/basic";
import { group, millis } from "../format";
import { useData } from "../live";
import { go, useRoute } from "../route";
import { useTab } from "../wallet/tab";

interface Told {
  prompt: string;
  answer: string;
}

interface Extras {
  sessionId: string;
  route: { nodeId: string; layerStart: number; layerEnd: number; receipts: number; macs: string; paidWei: string }[];
  costWei: string;
  firstTokenMicros: number;
  totalMicros: number;
}

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

const KEY = "peerz.told.";

/** The text of a job that this tab asked for; nobody else is told. */
export function remembered(sessionId: string): Told | null {
  const text = sessionStorage.getItem(KEY + sessionId);
  return text ? (JSON.parse(text) as Told) : null;
}

/** Reads server-sent events of the chat API; an error frame is thrown. */
async function* eventsOf(reply: Response): AsyncGenerator<Record<string, unknown>> {
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    held += value;
    const frames = held.split("\n\n");
    held = frames.pop()!;
    for (const frame of frames) {
      const data = frame.replace(/^data: /, "");
      if (data === "[DONE]") return;
      const event = JSON.parse(data) as Record<string, unknown>;
      if (event.error) throw new Error((event.error as { message: string }).message);
      yield event;
    }
  }
}

export function ChatPage() {
  const swarm = useData<Swarm>("/peerz/v1/swarm", false);
  const [prompt, setPrompt] = useState("What is the capital of Dorn?");
  const [asked, setAsked] = useState("");
  const [answer, setAnswer] = useState("");
  const [extras, setExtras] = useState<(Extras & Usage) | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const abort = useRef<AbortController | null>(null);
  const [running, setRunning] = useState(false);
  const tab = useTab();
  const models = useData<{ data: ServedModel[] }>("/v1/models", false);
  const wanted = useRoute().query.get("model");
  const model = wanted ?? swarm.data?.model ?? "";
  const names = [...new Set([model, ...(models.data?.data.map((served) => served.id) ?? [])])].filter(Boolean);
  async function ask(event: FormEvent) {
    event.preventDefault();
    abort.current = new AbortController();
    setAsked(prompt);
    setAnswer("");
    setExtras(null);
    setError(null);
    setRunning(true);
    let text = "";
    try {
      const reply = await fetch("/v1/chat/completions", {
        method: "POST",
        signal: abort.current.signal,
        headers: { "content-type": "application/json", ...(tab ? { authorization: `Bearer ${tab.key}` } : {}) },
        body: JSON.stringify({ model, stream: true, stream_options: { include_usage: true }, temperature: 0, max_tokens: 64, messages: [{ role: "user", content: prompt }] }),
      });
      if (!reply.ok) throw new Error(((await reply.json()) as { error: { message: string } }).error.message);
      for await (const frame of eventsOf(reply)) {
        const piece = (frame.choices as { delta?: { content?: string } }[])[0]?.delta?.content ?? "";
        text += piece;
        setAnswer(text);
        if (frame.usage) {
          const told = { ...(frame.peerz as Extras), ...(frame.usage as Usage) };
          sessionStorage.setItem(KEY + told.sessionId, JSON.stringify({ prompt, answer: text }));
          setExtras(told);
        }
      }
    } catch (failure) {
      if ((failure as Error).name !== "AbortError") setError(failure as Error);
    } finally {
      setRunning(false);
    }
  }
  const snippet = `curl ${window.location.origin}/v1/chat/completions -H 'content-type: application/json' -d '${JSON.stringify({ model, messages: [{ role: "user", content: prompt }] })}'`;
  const program = `import OpenAI from "openai";
const client = new OpenAI({ baseURL: "${window.location.origin}/v1", apiKey: "unused" });
const answer = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: "user", content: ${JSON.stringify(prompt)} }],
});
console.log(answer.choices[0].message.content);`;
  return (
    <Panel title="Chat" note={model ? `${model}, paid by ${tab ? "your wallet's channels" : "the gateway's account"}` : "no gateway answers"} className="chat">
      <form onSubmit={(event) => void ask(event)}>
        <p className="inline">
          <label htmlFor="model">Model</label>
          <select id="model" value={model} onChange={(e) => go(`/chat?model=${encodeURIComponent(e.target.value)}`)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </p>
        <label htmlFor="prompt">Your prompt</label>
        <div className="row">
          <input id="prompt" value={prompt} onChange={(e) => setPrompt(e.target.value)} required maxLength={400} autoComplete="off" />
          {running ? (
            <button type="button" onClick={() => abort.current?.abort()}>
              Stop
            </button>
          ) : (
            <button type="submit" className="primary" disabled={!model}>
              Ask
            </button>
          )}
        </div>
      </form>
      {asked && (
        <blockquote className="conversation" aria-live="polite">
          <p className="asked">{asked}</p>
          <p className="answered">{answer || (running ? "…" : "")}</p>
        </blockquote>
      )}
      {error && <Failure error={error} />}
      {extras && (
        <>
          <Stats>
            <Stat label="spent">
              <Amount wei={extras.costWei} digits={6} />
            </Stat>
            <Stat label="tokens">
              {group(extras.prompt_tokens)} + {group(extras.completion_tokens)}
            </Stat>
            <Stat label="first token">{millis(extras.firstTokenMicros)}</Stat>
            <Stat label="speed">{(extras.completion_tokens / (extras.totalMicros / 1e6)).toFixed(1)} tok/s</Stat>
            <Stat label="route">
              {extras.route.map((hop) => (
                <NodeTag key={hop.nodeId} id={hop.nodeId} />
              ))}
            </Stat>
          </Stats>
          <p>
            <a href={`#/jobs/${extras.sessionId}`}>Who earned what for this, and why →</a>
          </p>
        </>
      )}
      <p className="faint">
        The nodes that compute a prompt can read it. They are paid by voucher, at most one chunk ahead of the work, by{" "}
        {tab ? "your own channels; your wallet is not asked again." : <>the gateway's account. <a href="#/credit">Pay from your own wallet</a> instead.</>}
      </p>
      <details>
        <summary>The same from a program</summary>
        <pre>
          <code>{snippet}</code>
        </pre>
        <Copy text={snippet} label="Copy the command" />
        <pre>
          <code>{program}</code>
        </pre>
        <Copy text={program} label="Copy the program" />
      </details>
    </Panel>
  );
}
