import { useMemo } from "react";
import { pageOf, type Event, type FineTuneJob, type Page, type Round, type TuningJob, type Unit } from "../api";
import { Account, Amount, Badge, Empty, Facts, Hash, NodeTag, Panel, Stat, Stats, Time, TxLink } from "../ui/basic";
import { Chart } from "../ui/chart";
import { Table } from "../ui/table";
import { group, macs, plural } from "../format";
import { useData, useLive } from "../live";
import { nameOf } from "../names";
import { Outcome, useAction, useRightChain } from "../wallet/actions";
import { call } from "../wallet/transact";

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

export function FineTune({ job }: { job: FineTuneJob }) {
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
        <Course job={job} rounds={rounds.data?.rows ?? []} units={units.data?.rows ?? []} events={events.data?.rows ?? []} />
        {chart ? (
          <Chart title="Held-out loss" summary={`Held-out loss fell from ${points[0]!.before.toFixed(3)} to ${last!.after.toFixed(3)} nats per token in ${plural(points.length, "round")}.`} {...chart} />
        ) : (
          <Empty>The loss curve begins when evaluators agree on the first round.</Empty>
        )}
      </Panel>
      {job.adapterRoot && job.adapterRoot !== job.params.adapterBaseRoot && <AdapterPanel job={job} />}
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

const PHASES: [string, string][] = [
  ["UnitClaimed", "nodes take units"],
  ["UnitCommitted", "nodes train"],
  ["UnitRevealed", "updates are shown"],
  ["EvaluationOpened", "drawn evaluators measure"],
  ["RoundEvaluated", "the measurement stands"],
];

/** How far the job is: its rounds, what the running one waits for, and how long that has taken. */
function Course({ job, rounds, units, events }: { job: FineTuneJob; rounds: Round[]; units: Unit[]; events: Event[] }) {
  const { time } = useLive();
  const { connection, info, ready } = useRightChain();
  const [progress, run] = useAction();
  const total = Number(job.params.rounds ?? 0);
  if (job.closed) return null;
  const running = rounds.find((round) => !round.settled);
  const number = running?.round ?? job.settledRounds;
  const of = events.filter((event) => String(event.args.round) === String(number));
  const phase = [...PHASES].reverse().find(([name]) => of.some((event) => event.name === name));
  const since = Math.max(job.time, running?.time ?? 0, ...of.map((event) => event.time));
  const mine = connection?.account.toLowerCase() === job.client.toLowerCase();
  const free = !units.some((unit) => unit.round === number);
  return (
    <div className="course">
      <progress max={total} value={job.settledRounds} aria-label={`${job.settledRounds} of ${total} rounds settled`} />
      <p role="status">
        Round {number + 1} of {total}: {phase ? phase[1] : "waiting for nodes to take units"} <span className="faint">for {Math.max(0, time - since)} s</span>
      </p>
      {mine && (
        <button type="button" disabled={!free} title={free ? "What is not owed comes back" : "A round that nodes have joined is played to its end"} onClick={() => void run(async () => call(await ready(), "FineTuneMarket", info!.contracts.FineTuneMarket!, "cancel", [job.jobId]))}>
          Cancel
        </button>
      )}
      <Outcome progress={progress} done="Cancelled" />
    </div>
  );
}

/** The trained adapter: what it is called among models, and how to use it. */
function AdapterPanel({ job }: { job: FineTuneJob }) {
  const own = useData<{ data: TuningJob[] }>("/v1/fine_tuning/jobs?limit=100");
  const models = useData<{ data: { id: string; peerz: { modelId: string; job?: string } }[] }>("/v1/models");
  const known = own.data?.data.find((row) => row.peerz.job === job.jobId);
  const base = models.data?.data.find((row) => row.peerz.modelId === job.modelId && !row.peerz.job)?.id;
  const name = known?.peerz.adapter ?? (base ? `ft:${base}::${job.jobId}` : null);
  if (!name) return null;
  return (
    <Panel title="The adapter" note="checked against its root on chain by every node that serves it">
      <Facts
        rows={[
          ["model", <code key="m">{name}</code>],
          ["root", <Hash key="r" value={job.adapterRoot!} size={10} />],
          ["download", <code key="d">{`./peerz finetune adapter download ${job.jobId.slice(0, 18)}… --out DIR`}</code>],
        ]}
      />
      <p>
        <a className="button primary" href={`#/chat?model=${encodeURIComponent(name)}`}>
          Chat with it
        </a>
      </p>
    </Panel>
  );
}
