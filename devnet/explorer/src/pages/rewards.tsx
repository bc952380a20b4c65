import { pageOf, type Batch, type Event, type NetworkInfo, type Node, type Page } from "../api";
import { Amount, Badge, Empty, Failure, Hash, NodeTag, Panel } from "../ui/basic";
import { Table } from "../ui/table";
import { macs, share } from "../format";
import { useData } from "../live";
import { ClaimPanel } from "../wallet/claims";
import { useWallet } from "../wallet/store";

interface EpochRow {
  epoch: number;
  poolWei: string | null;
  macs: bigint;
  batches: Batch[];
  paidWei: bigint;
}

/** The pool of each epoch and how it was shared out by proved work. */
export function RewardsPage() {
  const batches = useData<Page<Batch>>(pageOf("batches", { limit: 200 }));
  const pools = useData<Page<Event>>(pageOf("events", { name: "PoolOpened", limit: 100 }));
  const info = useData<NetworkInfo>("/api/v1/network", false);
  const account = useWallet().connection?.account.toLowerCase();
  const nodes = useData<Page<Node>>(account ? pageOf("nodes", { limit: 200 }) : null);
  const own = (nodes.data?.rows ?? []).filter((node) => node.owner === account);
  if (batches.error) return <Failure error={batches.error} />;
  const rows = batches.data?.rows ?? [];
  const epochs: EpochRow[] = [...new Set(rows.map((batch) => batch.epoch))].map((epoch) => {
    const own = rows.filter((batch) => batch.epoch === epoch);
    const pool = pools.data?.rows.find((event) => Number(event.args.epoch) === epoch);
    return {
      epoch,
      poolWei: pool ? String(pool.args.amount) : null,
      macs: own.reduce((sum, batch) => sum + BigInt(batch.onTimeMacs), 0n),
      batches: own,
      paidWei: own.reduce((sum, batch) => sum + BigInt(batch.rebateWei ?? 0), 0n),
    };
  });
  const workOf = (epoch: number) => epochs.find((row) => row.epoch === epoch)?.macs ?? 0n;
  return (
    <>
      <Panel title="Rewards by epoch" note="a share of the pool by work that came on time, never above the fees burned">
        <Table
          caption="Epochs"
          rows={epochs}
          rowKey={(e) => e.epoch}
          columns={[
            { head: "epoch", number: true, cell: (e) => e.epoch, sort: (e) => e.epoch },
            { head: "pool", number: true, cell: (e) => <Amount wei={e.poolWei} />, sort: (e) => BigInt(e.poolWei ?? 0) },
            { head: "work on time", number: true, cell: (e) => macs(e.macs), sort: (e) => e.macs },
            { head: "nodes", number: true, cell: (e) => e.batches.length, sort: (e) => e.batches.length },
            { head: "paid out", number: true, cell: (e) => <Amount wei={e.paidWei} digits={6} />, sort: (e) => e.paidWei },
          ]}
          empty={<Empty>No epoch with proved work is over yet.</Empty>}
        />
        <p className="faint">
          share of a node = pool × (its MACs that came on time, as requesters countersigned ÷ those of all nodes of the epoch), paid as far as the fees burned on its vouchers reach.
          {info.data?.contracts.ContributionLedger && <> Every number is read from <a href="#/chain/contracts/ContributionLedger">ContributionLedger</a>.</>}
        </p>
      </Panel>
      {info.data && own.map((node) => <ClaimPanel key={node.nodeId} node={node} info={info.data!} batches={rows.filter((batch) => batch.nodeId === node.nodeId)} named />)}
      <Panel title="Shares" note="one line per node and epoch">
        <Table
          caption="Shares"
          rows={rows}
          rowKey={(b) => b.batchId}
          columns={[
            { head: "epoch", number: true, cell: (b) => b.epoch, sort: (b) => b.epoch },
            { head: "node", cell: (b) => <NodeTag id={b.nodeId} />, sort: (b) => b.nodeId },
            { head: "work", number: true, cell: (b) => macs(b.totalMacs), sort: (b) => BigInt(b.totalMacs) },
            { head: "on time", number: true, cell: (b) => share(b.onTimeMacs, b.totalMacs), sort: (b) => BigInt(b.onTimeMacs) },
            { head: "part of the epoch", number: true, cell: (b) => (workOf(b.epoch) > 0n ? `${Number((BigInt(b.onTimeMacs) * 1000n) / workOf(b.epoch)) / 10} %` : "–") },
            { head: "share", number: true, wide: true, cell: (b) => <Amount wei={b.shareWei} digits={6} /> },
            { head: "paid", number: true, cell: (b) => <Amount wei={b.rebateWei} digits={6} /> },
            { head: "state", cell: (b) => <Badge kind={b.status === "voided" ? "bad" : b.status === "claimed" ? "good" : "warn"}>{b.status}</Badge> },
            { head: "why", cell: (b) => <Hash value={b.batchId} to={`#/batches/${b.batchId}`} copy={false} /> },
          ]}
          empty={<Empty>No batch was committed yet.</Empty>}
        />
      </Panel>
    </>
  );
}
