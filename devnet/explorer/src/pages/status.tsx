import { useEffect, useState } from "react";
import { pageOf, type Batch, type NetworkInfo, type Node, type Page, type Swarm } from "../api";
import { Amount, Badge, Empty, Facts, Failure, NodeTag, Panel, Time, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { gasPrice, group, plural } from "../format";
import { useData, useLive } from "../live";

const COUNTS = ["blocks", "transactions", "events", "nodes", "channels", "batches", "jobs", "receipts"];

export function StatusPage() {
  const info = useData<NetworkInfo>("/api/v1/network");
  const swarm = useData<Swarm>("/peerz/v1/swarm");
  const live = useLive();
  if (info.error) return <Failure error={info.error} />;
  if (!info.data) return <Waiting what="the status" since={info.since} />;
  const i = info.data;
  return (
    <>
      <Panel title="Index">
        <Facts
          rows={[
            ["chain head", group(i.head)],
            ["indexed", group(i.indexed ?? 0)],
            ["lag", <Badge key="l" kind={(i.lagBlocks ?? 0) <= 2 ? "good" : "warn"}>{`${i.lagBlocks ?? 0} blocks`}</Badge>],
            ["newest block", i.time ? <Time at={i.time} key="t" /> : "–"],
            ["gas price", live.gasPriceWei ? gasPrice(live.gasPriceWei) : "–"],
            ["trouble", i.trouble || "none"],
            ...COUNTS.map((name) => [name, group(i.totals[name] ?? 0)] as [string, string]),
          ]}
        />
      </Panel>
      <BridgeQueue totals={i.totals} />
      <Panel title="Doors">
        <Facts
          rows={[
            ["live stream", <Badge key="s" kind={live.connected ? "good" : "bad"}>{live.connected ? "connected" : "lost"}</Badge>],
            ["gateway", <GatewayReady key="g" />],
            ["swarm", swarm.error ? <Badge kind="bad" key="w">{swarm.error.message}</Badge> : <Badge kind={swarm.data?.problem ? "warn" : "good"} key="w">{swarm.data ? swarm.data.problem || `serves ${swarm.data.model}` : "asking …"}</Badge>],
            ["API", <code key="a">{`${i.api}v1`}</code>],
            ["JSON-RPC", <code key="r">{i.rpc}</code>],
            ["network", `${i.name}, chain id ${i.chainId}`],
            ["version", i.version],
          ]}
        />
      </Panel>
    </>
  );
}

interface Readiness {
  status: string;
  failed: { name: string; problem: string }[];
}

/** What the gateway says of itself; it names what is wrong in an answer that is an error, too. */
function GatewayReady() {
  const { indexed } = useLive();
  const [ready, setReady] = useState<Readiness | null>(null);
  useEffect(() => {
    let current = true;
    fetch("/api/v1/gateway")
      .then((reply) => reply.json())
      .then((answer) => current && setReady(Array.isArray(answer.failed) ? answer : { status: "failed", failed: [{ name: "gateway", problem: "does not answer" }] }))
      .catch(() => {});
    return () => {
      current = false;
    };
  }, [indexed]);
  if (!ready) return <Badge kind="plain">asking …</Badge>;
  return ready.failed.length === 0 ? (
    <Badge kind="good">ready</Badge>
  ) : (
    <>
      {ready.failed.map((check) => (
        <Badge kind="bad" key={check.name}>{`${check.name}: ${check.problem}`}</Badge>
      ))}
    </>
  );
}

/** Work that is not settled yet: receipts outside of any batch, and batches that are not paid out. */
function BridgeQueue({ totals }: { totals: NetworkInfo["totals"] }) {
  const batches = useData<Page<Batch>>(pageOf("batches", { limit: 500 })).data?.rows ?? [];
  const nodes = useData<Page<Node>>(pageOf("nodes", { limit: 200 })).data?.rows ?? [];
  const open = batches.filter((batch) => batch.status === "committed" || batch.status === "final");
  const rows = nodes.map((node) => ({ node, own: open.filter((batch) => batch.nodeId === node.nodeId) })).filter((row) => row.own.length > 0);
  return (
    <Panel title="Bridge queue" note="between what nodes signed and what the chain has settled">
      <Facts
        rows={[
          ["receipts in no batch", `${group(totals.receiptsWaiting ?? 0)}; a batch is made when the epoch is over`],
          ["batches not settled", group(totals.batchesOpen ?? 0)],
          ["batches voided", group(totals.batchesVoided ?? 0)],
        ]}
      />
      <Table
        caption="Batches not settled"
        rows={rows}
        rowKey={(row) => row.node.nodeId}
        columns={[
          { head: "node", cell: (row) => <NodeTag id={row.node.nodeId} /> },
          { head: "waits to be finalized", number: true, cell: (row) => row.own.filter((batch) => batch.status === "committed").length },
          { head: "waits to be claimed", number: true, cell: (row) => row.own.filter((batch) => batch.status === "final").length },
          { head: "receipts", number: true, cell: (row) => group(row.own.reduce((sum, batch) => sum + batch.leaves, 0)) },
          { head: "fees", number: true, wide: true, cell: (row) => <Amount wei={row.own.reduce((sum, batch) => sum + BigInt(batch.totalFeesWei), 0n)} digits={6} /> },
          { head: "oldest", cell: (row) => <Time at={Math.min(...row.own.map((batch) => batch.time))} /> },
        ]}
        empty={<Empty>Every batch of {plural(nodes.length, "node")} is settled.</Empty>}
      />
    </Panel>
  );
}
