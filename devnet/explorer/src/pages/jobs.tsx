import { pageOf, type Batch, type FineTuneJob, type Job, type Page, type Payment, type Receipt, type Session, type Shard } from "../api";
import { Account, Amount, Badge, Empty, Failure, Hash, NodeTag, Panel, Stat, Stats, Time, TxLink, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { amount, group, macs, millis, short } from "../format";
import { useData } from "../live";
import { hueOf } from "../names";
import { setQuery, useRoute } from "../route";
import { useWallet } from "../wallet/store";
import { remembered } from "./chat";
import { FineTune } from "./finetune";

/** The jobs that the gateway paid, newest first. */
export function useJobs() {
  return useData<{ jobs: Job[] }>("/peerz/v1/jobs");
}

export function JobTable({ jobs, caption, nodeId }: { jobs: Job[]; caption: string; nodeId?: string }) {
  const own = (job: Job) => job.parts.filter((part) => part.nodeId === nodeId);
  return (
    <Table
      caption={caption}
      rows={jobs}
      rowKey={(j) => j.id}
      columns={[
        { head: "job", cell: (j) => <Hash value={j.id} to={`#/jobs/${j.id}`} copy={false} /> },
        { head: nodeId ? "together with" : "served by", cell: (j) => j.parts.filter((part) => part.nodeId !== nodeId).map((part) => <NodeTag key={part.sessionId} id={part.nodeId} />) },
        { head: "tokens", number: true, cell: (j) => `${group(j.promptTokens)} + ${group(j.completionTokens)}`, sort: (j) => j.promptTokens + j.completionTokens },
        ...(nodeId ? [{ head: "this node", number: true, cell: (j: Job) => <Amount wei={own(j).reduce((sum, part) => sum + BigInt(part.paidWei), 0n)} digits={6} /> }] : []),
        { head: "cost", number: true, cell: (j) => <Amount wei={j.costWei} digits={nodeId ? 6 : 4} />, sort: (j) => BigInt(j.costWei) },
        { head: "when", wide: true, cell: (j) => <Time at={j.endedAtSeconds} />, sort: (j) => j.endedAtSeconds },
      ]}
      empty={<Empty command={'./peerz chat -m "What is the capital of Dorn?"'}>No prompt was served yet.</Empty>}
    />
  );
}

const SHOWN = ["all", "inference", "fine-tuning", "running", "finished", "mine"];

function FineTunings({ show }: { show: string }) {
  const jobs = useData<Page<FineTuneJob>>(pageOf("jobs", { limit: 50 }));
  const account = useWallet().connection?.account.toLowerCase();
  const rows = (jobs.data?.rows ?? []).filter((job) => (show === "running" ? !job.closed : show === "finished" ? job.closed : show === "mine" ? job.client === account : true));
  return (
    <Panel title="Fine-tuning jobs" note="of everybody on this network" actions={<a href="#/submit">submit one</a>}>
      <Table
        caption="Fine-tuning jobs"
        rows={rows}
        rowKey={(j) => j.jobId}
        columns={[
          { head: "job", cell: (j) => <Hash value={j.jobId} to={`#/jobs/${j.jobId}`} copy={false} /> },
          { head: "state", cell: (j) => <Badge kind={j.closed ? "good" : "warn"}>{j.closed ? "finished" : "running"}</Badge> },
          { head: "client", cell: (j) => <Account value={j.client} /> },
          { head: "rounds", number: true, cell: (j) => `${j.settledRounds} of ${j.params.rounds}` },
          { head: "posted", wide: true, cell: (j) => <Time at={j.time} />, sort: (j) => j.time },
          { head: "tx", cell: (j) => <TxLink value={j.tx} /> },
        ]}
        empty={<Empty>{show === "mine" && !account ? "Connect a wallet to see its jobs." : show === "all" || show === "fine-tuning" ? "No fine-tuning job was posted on this network yet." : "No job is like that."}</Empty>}
      />
    </Panel>
  );
}

/** All jobs, or those that the address asks for. */
export function JobsPage() {
  const inference = useJobs();
  const show = useRoute().query.get("show") ?? "all";
  const withInference = show === "all" || show === "inference";
  return (
    <>
      <p className="inline">
        <label>
          Show{" "}
          <select value={show} onChange={(e) => setQuery("show", e.target.value === "all" ? "" : e.target.value)}>
            {SHOWN.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </p>
      {withInference && (
        <Panel title="Inference jobs" note="paid by this explorer's gateway">
          {inference.error ? <Failure error={inference.error} /> : <JobTable jobs={inference.data?.jobs ?? []} caption="Inference jobs" />}
        </Panel>
      )}
      {show !== "inference" && <FineTunings show={show} />}
    </>
  );
}

/** A job of inference as its payer knows it, a single session of a node, or a job of the market. */
export function JobPage({ id }: { id: string }) {
  const known = useJobs();
  const job = known.data?.jobs.find((j) => j.id === id || j.parts.some((part) => part.sessionId === id));
  const unknown = (known.data || known.error) && !job;
  const sessions = useData<Page<Session>>(unknown ? pageOf("sessions", { key: id, limit: 1 }) : null);
  const tunings = useData<Page<FineTuneJob>>(unknown ? pageOf("jobs", { key: id, limit: 1 }) : null);
  const session = sessions.data?.rows[0];
  const tuning = tunings.data?.rows[0];
  const error = sessions.error ?? tunings.error;
  if (job) return <InferenceJob job={job} />;
  if (session) return <InferenceJob job={alone(session)} />;
  if (tuning) return <FineTune job={tuning} />;
  if (error) return <Failure error={error} />;
  if (sessions.data && tunings.data) return <Empty>No job {short(id)} is known here. A job of inference appears when it has ended.</Empty>;
  return <Waiting what="the job" since={known.since} />;
}

/** One node's session by itself: only its payer knows what else belonged to the job. */
function alone(session: Session): Job {
  return {
    id: session.sessionId,
    model: "",
    endedAtSeconds: session.endedAt,
    promptTokens: session.tokens,
    completionTokens: 0,
    outcome: "",
    costWei: session.hops.reduce((sum, hop) => sum + BigInt(hop.amountWei), 0n).toString(),
    firstTokenMicros: 0,
    totalMicros: 0,
    parts: session.hops.map((hop) => ({ ...hop, sessionId: session.sessionId, paidWei: hop.amountWei })),
  };
}

function InferenceJob({ job }: { job: Job }) {
  const shards = useData<Page<Shard>>(pageOf("shards", { limit: 200 }));
  const text = remembered(job.id);
  const cost = BigInt(job.costWei);
  const price = (nodeId: string) => shards.data?.rows.find((shard) => shard.current && shard.nodeId === nodeId)?.pricePerGcuWei;
  return (
    <>
      <h1>
        Inference job <Hash value={job.id} />
      </h1>
      <Panel className="lead">
        <Stats>
          <Stat label="spent">
            <Amount wei={cost} digits={6} />
          </Stat>
          <Stat label="tokens">{job.completionTokens ? `${group(job.promptTokens)} + ${group(job.completionTokens)}` : group(job.promptTokens)}</Stat>
          {job.totalMicros > 0 && <Stat label="first token">{millis(job.firstTokenMicros)}</Stat>}
          {job.totalMicros > 0 && <Stat label="speed">{(job.completionTokens / (job.totalMicros / 1e6)).toFixed(1)} tok/s</Stat>}
          <Stat label="nodes">{new Set(job.parts.map((part) => part.nodeId)).size}</Stat>
          {job.outcome && <Stat label="ended by">{job.outcome}</Stat>}
          <Stat label="finished">
            <Time at={job.endedAtSeconds} />
          </Stat>
        </Stats>
        {text ? (
          <blockquote className="conversation">
            <p className="asked">{text.prompt}</p>
            <p className="answered">{text.answer}</p>
            <footer>This text is known to your browser and to the nodes that computed it; it is not on the chain.</footer>
          </blockquote>
        ) : (
          <p className="faint">The text of this job stayed with who asked and with the nodes that computed it. The chain has only what it cost.</p>
        )}
        <ol className="route">
          <li className="end">prompt</li>
          {job.parts.map((part) => (
            <li key={part.sessionId + part.layerStart}>
              <span className="leg" />
              <span className={`stop hue${hueOf(part.nodeId)}`}>
                <NodeTag id={part.nodeId} />
                <small>
                  layers {part.layerStart}–{part.layerEnd - 1} · {macs(part.macs)}
                </small>
              </span>
            </li>
          ))}
          <li className="end">
            <span className="leg" />
            text
          </li>
        </ol>
      </Panel>
      <Panel title="Who earned what, and why">
        <Table
          caption="Contributors"
          rows={job.parts}
          rowKey={(part) => part.sessionId + part.layerStart}
          columns={[
            { head: "node", cell: (part) => <NodeTag id={part.nodeId} /> },
            { head: "share", number: true, cell: (part) => (cost > 0n ? `${Number((BigInt(part.paidWei) * 1000n) / cost) / 10} %` : "–") },
            { head: "compute cost", number: true, cell: (part) => <span title={`${group(part.macs)} MACs`}>{macs(part.macs)}</span> },
            { head: "earned", number: true, cell: (part) => <Amount wei={part.paidWei} digits={8} /> },
            { head: "why", wide: true, cell: (part) => <Why macs={part.macs} price={price(part.nodeId)} /> },
            { head: "on chain", cell: (part) => <OnChain sessionId={part.sessionId} /> },
          ]}
        />
        <p className="faint">
          The cost of work is not reported by anyone: it is computed from the model's registered geometry, the layers and the tokens. What a voucher promises
          becomes money when the node redeems it, less a fee that is burned.
        </p>
      </Panel>
      <Panel title="Receipts" note="each signed by its node and countersigned by the requester">
        {job.parts.map((part) => (
          <Receipts key={part.sessionId + part.layerStart} sessionId={part.sessionId} />
        ))}
      </Panel>
    </>
  );
}

function Receipts({ sessionId }: { sessionId: string }) {
  const receipts = useData<Page<Receipt>>(sessionId ? pageOf("receipts", { key: sessionId, limit: 200 }) : null);
  return (
    <Table
      caption={`Receipts of session ${short(sessionId)}`}
      rows={[...(receipts.data?.rows ?? [])].sort((a, b) => a.seq - b.seq || a.layerStart - b.layerStart)}
      rowKey={(r) => r.digest}
      columns={[
        { head: "node", cell: (r) => <NodeTag id={r.nodeId} /> },
        { head: "chunk", number: true, cell: (r) => r.seq },
        { head: "layers", cell: (r) => `${r.layerStart}–${r.layerEnd - 1}` },
        { head: "positions", cell: (r) => `${r.posStart}–${r.posStart + r.tokens - 1}` },
        { head: "compute cost", number: true, cell: (r) => macs(r.macs) },
        { head: "sum so far", number: true, wide: true, cell: (r) => <Amount wei={r.cumulativeAmountWei} digits={8} /> },
        { head: "epoch", number: true, wide: true, cell: (r) => r.epoch },
        { head: "proof", cell: (r) => (r.batched ? <BatchLink nodeId={r.nodeId} epoch={r.epoch} /> : <span className="faint">at the end of the epoch</span>) },
      ]}
      empty={<Empty>The receipts of this session are with its node; this explorer does not have them.</Empty>}
    />
  );
}

function Why({ macs: work, price }: { macs: string; price?: string }) {
  if (!price) return <small className="faint">price × MACs</small>;
  return (
    <small title="price per 10⁹ MACs × compute cost, rounded down">
      {(Number(work) / 1e9).toPrecision(4)} · 10⁹ MACs × {amount(price, 9)} PRZ
    </small>
  );
}

/** The redemption that covered a session's voucher: the first one after it on the same channel. */
function OnChain({ sessionId }: { sessionId: string }) {
  const sessions = useData<Page<Session>>(sessionId ? pageOf("sessions", { key: sessionId, limit: 1 }) : null);
  const session = sessions.data?.rows[0];
  const channelId = session?.hops[0]?.channelId;
  const payments = useData<Page<Payment>>(channelId ? pageOf("payments", { key: channelId, limit: 100 }) : null);
  const paid = payments.data?.rows.filter((p) => p.kind === "voucher" && p.time >= session!.endedAt).at(-1);
  return paid ? <span>paid <TxLink value={paid.tx} /></span> : <span className="faint">voucher held</span>;
}

export function BatchLink({ nodeId, epoch }: { nodeId: string; epoch: number }) {
  const batches = useData<Page<Batch>>(pageOf("batches", { key: nodeId, limit: 100 }));
  const batch = batches.data?.rows.find((row) => row.epoch === epoch);
  return batch ? <Hash value={batch.batchId} to={`#/batches/${batch.batchId}`} copy={false} /> : <span className="faint">on its way</span>;
}
