import { useRef, type KeyboardEvent } from "react";
import { pageOf, type Block, type NetworkInfo, type Node, type Page, type Payment, type Receipt, type Shard, type Swarm } from "../api";
import { Amount, Badge, Copy, Empty, Failure, Hash, NodeTag, Panel, Stat, Stats, TxLink, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { group, macs, millis, plural } from "../format";
import { useData } from "../live";
import { hueOf, nameOf, useNames } from "../names";
import { KIND } from "./earnings";
import { JobTable, useJobs } from "./jobs";
import { Speeds } from "./speed";

export function NetworkPage() {
  const info = useData<NetworkInfo>("/api/v1/network");
  const nodes = useData<Page<Node>>(pageOf("nodes", { limit: 100 }));
  const shards = useData<Page<Shard>>(pageOf("shards", { limit: 200 }));
  const swarm = useData<Swarm>("/peerz/v1/swarm");
  if (info.error) return <Failure error={info.error} />;
  if (!info.data || !nodes.data || !shards.data) return <Waiting what="the network" since={info.since} />;
  const current = shards.data.rows.filter((shard) => shard.current);
  return (
    <>
      <Health swarm={swarm.data} error={swarm.error} nodes={nodes.data.rows} shards={current} info={info.data} />
      <LayerMap nodes={nodes.data.rows} shards={current} swarm={swarm.data} />
      <RouteNow swarm={swarm.data} error={swarm.error} />
      <div className="two">
        <LatestJobs />
        <LatestPayments />
      </div>
      <Speeds />
      <LatestReceipts />
      <LatestBlocks />
    </>
  );
}

function layerCount(shards: Shard[], swarm?: Swarm): number {
  return swarm?.layers ?? Math.max(0, ...shards.map((shard) => shard.layerEnd));
}

function copies(shards: Shard[], layers: number, alive?: Set<string>): number[] {
  return Array.from({ length: layers }, (_, layer) => shards.filter((s) => s.layerStart <= layer && layer < s.layerEnd && (!alive || alive.has(s.nodeId))).length);
}

function Health({ swarm, error, nodes, shards, info }: { swarm?: Swarm; error?: Error; nodes: Node[]; shards: Shard[]; info: NetworkInfo }) {
  const alive = swarm && new Set(swarm.offers.map((offer) => offer.nodeId));
  const counts = copies(shards, layerCount(shards, swarm), alive);
  const least = counts.length ? Math.min(...counts) : 0;
  const good = least > 0;
  return (
    <section className="health" aria-label="Health">
      <p className="headline">
        <Badge kind={error ? "warn" : least > 1 ? "good" : good ? "warn" : "bad"}>{error ? "No gateway" : least > 1 ? "Healthy" : good ? "One copy only" : "Broken"}</Badge>{" "}
        {good
          ? `Every layer${swarm ? ` of ${swarm.model}` : ""} is served by ${least === 1 ? "one node" : `at least ${least} nodes`}.`
          : nodes.length === 0
            ? "Nobody serves a model yet."
            : "Some layers are served by nobody."}
      </p>
      <Stats>
        <Stat label="nodes answering">{swarm ? `${alive!.size} of ${nodes.length}` : nodes.length}</Stat>
        <Stat label="paid to nodes" hint="vouchers, rebates, units and seats, fees taken off">
          <Amount wei={String(info.totals.earnedWei)} />
        </Stat>
        <Stat label="receipts on chain">{group(info.totals.receipts ?? 0)}</Stat>
        <Stat label="batches">{group(info.totals.batches ?? 0)}</Stat>
        <Stat label="transactions">{group(info.totals.transactions ?? 0)}</Stat>
        <Stat label="batches voided" hint="a question about them stayed unanswered, or they were proved wrong">{group(info.totals.batchesVoided ?? 0)}</Stat>
      </Stats>
    </section>
  );
}

/** Nodes against layers. Arrow keys move from cell to cell; Enter opens the node. */
function LayerMap({ nodes, shards, swarm }: { nodes: Node[]; shards: Shard[]; swarm?: Swarm }) {
  useNames();
  const grid = useRef<HTMLTableElement>(null);
  const layers = layerCount(shards, swarm);
  const alive = swarm && new Set(swarm.offers.map((offer) => offer.nodeId));
  const rows = nodes
    .map((node) => ({ node, shard: shards.find((shard) => shard.nodeId === node.nodeId), offer: swarm?.offers.find((offer) => offer.nodeId === node.nodeId) }))
    .filter((row) => row.shard)
    .sort((a, b) => a.shard!.layerStart - b.shard!.layerStart || (nameOf(a.node.nodeId) ?? "").localeCompare(nameOf(b.node.nodeId) ?? ""));
  const onRoute = (nodeId: string) => swarm?.route.some((stop) => stop.nodeId === nodeId) ?? false;
  function move(event: KeyboardEvent<HTMLTableElement>) {
    const steps: Record<string, [number, number]> = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[event.key];
    const at = (document.activeElement as HTMLElement | null)?.dataset.at?.split(":").map(Number);
    if (!step || !at) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-at="${at[0]! + step[0]}:${at[1]! + step[1]}"]`)?.focus();
  }
  if (rows.length === 0) {
    return (
      <Panel title="Who serves which layers">
        <Empty command="./peerz devnet up">No node has offered layers yet.</Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Who serves which layers" note={`${swarm?.model ?? "model"} · ${plural(layers, "layer")}`}>
      <div className="table" tabIndex={0} role="region" aria-label="Layer map">
        <table className="layermap" ref={grid} onKeyDown={move}>
          <thead>
            <tr>
              <th scope="col">node</th>
              {Array.from({ length: layers }, (_, layer) => (
                <th scope="col" key={layer} className="layer">
                  {layer}
                </th>
              ))}
              <th scope="col" className="number" title="L: measured one-way delay from the gateway">
                delay L
              </th>
              <th scope="col" className="number" title="T: tokens per second through the node's layers, as measured">
                speed T
              </th>
              <th scope="col" className="number wide">price per 10⁹ MACs</th>
              <th scope="col" className="number wide">stake</th>
              <th scope="col" className="number">earned</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ node, shard, offer }, r) => (
              <tr key={node.nodeId}>
                <th scope="row">
                  <NodeTag id={node.nodeId} />
                  {alive && !alive.has(node.nodeId) && <Badge kind="bad">unreachable</Badge>}
                </th>
                {Array.from({ length: layers }, (_, layer) => {
                  const serves = shard!.layerStart <= layer && layer < shard!.layerEnd;
                  const name = nameOf(node.nodeId) ?? node.nodeId;
                  const up = !alive || alive.has(node.nodeId);
                  return (
                    <td key={layer} className="layer">
                      <a
                        href={`#/nodes/${node.nodeId}`}
                        data-at={`${r}:${layer}`}
                        tabIndex={r === 0 && layer === 0 ? 0 : -1}
                        className={`cell ${serves ? `hue${hueOf(node.nodeId)} ${up ? "" : "down"}` : "blank"} ${serves && onRoute(node.nodeId) ? "routed" : ""}`}
                        aria-label={`${name} ${serves ? (up ? "serves" : "offers but does not answer for") : "does not serve"} layer ${layer}${serves && onRoute(node.nodeId) ? ", on the current route" : ""}`}
                      >
                        <span aria-hidden="true">{serves ? (up ? (onRoute(node.nodeId) ? "▶" : "■") : "✖") : "·"}</span>
                      </a>
                    </td>
                  );
                })}
                <td className="number">{offer ? millis(offer.oneWayMicros) : "–"}</td>
                <td className="number">{offer && offer.nanosPerLayerToken > 0 ? `${group(Math.round(1e9 / (offer.nanosPerLayerToken * (shard!.layerEnd - shard!.layerStart))))} tok/s` : "–"}</td>
                <td className="number wide">
                  <Amount wei={shard!.pricePerGcuWei} digits={9} />
                </td>
                <td className="number wide">
                  <Amount wei={node.stakeWei} />
                </td>
                <td className="number">
                  <Amount wei={node.earnedWei} />
                </td>
              </tr>
            ))}
            <tr className="copies">
              <th scope="row">copies</th>
              {copies(shards, layers, alive).map((count, layer) => (
                <td key={layer} className={`layer ${count === 0 ? "none" : count === 1 ? "single" : ""}`}>
                  {count}
                </td>
              ))}
              <td colSpan={2} />
              <td className="wide" colSpan={2} />
              <td />
            </tr>
          </tbody>
        </table>
      </div>
      <p className="legend">
        <span>■ serves</span> <span>▶ on the route of now</span> <span>✖ registered, does not answer</span> <span>· not offered</span>
        <span className="json">JSON <Copy text={JSON.stringify(rows, null, 2)} label="Copy the layer map as JSON" /></span>
      </p>
    </Panel>
  );
}

