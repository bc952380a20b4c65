import { useMemo } from "react";
import { pageOf, type Batch, type Event, type NetworkInfo, type Node, type Page, type Payment, type Receipt, type Shard, type Swarm } from "../api";
import { Account, Amount, Badge, Bar, Empty, Facts, Failure, Hash, NodeTag, Panel, Time, TxLink, Waiting } from "../ui/basic";
import { Chart } from "../ui/chart";
import { Table } from "../ui/table";
import { amount, clock, group, macs, millis, plural } from "../format";
import { useData, useLive } from "../live";
import { nameOf, useNames } from "../names";
import { StakeActions } from "../wallet/actions";
import { ClaimPanel } from "../wallet/claims";
import { PaymentTable } from "./earnings";
import { JobTable, useJobs } from "./jobs";

const ROLES: [number, string][] = [[1, "serves"], [2, "trains"], [4, "evaluates"], [8, "audits"]];

export function NodesPage() {
  const nodes = useData<Page<Node>>(pageOf("nodes", { limit: 200 }));
  const shards = useData<Page<Shard>>(pageOf("shards", { limit: 500 }));
  if (nodes.error) return <Failure error={nodes.error} />;
  const shardOf = (node: Node) => shards.data?.rows.find((shard) => shard.current && shard.nodeId === node.nodeId);
  return (
    <Panel title="Nodes">
      <Table
        caption="Nodes"
        rows={nodes.data?.rows ?? []}
        rowKey={(n) => n.nodeId}
        columns={[
          { head: "node", cell: (n) => <NodeTag id={n.nodeId} />, sort: (n) => nameOf(n.nodeId) ?? n.nodeId },
          { head: "layers", cell: (n) => (shardOf(n) ? `${shardOf(n)!.layerStart}–${shardOf(n)!.layerEnd - 1}` : "–") },
          { head: "stake", number: true, cell: (n) => <Amount wei={n.stakeWei} />, sort: (n) => BigInt(n.stakeWei) },
          { head: "earned", number: true, cell: (n) => <Amount wei={n.earnedWei} />, sort: (n) => BigInt(n.earnedWei) },
          { head: "owner", wide: true, cell: (n) => <Account value={n.owner} /> },
          { head: "endpoint", wide: true, cell: (n) => <code>{n.endpoint}</code> },
          { head: "since", wide: true, cell: (n) => <Time at={n.registeredAt} />, sort: (n) => n.registeredAt },
        ]}
        empty={<Empty command="./peerz node init && ./peerz node stake 5000">No node is registered.</Empty>}
      />
    </Panel>
  );
}

