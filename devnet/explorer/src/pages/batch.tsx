import { useState } from "react";
import { pageOf, type Batch, type Event, type NetworkInfo, type Node, type Page } from "../api";
import type { Leaf, Step } from "../chain/receipts";
import { Amount, Badge, Empty, Facts, Failure, Hash, NodeTag, Panel, Time, TxLink, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { group, macs, share } from "../format";
import { useData } from "../live";

interface Proof {
  root?: `0x${string}`;
  totalMacs?: string;
  leaves: Leaf[];
  batch: Batch;
}

export function BatchPage({ id }: { id: string }) {
  const proof = useData<Proof>(`/api/v1/batches/${id}/receipts`);
  const events = useData<Page<Event>>(pageOf("events", { key: id, limit: 50 }));
  const info = useData<NetworkInfo>("/api/v1/network");
  const nodeId = proof.data?.batch.nodeId;
  const node = useData<Node>(nodeId ? `/api/v1/nodes/${nodeId}` : null);
  if (proof.error) return <Failure error={proof.error} />;
  if (!proof.data || !info.data) return <Waiting what="the batch" since={proof.since} />;
  const { batch, leaves } = proof.data;
  return (
    <>
      <h1>
        Batch <Hash value={batch.batchId} />
      </h1>
      <Panel className="lead">
        <p className="headline">
          <NodeTag id={batch.nodeId} /> committed {group(batch.leaves)} receipts of epoch {batch.epoch}: {macs(batch.totalMacs)}.
        </p>
        <Facts
          rows={[
            ["state", <Badge key="s" kind={batch.status === "voided" ? "bad" : batch.status === "committed" ? "warn" : "good"}>{batch.status}</Badge>],
            ["on time", `${share(batch.onTimeMacs, batch.totalMacs)}, as requesters measured it: its weight in the pool`],
            ["fees charged", <Amount wei={batch.totalFeesWei} digits={8} key="f" />],
            ["pool share", <Amount wei={batch.shareWei} digits={8} key="p" />],
            ["rebate paid", <Amount wei={batch.rebateWei} digits={8} key="r" />],
            ["Merkle-sum root", <Hash value={batch.root} size={10} key="m" />],
            ["opened on demand", `${batch.answered} of ${batch.demands}`],
            ["committed", <Time at={batch.time} key="t" />],
            ["transaction", <TxLink value={batch.tx} key="x" />],
          ]}
        />
      </Panel>
      <Panel title="Its receipts" note="checked in your browser against the root on the chain">
        {leaves.length === 0 ? (
          <Empty>The receipts of this batch are with its node; this explorer has only its root. Anybody may demand that a random one is opened.</Empty>
        ) : (
          <Table
            caption="Receipts of the batch"
            rows={leaves}
            rowKey={(leaf) => leaf.digest}
            columns={[
              { head: "receipt", cell: (leaf) => <Hash value={leaf.digest} /> },
              { head: "job", cell: (leaf) => <Hash value={String(leaf.receipt.sessionId)} to={`#/jobs/${leaf.receipt.sessionId}`} copy={false} /> },
              { head: "layers", cell: (leaf) => `${leaf.receipt.layerStart}–${Number(leaf.receipt.layerEnd) - 1}` },
              { head: "tokens", number: true, cell: (leaf) => String(leaf.receipt.tokens) },
              { head: "work", number: true, cell: (leaf) => macs(String(leaf.receipt.macs)) },
              { head: "arrived", cell: (leaf) => <Badge kind={leaf.onTime ? "good" : "warn"}>{leaf.onTime ? "on time" : "late"}</Badge> },
              { head: "proof", cell: (leaf) => <Verify leaf={leaf} batch={batch} signer={node.data?.signer} info={info.data!} /> },
            ]}
          />
        )}
      </Panel>
      <Panel title="What happened to it">
        <Table
          caption="Events of the batch"
          rows={events.data?.rows ?? []}
          rowKey={(e) => e.id}
          columns={[
            { head: "event", cell: (e) => e.name },
            { head: "contract", wide: true, cell: (e) => e.contract },
            { head: "when", cell: (e) => <Time at={e.time} /> },
            { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
          ]}
        />
      </Panel>
    </>
  );
}

function Verify({ leaf, batch, signer, info }: { leaf: Leaf; batch: Batch; signer?: string; info: NetworkInfo }) {
  const [steps, setSteps] = useState<Step[] | null>(null);
  if (!signer) return null;
  if (!steps) {
    return (
      <button
        type="button"
        onClick={async () => {
          const { verify } = await import("../chain/receipts");
          setSteps(await verify(leaf, batch, signer, info.chainId, info.contracts.ContributionLedger!));
        }}
      >
        Verify
      </button>
    );
  }
  const ok = steps.every((step) => step.ok);
  return (
    <details open>
      <summary>
        <Badge kind={ok ? "good" : "bad"}>{ok ? "proved" : "does not hold"}</Badge>
      </summary>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.what}>
            <span aria-hidden="true">{step.ok ? "✓" : "✖"}</span> {step.what} <Hash value={step.detail} />
          </li>
        ))}
      </ol>
    </details>
  );
}