function RouteNow({ swarm, error }: { swarm?: Swarm; error?: Error }) {
  if (error) return <Panel title="Route of now"><Failure error={error} /></Panel>;
  if (!swarm) return null;
  if (swarm.problem) return <Panel title="Route of now"><Failure error={new Error(swarm.problem)} /></Panel>;
  return (
    <Panel title="Route of now" note={`a prompt would take ${millis(swarm.routeMicros)} (estimate, 32 + 32 tokens) · ${plural(swarm.standbys, "standby", "standbys")} ready`}>
      <ol className="route">
        <li className="end">prompt</li>
        {swarm.route.map((stop) => {
          const offer = swarm.offers.find((o) => o.nodeId === stop.nodeId);
          return (
            <li key={stop.nodeId}>
              <span className="leg">{offer ? `L ${millis(offer.oneWayMicros)}` : ""}</span>
              <span className={`stop hue${hueOf(stop.nodeId)}`}>
                <NodeTag id={stop.nodeId} />
                <small>
                  layers {stop.layerStart}–{stop.layerEnd - 1}
                  {offer && offer.nanosPerLayerToken > 0 && ` · T ${group(Math.round(1e9 / (offer.nanosPerLayerToken * (stop.layerEnd - stop.layerStart))))} tok/s`}
                </small>
              </span>
            </li>
          );
        })}
        <li className="end">
          <span className="leg" />
          text
        </li>
      </ol>
    </Panel>
  );
}