export function NodePage({ id }: { id: string }) {
  useNames();
  const node = useData<Node>(`/api/v1/nodes/${id}`);
  const info = useData<NetworkInfo>("/api/v1/network");
  const shards = useData<Page<Shard>>(pageOf("shards", { key: id, limit: 20 }));
  const payments = useData<Page<Payment>>(pageOf("payments", { key: id, limit: 200 }));
  const batches = useData<Page<Batch>>(pageOf("batches", { key: id, limit: 200 }));
  const receipts = useData<Page<Receipt>>(pageOf("receipts", { key: id, limit: 500 }));
  const jobs = useJobs();
  const unbonds = useData<Page<Event>>(pageOf("events", { key: id, name: "UnbondRequested", limit: 20 }));
  const withdrawn = useData<Page<Event>>(pageOf("events", { key: id, name: "Withdrawn", limit: 50 }));
  const slashes = useData<Page<Event>>(pageOf("events", { key: id, name: "Slashed", limit: 20 }));
  const swarm = useData<Swarm>("/peerz/v1/swarm");
  if (node.error) return <Failure error={node.error} />;
  if (!node.data || !info.data) return <Waiting what="the node" since={node.since} />;
  const n = node.data;
  const shard = shards.data?.rows.find((row) => row.current);
  const offer = swarm.data?.offers.find((row) => row.nodeId === id);
  const open = (unbonds.data?.rows ?? []).filter((event) => !withdrawn.data?.rows.some((done) => done.args.index === event.args.index && done.id > event.id));
  const paid = payments.data?.rows ?? [];
  const sum = (kinds: string[]) => paid.filter((p) => kinds.includes(p.kind)).reduce((total, p) => total + BigInt(p.amountWei), 0n);
  return (
    <>
      <div className="titlebar">
        <h1>
          <NodeTag id={id} link={false} />
        </h1>
        <p>
          {swarm.data ? offer ? <Badge kind="good">answers</Badge> : <Badge kind="bad">does not answer</Badge> : <Badge kind="plain">no gateway to ask</Badge>}{" "}
          {shard ? `serves layers ${shard.layerStart}–${shard.layerEnd - 1}${swarm.data ? ` of ${swarm.data.model}` : ""}` : "offers no layers"}
          {offer && ` · L ${millis(offer.oneWayMicros)}`}
          {offer && shard && offer.nanosPerLayerToken > 0 && ` · T ${group(Math.round(1e9 / (offer.nanosPerLayerToken * (shard.layerEnd - shard.layerStart))))} tok/s`}
        </p>
        <StakeActions node={n} registry={info.data.contracts.NodeRegistry!} unbonds={open} />
      </div>
      <div className="cards">
        <Panel title="Stake">
          <p className="big">
            <Amount wei={n.stakeWei} />
          </p>
          <Facts
            rows={[
              ["locked for open batches", <Amount wei={n.lockedWei} key="l" />],
              ["unbonding", <Amount wei={n.unbondingWei} key="u" />],
              ...open.map((event) => [`#${event.args.index} withdrawable`, <span key={event.id}>{clock(Number(event.args.releaseAt))}</span>] as [string, React.ReactNode]),
              ["at risk", "all of it, for a proved false signature"],
            ]}
          />
          {n.jailedUntil > 0 && <Badge kind="bad">jailed until {clock(n.jailedUntil)}</Badge>}
        </Panel>
        <Panel title="Earned">
          <p className="big">
            <Amount wei={n.earnedWei} />
          </p>
          <Facts
            rows={[
              ["inference, by voucher", <Amount wei={sum(["voucher"])} digits={6} key="v" />],
              ["epoch rebates", <Amount wei={sum(["rebate"])} digits={6} key="r" />],
              ["training and evaluation", <Amount wei={sum(["unit", "seat"])} digits={6} key="t" />],
              ["paid out to", <Account value={n.payout} key="p" />],
            ]}
          />
        </Panel>
        <Funnel receipts={receipts.data?.rows ?? []} batches={batches.data?.rows ?? []} more={receipts.data?.next !== undefined} />
        <Panel title="Trust">
          <p className="big">{plural((batches.data?.rows ?? []).reduce((total, batch) => total + batch.demands, 0), "challenge")}</p>
          <Facts
            rows={[
              ["answered", (batches.data?.rows ?? []).reduce((total, batch) => total + batch.answered, 0)],
              ["batches voided", (batches.data?.rows ?? []).filter((batch) => batch.status === "voided").length],
              ["slashed", slashes.data?.rows.length ? <Amount wei={slashes.data.rows.reduce((total, e) => total + BigInt(String(e.args.amount)), 0n)} key="s" /> : "never"],
              ["roles", ROLES.filter(([bit]) => n.roles & bit).map(([, word]) => word).join(", ") || "none"],
            ]}
          />
        </Panel>
      </div>
      <ClaimPanel node={n} info={info.data} batches={batches.data?.rows ?? []} />
      <WhyThisMuch payments={paid} batches={batches.data?.rows ?? []} price={shard?.pricePerGcuWei} />
      <Panel title="Latest jobs of this node" note="click one for every contributor and the reason of each payment">
        <JobTable jobs={(jobs.data?.jobs ?? []).filter((job) => job.parts.some((part) => part.nodeId === id)).slice(0, 8)} caption="Jobs of this node" nodeId={id} />
      </Panel>
      <Panel title="Batches">
        <Table
          caption="Batches of this node"
          rows={batches.data?.rows ?? []}
          rowKey={(b) => b.batchId}
          columns={[
            { head: "batch", cell: (b) => <Hash value={b.batchId} to={`#/batches/${b.batchId}`} copy={false} /> },
            { head: "epoch", number: true, cell: (b) => b.epoch },
            { head: "receipts", number: true, cell: (b) => b.leaves },
            { head: "work", number: true, cell: (b) => macs(b.totalMacs) },
            { head: "state", cell: (b) => <Badge kind={b.status === "claimed" || b.status === "final" ? "good" : b.status === "voided" ? "bad" : "warn"}>{b.status}</Badge> },
            { head: "rebate", number: true, cell: (b) => <Amount wei={b.rebateWei} digits={6} /> },
            { head: "tx", cell: (b) => <TxLink value={b.tx} /> },
          ]}
          empty={<Empty>The node has not committed a batch yet.</Empty>}
        />
      </Panel>
      <Panel title="Every payment">
        <PaymentTable rows={paid} caption="Payments to this node" />
      </Panel>
      <Panel title="Identity">
        <Facts
          rows={[
            ["node id", <Hash value={n.nodeId} size={10} key="i" />],
            ["owner", <Account value={n.owner} key="o" />],
            ["signer", <Account value={n.signer} key="s" />],
            ["endpoint", <code key="e">{n.endpoint}</code>],
            ["registered", <Time at={n.registeredAt} key="r" />],
          ]}
        />
      </Panel>
    </>
  );
}

