import { useMemo } from "react";
import { ApiError, pageOf, type Batch, type Channel, type Event, type FineTuneJob, type Page, type Payment, type Receipt, type Round, type Session, type Shard, type Unit } from "../api";
import { Account, Amount, Badge, Empty, Facts, Failure, Hash, NodeTag, Panel, Stat, Stats, Time, TxLink, Waiting } from "../ui/basic";
import { Chart } from "../ui/chart";
import { Table } from "../ui/table";
import { amount, group, macs, plural, short } from "../format";
import { useData } from "../live";
import { hueOf, nameOf } from "../names";
import { remembered } from "./chat";

export function sessionCost(session: Session): bigint {
  return session.hops.reduce((sum, hop) => sum + BigInt(hop.amountWei), 0n);
}

export function JobsPage() {
  const sessions = useData<Page<Session>>(pageOf("sessions", { limit: 50 }));
  const jobs = useData<Page<FineTuneJob>>(pageOf("jobs", { limit: 50 }));
  if (sessions.error) return <Failure error={sessions.error} />;
  return (
    <>
      <Panel title="Fine-tuning jobs">
        <Table
          caption="Fine-tuning jobs"
          rows={jobs.data?.rows ?? []}
          rowKey={(j) => j.jobId}
          columns={[
            { head: "job", cell: (j) => <Hash value={j.jobId} to={`#/jobs/${j.jobId}`} copy={false} /> },
            { head: "state", cell: (j) => <Badge kind={j.closed ? "good" : "warn"}>{j.closed ? "finished" : "running"}</Badge> },
            { head: "client", cell: (j) => <Account value={j.client} /> },
            { head: "rounds", number: true, cell: (j) => `${j.settledRounds} of ${j.params.rounds}` },
            { head: "posted", wide: true, cell: (j) => <Time at={j.time} /> },
            { head: "tx", cell: (j) => <TxLink value={j.tx} /> },
          ]}
          empty={<Empty>No fine-tuning job was posted on this network yet.</Empty>}
        />
      </Panel>
      <Panel title="Inference jobs" note="sessions whose receipts this explorer has">
        <Table
          caption="Inference jobs"
          rows={sessions.data?.rows ?? []}
          rowKey={(s) => s.sessionId}
          columns={[
            { head: "job", cell: (s) => <Hash value={s.sessionId} to={`#/jobs/${s.sessionId}`} copy={false} /> },
            { head: "served by", cell: (s) => s.hops.map((hop) => <NodeTag key={hop.nodeId + hop.layerStart} id={hop.nodeId} />) },
            { head: "tokens", number: true, cell: (s) => group(s.tokens), sort: (s) => s.tokens },
            { head: "receipts", number: true, cell: (s) => group(s.receipts), sort: (s) => s.receipts },
            { head: "cost", number: true, cell: (s) => <Amount wei={sessionCost(s)} />, sort: sessionCost },
            { head: "when", wide: true, cell: (s) => <Time at={s.endedAt} />, sort: (s) => s.endedAt },
          ]}
          empty={<Empty command={'./peerz chat -m "What is the capital of Dorn?"'}>No prompt was served yet.</Empty>}
        />
      </Panel>
    </>
  );
}

/** A job is a session of inference or a fine-tuning job of the market; ids tell them apart. */
export function JobPage({ id }: { id: string }) {
  const session = useData<Session>(`/api/v1/sessions/${id}`);
  const job = useData<FineTuneJob>(session.error ? `/api/v1/jobs/${id}` : null);
  if (session.data) return <InferenceJob session={session.data} />;
  if (job.data) return <FineTune job={job.data} />;
  if (job.error) return <Failure error={job.error instanceof ApiError && job.error.status === 404 ? new Error(`No job ${short(id)} is known here. A session appears once a node has signed its first receipt.`) : job.error} />;
  return <Waiting what="the job" since={session.since} />;
}