function LatestJobs() {
  const jobs = useJobs();
  return (
    <Panel title="Latest jobs" note="open one: who earned what, and why" actions={<a href="#/jobs">all</a>}>
      {jobs.error ? <Failure error={jobs.error} /> : <JobTable jobs={(jobs.data?.jobs ?? []).slice(0, 6)} caption="Latest jobs" />}
    </Panel>
  );
}

function LatestPayments() {
  const payments = useData<Page<Payment>>(pageOf("payments", { limit: 6 }));
  return (
    <Panel title="Latest earnings" actions={<a href="#/earnings">all</a>}>
      <Table
        caption="Latest earnings"
        rows={payments.data?.rows ?? []}
        rowKey={(p) => p.id}
        columns={[
          { head: "node", cell: (p) => <NodeTag id={p.nodeId} /> },
          { head: "for", cell: (p) => <span>{KIND[p.kind]}{p.cumulativeMacs ? <small className="faint"> {macs(p.cumulativeMacs)} so far</small> : null}</span> },
          { head: "earned", number: true, cell: (p) => <Amount wei={p.amountWei} plus /> },
          { head: "tx", wide: true, cell: (p) => <TxLink value={p.tx} /> },
        ]}
        empty={<Empty>Nodes are paid at the end of an epoch; the first payments appear then.</Empty>}
      />
    </Panel>
  );
}

function LatestReceipts() {
  const receipts = useData<Page<Receipt>>(pageOf("receipts", { limit: 5 }));
  return (
    <Panel title="Latest receipts" note="signed by its node, countersigned by the requester">
      <Table
        caption="Latest receipts"
        rows={receipts.data?.rows ?? []}
        rowKey={(r) => r.digest}
        columns={[
          { head: "node", cell: (r) => <NodeTag id={r.nodeId} /> },
          { head: "layers", cell: (r) => `${r.layerStart}–${r.layerEnd - 1}` },
          { head: "job", cell: (r) => <Hash value={r.sessionId} to={`#/jobs/${r.sessionId}`} copy={false} /> },
          { head: "tokens", number: true, cell: (r) => r.tokens },
          { head: "compute cost", number: true, cell: (r) => macs(r.macs) },
          { head: "epoch", number: true, wide: true, cell: (r) => r.epoch },
          { head: "state", wide: true, cell: (r) => <Badge kind={r.batched ? "good" : "plain"}>{r.batched ? "in a batch" : "with its node"}</Badge> },
        ]}
        empty={<Empty>No receipts are known here: they are with the nodes that signed them.</Empty>}
      />
    </Panel>
  );
}

function LatestBlocks() {
  const blocks = useData<Page<Block>>(pageOf("blocks", { limit: 40 }));
  const rows = blocks.data?.rows ?? [];
  const most = Math.max(1, ...rows.map((block) => block.gasUsed));
  return (
    <Panel title="Latest blocks" note="height of a bar: gas used" actions={<a href="#/chain">all</a>}>
      <ol className="blocks" aria-label="Latest blocks">
        {rows.map((block) => (
          <li key={block.number}>
            <a href={`#/chain/block/${block.number}`} title={`block ${block.number}: ${plural(block.transactions, "transaction")}, ${group(block.gasUsed)} gas`} aria-label={`block ${block.number}, ${plural(block.transactions, "transaction")}`}>
              <svg viewBox="0 0 10 40" preserveAspectRatio="none" aria-hidden="true">
                <rect className="full" width="10" height="40" />
                <rect className="used" width="10" height={(40 * block.gasUsed) / most} y={40 - (40 * block.gasUsed) / most} />
              </svg>
              <small>{String(block.number).slice(-3)}</small>
            </a>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

