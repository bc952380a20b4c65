import { useEffect, useState } from "react";
import type { Hex } from "viem";
import type { Tx } from "../api";
import { decodeCall, decodeError } from "../chain/abi";
import { rpc } from "../chain/rpc";
import { Account, Amount, Copy, Empty, Hash, Panel } from "../ui/basic";
import { Table } from "../ui/table";
import { group } from "../format";
import { nameOf } from "../names";

/** One call inside a transaction, with the calls that it made. */
interface Frame {
  type: string;
  from: string;
  to?: string;
  input: Hex;
  output?: Hex;
  gasUsed?: Hex;
  value?: Hex;
  error?: string;
  calls?: Frame[];
}

/** A call as the `trace_` family tells it: a flat list, each with its place in the tree. */
interface Flat {
  type: string;
  action: { callType?: string; from: string; to?: string; input?: Hex; init?: Hex; value?: Hex };
  result?: { gasUsed?: Hex; output?: Hex } | null;
  error?: string;
  traceAddress: number[];
}

function grown(flat: Flat[]): Frame | null {
  const byPlace = new Map<string, Frame>();
  for (const { type, action, result, error, traceAddress } of flat) {
    const frame: Frame = { type: (action.callType ?? type).toUpperCase(), from: action.from, to: action.to, input: action.input ?? action.init ?? "0x", output: result?.output, gasUsed: result?.gasUsed, value: action.value, error, calls: [] };
    byPlace.set(traceAddress.join("."), frame);
    if (traceAddress.length > 0) byPlace.get(traceAddress.slice(0, -1).join("."))?.calls?.push(frame);
  }
  return byPlace.get("") ?? null;
}

/** Asks in both ways that nodes of chains know; what neither gives is said. */
async function trace(hash: string): Promise<Frame> {
  try {
    const frame = await rpc<Frame>("debug_traceTransaction", [hash, { tracer: "callTracer" }]);
    if (frame?.type) return frame;
  } catch {
    // answered below where the other way fails too
  }
  const root = grown(await rpc<Flat[]>("trace_transaction", [hash]));
  if (!root) throw new Error("the trace is empty");
  return root;
}

export function TracePanel({ tx }: { tx: Tx }) {
  const [root, setRoot] = useState<Frame | null>(null);
  const [problem, setProblem] = useState("");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    trace(tx.hash).then(setRoot, async (error: Error) => {
      const chain = await rpc<string>("web3_clientVersion").catch(() => "this chain");
      setProblem(`${chain} gives no trace of this transaction: ${error.message}`);
    });
  }, [open, tx.hash]);
  return (
    <Panel title="Trace">
      <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
        <summary>Ask the chain for every call that this transaction made</summary>
        {problem && <p className="faint">{problem}</p>}
        {root && (
          <>
            <ul className="trace">
              <FrameItem frame={root} />
            </ul>
            <p className="json">JSON <Copy text={JSON.stringify(root, null, 2)} label="Copy the trace as JSON" /></p>
          </>
        )}
      </details>
    </Panel>
  );
}

function FrameItem({ frame }: { frame: Frame }) {
  const [words, setWords] = useState("");
  const contract = frame.to ? nameOf(frame.to) : undefined;
  useEffect(() => {
    if (contract) void decodeCall(contract, frame.input).then((call) => call && setWords(call.name));
    if (frame.error && frame.output && frame.output !== "0x") void decodeError(frame.output).then((reason) => setWords((name) => `${name} refused: ${reason}`));
  }, [frame, contract]);
  return (
    <li>
      <small className="faint">{frame.type.toLowerCase()}</small> {frame.to ? <Account value={frame.to} /> : "new contract"} <code>{words || frame.input.slice(0, 10)}</code>
      {frame.value && BigInt(frame.value) > 0n && <> <Amount wei={BigInt(frame.value)} unit="ETH" /></>}
      {frame.gasUsed && <small className="faint"> {group(BigInt(frame.gasUsed).toString())} gas</small>}
      {frame.error && <span className="failure"> ✖ {frame.error}</span>}
      {(frame.calls ?? []).length > 0 && (
        <ul className="trace">
          {frame.calls!.map((inner, i) => (
            <FrameItem key={i} frame={inner} />
          ))}
        </ul>
      )}
    </li>
  );
}

interface Diff {
  pre: Record<string, { balance?: Hex; storage?: Record<string, Hex> }>;
  post: Record<string, { balance?: Hex; storage?: Record<string, Hex> }>;
}

export function StateChanges({ tx }: { tx: Tx }) {
  const [diff, setDiff] = useState<Diff | null>(null);
  const [problem, setProblem] = useState("");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    rpc<Diff>("debug_traceTransaction", [tx.hash, { tracer: "prestateTracer", tracerConfig: { diffMode: true } }]).then(
      (result) => (result?.post ? setDiff(result) : setProblem("This chain gives no state changes.")),
      (error: Error) => setProblem(`This chain gives no state changes: ${error.message}`),
    );
  }, [open, tx.hash]);
  const rows = Object.entries(diff?.post ?? {}).flatMap(([address, after]) =>
    Object.entries(after.storage ?? {}).map(([slot, value]) => ({ address, slot, before: diff!.pre[address]?.storage?.[slot] ?? "0x0", value })),
  );
  return (
    <Panel title="State changes">
      <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
        <summary>Ask the chain which storage this transaction changed</summary>
        {problem && <p className="faint">{problem}</p>}
        {diff && (
          <Table
            caption="Changed storage"
            rows={rows}
            rowKey={(r) => r.address + r.slot}
            columns={[
              { head: "contract", cell: (r) => <Account value={r.address} /> },
              { head: "slot", cell: (r) => <Hash value={r.slot} /> },
              { head: "before", cell: (r) => <Hash value={r.before} copy={false} /> },
              { head: "after", cell: (r) => <Hash value={r.value} /> },
            ]}
            empty={<Empty>No storage changed.</Empty>}
          />
        )}
      </details>
    </Panel>
  );
}