function InferenceJob({ session }: { session: Session }) {
  const receipts = useData<Page<Receipt>>(pageOf("receipts", { key: session.sessionId, limit: 200 }));
  const shards = useData<Page<Shard>>(pageOf("shards", { limit: 200 }));
  const text = remembered(session.sessionId);
  const cost = sessionCost(session);
  const price = (nodeId: string) => shards.data?.rows.find((shard) => shard.current && shard.nodeId === nodeId)?.pricePerGcuWei;
  return (
    <>
      <h1>
        Inference job <Hash value={session.sessionId} />
      </h1>
      <Panel className="lead">
        <Stats>
          <Stat label="spent">
            <Amount wei={cost} digits={6} />
          </Stat>
          <Stat label="tokens computed">{group(session.tokens)}</Stat>
          <Stat label="nodes">{session.hops.length}</Stat>
          <Stat label="receipts">{group(session.receipts)}</Stat>
          <Stat label="settled">{session.hops.every((hop) => hop.batched) ? <Badge kind="good">in batches</Badge> : <Badge kind="warn">at the end of the epoch</Badge>}</Stat>
          <Stat label="finished">
            <Time at={session.endedAt} />
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
          {session.hops.map((hop) => (
            <li key={hop.nodeId + hop.layerStart}>
              <span className="leg" />
              <span className={`stop hue${hueOf(hop.nodeId)}`}>
                <NodeTag id={hop.nodeId} />
                <small>
                  layers {hop.layerStart}–{hop.layerEnd - 1} · {macs(hop.macs)}
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
          rows={session.hops}
          rowKey={(hop) => hop.nodeId + hop.layerStart}
          columns={[
            { head: "node", cell: (hop) => <NodeTag id={hop.nodeId} /> },
            { head: "share", number: true, cell: (hop) => (cost > 0n ? `${Number((BigInt(hop.amountWei) * 1000n) / cost) / 10} %` : "–") },
            { head: "compute cost", number: true, cell: (hop) => <span title={`${group(hop.macs)} MACs`}>{macs(hop.macs)}</span> },
            { head: "promised", number: true, cell: (hop) => <Amount wei={hop.amountWei} digits={8} /> },
            { head: "why", cell: (hop) => <Why hop={hop} price={price(hop.nodeId)} /> },
            { head: "on chain", cell: (hop) => <OnChain hop={hop} /> },
          ]}
        />
        <p className="faint">
          The cost of work is not reported by anyone: it is computed from the model's registered geometry, the layers and the tokens. What is promised by
          voucher becomes money when the node redeems the channel's newest voucher, less a fee that is burned.
        </p>
      </Panel>
      <Panel title="Receipts" note="each signed by its node and countersigned by the requester">
        <Table
          caption="Receipts"
          rows={[...(receipts.data?.rows ?? [])].sort((a, b) => a.seq - b.seq || a.layerStart - b.layerStart)}
          rowKey={(r) => r.digest}
          columns={[
            { head: "node", cell: (r) => <NodeTag id={r.nodeId} /> },
            { head: "chunk", number: true, cell: (r) => r.seq },
            { head: "layers", cell: (r) => `${r.layerStart}–${r.layerEnd - 1}` },
            { head: "positions", cell: (r) => `${r.posStart}–${r.posStart + r.tokens - 1}` },
            { head: "cost", number: true, cell: (r) => macs(r.macs) },
            { head: "sum so far", number: true, wide: true, cell: (r) => <Amount wei={r.cumulativeAmountWei} digits={8} /> },
            { head: "epoch", number: true, wide: true, cell: (r) => r.epoch },
            { head: "batch", cell: (r) => (r.batched ? <BatchLink nodeId={r.nodeId} epoch={r.epoch} /> : <span className="faint">not yet</span>) },
          ]}
        />
      </Panel>
    </>
  );
}

function Why({ hop, price }: { hop: Session["hops"][number]; price?: string }) {
  if (!price) return <span className="faint">price × MACs</span>;
  return (
    <small title="price per 10⁹ MACs × compute cost, rounded down">
      {amount(price, 9)} PRZ per 10⁹ MACs × {(Number(hop.macs) / 1e9).toPrecision(4)} · 10⁹ MACs
    </small>
  );
}

/** The newest redemption of the hop's channel. */
function OnChain({ hop }: { hop: Session["hops"][number] }) {
  const payments = useData<Page<Payment>>(pageOf("payments", { key: hop.channelId, limit: 1 }));
  const last = payments.data?.rows[0];
  if (!last) return <span className="faint">voucher not redeemed yet</span>;
  return (
    <span>
      paid <TxLink value={last.tx} />
    </span>
  );
}

export function BatchLink({ nodeId, epoch }: { nodeId: string; epoch: number }) {
  const batches = useData<Page<Batch>>(pageOf("batches", { key: nodeId, limit: 100 }));
  const batch = batches.data?.rows.find((row) => row.epoch === epoch);
  return batch ? <Hash value={batch.batchId} to={`#/batches/${batch.batchId}`} copy={false} /> : <span className="faint">on its way</span>;
}

const NATS = 1e9;

interface Loss {
  round: number;
  before: number;
  after: number;
}

/** Held-out loss before and after each round, as the evaluators agreed on it. */
function losses(rounds: Round[], revealed: Event[], opened: Event[]): Loss[] {
  const byTask = new Map(revealed.map((event) => [String(event.args.taskId), (event.args.values as string[]).map(Number)]));
  const points: Loss[] = [];
  for (const round of [...rounds].sort((a, b) => a.round - b.round)) {
    const task = opened.find((event) => Number(event.args.round) === round.round)?.args.taskId;
    const values = byTask.get(String(task));
    if (!values || values.length === 0 || !round.settled) continue;
    const before = values[0]! / NATS;
    points.push({ round: round.round, before, after: before - Number(round.settled.totalGain) / NATS });
  }
  return points;
}

function FineTune({ job }: { job: FineTuneJob }) {
  const rounds = useData<Page<Round>>(pageOf("rounds", { key: job.jobId, limit: 200 }));
  const units = useData<Page<Unit>>(pageOf("units", { key: job.jobId, limit: 500 }));
  const opened = useData<Page<Event>>(pageOf("events", { key: job.jobId, name: "EvaluationOpened", limit: 200 }));
  const revealed = useData<Page<Event>>(pageOf("events", { name: "Revealed", limit: 500 }));
  const events = useData<Page<Event>>(pageOf("events", { key: job.jobId, limit: 100 }));
  const points = useMemo(() => losses(rounds.data?.rows ?? [], revealed.data?.rows ?? [], opened.data?.rows ?? []), [rounds.data, revealed.data, opened.data]);
  const chart = useMemo(() => {
    if (points.length === 0) return null;
    const x = { label: "round", values: [0, ...points.map((p) => p.round + 1)] };
    const held = [points[0]!.before, ...points.map((p) => p.after)];
    return { x, lines: [{ label: "held-out loss", values: held, color: "accent", bold: true, points: true }, { label: "base model", values: held.map(() => points[0]!.before), color: "muted" }] };
  }, [points]);
  const escrow = BigInt(job.params.basePerRound ?? 0) + BigInt(job.params.improvementPerRound ?? 0) + BigInt(job.params.feePerSeat ?? 0) * BigInt(job.params.seats ?? 0);
  const paid = (units.data?.rows ?? []).reduce((sum, unit) => sum + BigInt(unit.baseWei ?? 0) + BigInt(unit.improvementWei ?? 0), 0n);
  const last = points.at(-1);
  return (
    <>
      <h1>
        Fine-tuning job <Hash value={job.jobId} />
      </h1>
      <Panel className="lead">
        <Stats>
          <Stat label="state">
            <Badge kind={job.closed ? "good" : "warn"}>{job.closed ? "finished" : "running"}</Badge>
          </Stat>
          <Stat label="rounds settled">
            {job.settledRounds} of {job.params.rounds}
          </Stat>
          <Stat label="paid to trainers">
            <Amount wei={paid} />
          </Stat>
          <Stat label="escrow at the start">
            <Amount wei={escrow * BigInt(job.params.rounds ?? 0)} />
          </Stat>
          <Stat label="returned">
            <Amount wei={job.refundedWei} />
          </Stat>
          {last && <Stat label="held-out loss">{`${points[0]!.before.toFixed(3)} → ${last.after.toFixed(3)}`}</Stat>}
        </Stats>
        {chart ? (
          <Chart title="Held-out loss" summary={`Held-out loss fell from ${points[0]!.before.toFixed(3)} to ${last!.after.toFixed(3)} nats per token in ${plural(points.length, "round")}.`} {...chart} />
        ) : (
          <Empty>The loss curve begins when evaluators agree on the first round.</Empty>
        )}
      </Panel>
      <Panel title="Who earned what, and why">
        <Table
          caption="Contributors"
          rows={units.data?.rows ?? []}
          rowKey={(u) => `${u.round}/${u.unit}`}
          columns={[
            { head: "node", cell: (u) => <NodeTag id={u.nodeId} />, sort: (u) => nameOf(u.nodeId) ?? u.nodeId },
            { head: "round", number: true, cell: (u) => u.round, sort: (u) => u.round },
            { head: "unit", number: true, cell: (u) => u.unit },
            { head: "state", cell: (u) => <Badge kind={u.status === "paid" ? "good" : u.status === "forfeited" || u.status === "rejected" ? "bad" : "warn"}>{u.status}</Badge> },
            { head: "improvement", number: true, cell: (u) => gainOf(u, rounds.data?.rows ?? []) },
            { head: "compute cost", number: true, cell: (u) => macs(u.macs ?? job.unitMacs) },
            { head: "base", number: true, wide: true, cell: (u) => <Amount wei={u.baseWei} digits={6} /> },
            { head: "for improvement", number: true, cell: (u) => <Amount wei={u.improvementWei} digits={6} /> },
            { head: "tx", wide: true, cell: (u) => <TxLink value={u.tx} /> },
          ]}
          empty={<Empty>No node has taken a unit of this job yet.</Empty>}
        />
        <p className="faint">Base pay follows compute cost. Improvement pay follows the fall in held-out loss that drawn evaluators measured for the unit, less their standard error.</p>
      </Panel>
      <Panel title="What happened">
        <Table
          caption="Events"
          rows={events.data?.rows ?? []}
          rowKey={(e) => e.id}
          columns={[
            { head: "event", cell: (e) => e.name },
            { head: "round", number: true, cell: (e) => String(e.args.round ?? "–") },
            { head: "unit", number: true, cell: (e) => String(e.args.unit ?? "–") },
            { head: "when", cell: (e) => <Time at={e.time} /> },
            { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
          ]}
        />
      </Panel>
      <Panel title="Terms">
        <Facts
          rows={[
            ["client", <Account value={job.client} key="c" />],
            ["model", <Hash value={job.modelId} key="m" />],
            ["adapter after the last round", job.adapterRoot ? <Hash value={job.adapterRoot} key="a" /> : "–"],
            ...Object.entries(job.params).map(([name, value]) => [name, String(value).startsWith("0x") ? <Hash value={String(value)} key={name} /> : group(String(value))] as [string, React.ReactNode]),
          ]}
        />
      </Panel>
    </>
  );
}

/** Paid gain of a unit, in thousandths of a nat per token. */
function gainOf(unit: Unit, rounds: Round[]): string {
  const evaluated = rounds.find((round) => round.round === unit.round)?.evaluated;
  const place = evaluated?.order.indexOf(unit.unit) ?? -1;
  const gain = place >= 0 ? evaluated!.paidGains[place] : undefined;
  return gain === undefined ? "–" : `${(Number(gain) / 1e6).toFixed(3)} mnat`;
}

export function ChannelPage({ id }: { id: string }) {
  const channel = useData<Channel>(`/api/v1/channels/${id}`);
  const payments = useData<Page<Payment>>(pageOf("payments", { key: id, limit: 100 }));
  const sessions = useData<Page<Session>>(pageOf("sessions", { key: id, limit: 50 }));
  if (channel.error) return <Failure error={channel.error} />;
  if (!channel.data) return <Waiting what="the channel" since={channel.since} />;
  const c = channel.data;
  return (
    <>
      <h1>
        Payment channel <Hash value={c.channelId} />
      </h1>
      <Panel className="lead">
        <Facts
          rows={[
            ["from", <Account value={c.payer} key="p" />],
            ["to", <NodeTag id={c.nodeId} key="n" />],
            ["deposit", <Amount wei={c.depositWei} key="d" />],
            ["redeemed", <Amount wei={c.claimedWei} digits={8} key="r" />],
            ["for", macs(c.macs)],
            ["state", c.closed ? "closed" : c.closesAt ? "closing" : "open"],
            ["returned", <Amount wei={c.refundWei} key="f" />],
            ["opened", <TxLink value={c.tx} key="t" />],
          ]}
        />
      </Panel>
      <Panel title="Jobs paid from it">
        <Table
          caption="Jobs"
          rows={sessions.data?.rows ?? []}
          rowKey={(s) => s.sessionId}
          columns={[
            { head: "job", cell: (s) => <Hash value={s.sessionId} to={`#/jobs/${s.sessionId}`} copy={false} /> },
            { head: "tokens", number: true, cell: (s) => group(s.tokens) },
            { head: "to this node", number: true, cell: (s) => <Amount wei={s.hops.filter((hop) => hop.channelId === id).reduce((sum, hop) => sum + BigInt(hop.amountWei), 0n)} digits={8} /> },
            { head: "when", cell: (s) => <Time at={s.endedAt} /> },
          ]}
          empty={<Empty>No receipts of this channel are known here.</Empty>}
        />
      </Panel>
      <Panel title="Redeemed vouchers">
        <Table
          caption="Redeemed vouchers"
          rows={payments.data?.rows ?? []}
          rowKey={(p) => p.id}
          columns={[
            { head: "paid", number: true, cell: (p) => <Amount wei={p.amountWei} digits={8} /> },
            { head: "burned", number: true, cell: (p) => <Amount wei={p.feeWei} digits={8} /> },
            { head: "total promised", number: true, cell: (p) => <Amount wei={p.cumulativeAmountWei} digits={8} /> },
            { head: "total work", number: true, cell: (p) => macs(p.cumulativeMacs) },
            { head: "tx", cell: (p) => <TxLink value={p.tx} /> },
          ]}
          empty={<Empty>The node has not redeemed a voucher yet.</Empty>}
        />
      </Panel>
    </>
  );
}