function Funnel({ receipts, batches, more }: { receipts: Receipt[]; batches: Batch[]; more: boolean }) {
  const batched = batches.reduce((total, batch) => total + batch.leaves, 0);
  const final = batches.filter((b) => b.status === "final" || b.status === "claimed").reduce((total, batch) => total + batch.leaves, 0);
  const signed = Math.max(receipts.length, batched);
  const steps: [string, number][] = [["signed", signed], ["in a batch on chain", batched], ["final", final]];
  return (
    <Panel title="Receipts">
      <p className="big">
        {group(signed)}
        {more ? "+" : ""} <small>signed</small>
      </p>
      <dl className="facts">
        {steps.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Bar part={count} of={signed} label={`${name}: ${count} of ${signed}`} /> {group(count)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** The pay of a node, as the contracts computed it, with the node's own numbers. */
function WhyThisMuch({ payments, batches, price }: { payments: Payment[]; batches: Batch[]; price?: string }) {
  const { time } = useLive();
  const vouchers = payments.filter((p) => p.kind === "voucher");
  const paid = vouchers.reduce((total, p) => total + BigInt(p.amountWei), 0n);
  const burned = vouchers.reduce((total, p) => total + BigInt(p.feeWei ?? 0), 0n);
  const rebates = payments.filter((p) => p.kind === "rebate").reduce((total, p) => total + BigInt(p.amountWei), 0n);
  const training = payments.filter((p) => p.kind === "unit" || p.kind === "seat").reduce((total, p) => total + BigInt(p.amountWei), 0n);
  const byChannel = new Map<string, bigint>();
  for (const p of vouchers) if (!byChannel.has(p.channelId!)) byChannel.set(p.channelId!, BigInt(p.cumulativeMacs!));
  const work = [...byChannel.values()].reduce((a, b) => a + b, 0n);
  const last = batches[0];
  const curve = useMemo(() => {
    const inOrder = [...payments].sort((a, b) => a.id - b.id);
    let total = 0n;
    const values = inOrder.map((p) => Number((total += BigInt(p.amountWei))) / 1e18);
    return { x: { label: "UTC", values: inOrder.map((p) => p.time), time: true }, lines: [{ label: "earned, PRZ", values, color: "accent", bold: true, points: inOrder.length < 40, stepped: true }] };
  }, [payments]);
  return (
    <Panel title="Why this much" note="computed on chain; these are its numbers">
      <div className="why">
        <p className="formula">
          <span className="term">
            <b>{macs(work)}</b>
            <small>computed and redeemed</small>
          </span>
          <span aria-hidden="true">×</span>
          <span className="term">
            <b>{price ? `${amount(price, 9)} PRZ` : "price"}</b>
            <small>per 10⁹ MACs</small>
          </span>
          <span aria-hidden="true">−</span>
          <span className="term">
            <b>{amount(burned, 6)} PRZ</b>
            <small>fee, burned</small>
          </span>
          <span aria-hidden="true">=</span>
          <span className="term">
            <b>{amount(paid, 6)} PRZ</b>
            <small>by voucher</small>
          </span>
          <span aria-hidden="true">+</span>
          <span className="term">
            <b>{amount(rebates, 6)} PRZ</b>
            <small>epoch rebates</small>
          </span>
          {training > 0n && (
            <>
              <span aria-hidden="true">+</span>
              <span className="term">
                <b>{amount(training, 6)} PRZ</b>
                <small>training and evaluation</small>
              </span>
            </>
          )}
        </p>
        <p className="faint">
          A rebate is the node's share of an epoch's pool by MACs that came on time, and never more than the fees burned for it so far
          {last ? `; its newest batch is of epoch ${last.epoch} with ${macs(last.totalMacs)}` : ""}.
        </p>
        {payments.length > 1 && <Chart title="Earned over time" summary={`${amount(paid + rebates + training, 6)} PRZ in ${plural(payments.length, "payment")} until ${clock(time)}.`} {...curve} height={160} fromZero />}
      </div>
    </Panel>
  );
}
