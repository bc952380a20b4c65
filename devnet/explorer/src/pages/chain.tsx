import { useEffect, useState, type ReactNode } from "react";
import type { Hex } from "viem";
import { pageOf, type Block, type Event, type NetworkInfo, type Page, type Tx } from "../api";
import { decodeCall, decodeError, plain, type Call } from "../chain/abi";
import { rpc, RpcError } from "../chain/rpc";
import { sentence } from "../chain/sentence";
import { Account, Amount, Badge, Copy, Empty, Facts, Failure, Hash, NodeTag, Panel, Time, TxLink, Waiting } from "../ui/basic";
import { Table, type Column } from "../ui/table";
import { group, macs, plural, short } from "../format";
import { useData, useLive } from "../live";
import { nameOf, useNames } from "../names";
import { StateChanges, TracePanel } from "./trace";

const TX_COLUMNS: Column<Tx>[] = [
  { head: "transaction", cell: (t) => <TxLink value={t.hash} /> },
  { head: "state", cell: (t) => <Badge kind={t.ok ? "good" : "bad"}>{t.ok ? "ok" : "failed"}</Badge> },
  { head: "call", cell: (t) => (t.method ? <code>{t.contract}.{t.method}</code> : t.created ? "contract creation" : "transfer") },
  { head: "from", cell: (t) => <Account value={t.from} /> },
  { head: "block", number: true, cell: (t) => <a href={`#/chain/block/${t.block}`}>{t.block}</a>, sort: (t) => t.id },
  { head: "gas", number: true, wide: true, cell: (t) => group(t.gasUsed), sort: (t) => t.gasUsed },
  { head: "when", wide: true, cell: (t) => <Time at={t.time} /> },
];

export function ChainPage() {
  const [limit, setLimit] = useState(25);
  const blocks = useData<Page<Block>>(pageOf("blocks", { limit: 12 }));
  const txs = useData<Page<Tx>>(pageOf("transactions", { limit }));
  if (blocks.error) return <Failure error={blocks.error} />;
  return (
    <>
      <Panel title="Transactions" actions={<><a href="#/chain/events">events</a> <a href="#/chain/contracts">contracts</a></>}>
        <Table caption="Transactions" rows={txs.data?.rows ?? []} rowKey={(t) => t.hash} columns={TX_COLUMNS} more={txs.data?.next ? () => setLimit(Math.min(500, limit * 2)) : undefined} />
      </Panel>
      <Panel title="Blocks">
        <Table
          caption="Blocks"
          rows={blocks.data?.rows ?? []}
          rowKey={(b) => b.number}
          columns={[
            { head: "block", number: true, cell: (b) => <a href={`#/chain/block/${b.number}`}>{group(b.number)}</a> },
            { head: "hash", wide: true, cell: (b) => <Hash value={b.hash} to={`#/chain/block/${b.number}`} /> },
            { head: "transactions", number: true, cell: (b) => b.transactions },
            { head: "gas used", number: true, cell: (b) => group(b.gasUsed) },
            { head: "when", cell: (b) => <Time at={b.time} /> },
          ]}
        />
      </Panel>
    </>
  );
}

export function BlockPage({ id }: { id: string }) {
  const block = useData<Block>(`/api/v1/blocks/${id}`);
  const number = block.data?.number;
  const txs = useData<Page<Tx>>(number === undefined ? null : pageOf("transactions", { before: (number + 1) * 2 ** 20, limit: 100 }));
  const { head } = useLive();
  if (block.error) return <Failure error={block.error} />;
  if (!block.data) return <Waiting what={`block ${id}`} since={block.since} />;
  const b = block.data;
  return (
    <>
      <div className="titlebar">
        <h1>Block {group(b.number)}</h1>
        <p className="pager">
          {b.number > 0 && <a href={`#/chain/block/${b.number - 1}`}>← older</a>} {b.number < head && <a href={`#/chain/block/${b.number + 1}`}>newer →</a>}
        </p>
      </div>
      <Panel className="lead">
        <Facts
          rows={[
            ["hash", <Hash value={b.hash} size={10} key="h" />],
            ["parent", <Hash value={b.parent} to={`#/chain/block/${b.number - 1}`} size={10} key="p" />],
            ["time", <Time at={b.time} key="t" />],
            ["confirmations", group(Math.max(0, head - b.number + 1))],
            ["gas", `${group(b.gasUsed)} of ${group(b.gasLimit)}`],
            ["base fee", `${group(b.baseFeeWei)} wei`],
          ]}
        />
      </Panel>
      <Panel title={plural(b.transactions, "transaction")}>
        <Table caption="Transactions of the block" rows={(txs.data?.rows ?? []).filter((t) => t.block === b.number).reverse()} rowKey={(t) => t.hash} columns={TX_COLUMNS} empty={<Empty>This block has no transactions.</Empty>} />
      </Panel>
    </>
  );
}

const MONEY = /^(amount|paid|fee|value|stake|locked|unbonding|deposit|deposits|refund|paidTotal|cumulativeAmount|maxAmount|share|base|improvement|totalFees|refunded|cumulative)$/;
const WORK = /macs$/i;

/** A value of a decoded call or event, with its unit, and with links where it names something. */
function Value({ name, value }: { name: string; value: unknown }): ReactNode {
  if (Array.isArray(value)) {
    return value.every((item) => typeof item !== "object") ? (
      value.map((item, i) => <div key={i}><Value name={name} value={item} /></div>)
    ) : (
      value.map((item, i) => <Args key={i} args={Object.entries(item as object)} />)
    );
  }
  if (value && typeof value === "object") return <Args args={Object.entries(value)} />;
  const text = String(value);
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return <Account value={text} />;
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return nameOf(text) ? <NodeTag id={text} /> : <Hash value={text} to={`#/search/${text}`} />;
  if (text.length > 60 && text.startsWith("0x")) return <Hash value={text} size={10} />;
  if (/^[0-9]+$/.test(text) && MONEY.test(name)) return <Amount wei={text} digits={9} />;
  if (/^[0-9]+$/.test(text) && WORK.test(name)) return <span title={group(text)}>{macs(text)}</span>;
  if (/^[0-9]{5,}$/.test(text)) return group(text);
  return text;
}

function Args({ args }: { args: [string, unknown][] }) {
  return (
    <dl className="args">
      {args.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function TxPage({ hash }: { hash: string }) {
  useNames();
  const tx = useData<Tx>(`/api/v1/transactions/${hash}`);
  const events = useData<Page<Event>>(pageOf("events", { key: hash, limit: 200 }));
  const { head } = useLive();
  if (tx.error) return <Failure error={tx.error} />;
  if (!tx.data || !events.data) return <Waiting what="the transaction" since={tx.since} />;
  const t = tx.data;
  const rows = [...events.data.rows].reverse();
  return (
    <>
      <Panel className="lead">
        <h1 className="headline">
          <span>
            <Badge kind={t.ok ? "good" : "bad"}>{t.ok ? "done" : "refused"}</Badge> {sentence(t, rows)}.
          </span>
        </h1>
        <Facts
          rows={[
            ["transaction", <Hash value={t.hash} size={12} key="h" />],
            ["block", <span key="b"><a href={`#/chain/block/${t.block}`}>{group(t.block)}</a> · {plural(Math.max(0, head - t.block + 1), "confirmation")} · <Time at={t.time} /></span>],
            ["from", <span key="f"><Account value={t.from} /> nonce {t.nonce}</span>],
            ["to", t.to ? <Account value={t.to} key="t" /> : t.created ? <span key="c">creates <Account value={t.created} /></span> : "–"],
            ["gas", `${group(t.gasUsed)} of ${group(t.gasLimit)} at ${group(t.gasPriceWei)} wei`],
            ...(BigInt(t.valueWei) > 0n ? [["value", <Amount wei={t.valueWei} unit="ETH" key="v" />] as [string, ReactNode]] : []),
          ]}
        />
      </Panel>
      {!t.ok && <WhyRefused tx={t} />}
      <CallPanel tx={t} />
      <MoneyMoved events={rows} />
      <Panel title={plural(rows.length, "event")}>
        {rows.length === 0 && <Empty>This transaction emitted no event of Peerz.</Empty>}
        <ol className="events">
          {rows.map((event) => (
            <li key={event.id}>
              <h3>
                {event.contract}.<b>{event.name}</b> <small className="faint">log {event.logIndex}</small>
              </h3>
              <Args args={Object.entries(event.args)} />
            </li>
          ))}
        </ol>
        {rows.length > 0 && <p className="json">JSON <Copy text={JSON.stringify(rows, null, 2)} label="Copy events as JSON" /></p>}
      </Panel>
      <TracePanel tx={t} />
      <StateChanges tx={t} />
    </>
  );
}

function CallPanel({ tx }: { tx: Tx }) {
  const [call, setCall] = useState<Call | null>(null);
  const [raw, setRaw] = useState(false);
  useEffect(() => {
    if (tx.contract) void decodeCall(tx.contract, tx.input).then(setCall);
  }, [tx]);
  if (tx.input === "0x") return null;
  return (
    <Panel title="Call" actions={<button type="button" aria-pressed={raw} onClick={() => setRaw(!raw)}>{raw ? "decoded" : "raw"}</button>}>
      {call && !raw ? (
        <>
          <p>
            <code>
              {tx.contract}.<b>{call.name}</b>
            </code>
            {call.notice && <span className="faint"> {call.notice}</span>}
          </p>
          <Args args={call.args.map((arg) => [arg.name, plain(arg.value)])} />
        </>
      ) : (
        <p className="raw">
          <code>{tx.input.length > 1200 ? `${tx.input.slice(0, 1200)}…` : tx.input}</code> <Copy text={tx.input} label="Copy call data" />
        </p>
      )}
    </Panel>
  );
}

function MoneyMoved({ events }: { events: Event[] }) {
  const transfers = events.filter((event) => event.name === "Transfer");
  if (transfers.length === 0) return null;
  const zero = "0x0000000000000000000000000000000000000000";
  return (
    <Panel title="Money moved">
      <ul className="moves">
        {transfers.map((event) => (
          <li key={event.id}>
            <span>{event.args.from === zero ? "minted" : <Account value={String(event.args.from)} />}</span>
            <span className="arrow">
              <Amount wei={String(event.args.value)} digits={8} /> <span aria-hidden="true">→</span>
            </span>
            <span>{event.args.to === zero ? "burned" : <Account value={String(event.args.to)} />}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Runs a refused call again on the state before its block, to hear the contract's reason. */
function WhyRefused({ tx }: { tx: Tx }) {
  const [reason, setReason] = useState("");
  useEffect(() => {
    rpc("eth_call", [{ from: tx.from, to: tx.to, data: tx.input, value: `0x${BigInt(tx.valueWei).toString(16)}` }, `0x${(tx.block - 1).toString(16)}`]).then(
      () => setReason("The same call succeeds on the state before its block: what came before it in the block was the reason."),
      async (error: unknown) => setReason(error instanceof RpcError && error.data ? await decodeError(error.data as Hex) : (error as Error).message),
    );
  }, [tx]);
  return (
    <Panel title="Why it was refused">
      <p className="failure" role="alert">
        {reason || "asking the contract …"}
      </p>
    </Panel>
  );
}

export function AddressPage({ address }: { address: string }) {
  useNames();
  const info = useData<NetworkInfo>("/api/v1/network", false);
  const [limit, setLimit] = useState(25);
  const txs = useData<Page<Tx>>(pageOf("transactions", { key: address, limit }));
  const events = useData<Page<Event>>(pageOf("events", { key: address, limit: 25 }));
  const [money, setMoney] = useState<{ prz: string; eth: string; nonce: number; code: number } | null>(null);
  const { indexed } = useLive();
  const token = info.data?.contracts.PeerzToken;
  useEffect(() => {
    if (!token) return;
    void Promise.all([
      rpc<Hex>("eth_call", [{ to: token, data: `0x70a08231${address.slice(2).toLowerCase().padStart(64, "0")}` }, "latest"]),
      rpc<Hex>("eth_getBalance", [address, "latest"]),
      rpc<Hex>("eth_getTransactionCount", [address, "latest"]),
      rpc<Hex>("eth_getCode", [address, "latest"]),
    ]).then(([prz, eth, nonce, code]) => setMoney({ prz: BigInt(prz).toString(), eth: BigInt(eth).toString(), nonce: Number(nonce), code: (code.length - 2) / 2 }), () => setMoney(null));
  }, [address, token, indexed]);
  const contract = Object.entries(info.data?.contracts ?? {}).find(([, at]) => at === address.toLowerCase())?.[0];
  return (
    <>
      <h1>{nameOf(address) ?? short(address)}</h1>
      <Panel className="lead">
        <Facts
          rows={[
            ["address", <Hash value={address} size={20} key="a" />],
            ["tokens", money ? <Amount wei={money.prz} key="p" /> : "–"],
            ["gas money", money ? <Amount wei={money.eth} unit="ETH" key="e" /> : "–"],
            ["transactions sent", money ? group(money.nonce) : "–"],
            ...(money && money.code > 0 ? [["code", `${group(money.code)} bytes`] as [string, ReactNode]] : []),
            ...(contract ? [["contract", <a href={`#/chain/contracts/${contract}`} key="c">read and write {contract}</a>] as [string, ReactNode]] : []),
          ]}
        />
      </Panel>
      <Panel title="Transactions">
        <Table caption="Transactions of the account" rows={txs.data?.rows ?? []} rowKey={(t) => t.hash} columns={TX_COLUMNS} empty={<Empty>No transaction of this account is known.</Empty>} more={txs.data?.next ? () => setLimit(Math.min(500, limit * 2)) : undefined} />
      </Panel>
      <Panel title="Events that mention it">
        <EventTable rows={events.data?.rows ?? []} />
      </Panel>
    </>
  );
}

function EventTable({ rows }: { rows: Event[] }) {
  return (
    <Table
      caption="Events"
      rows={rows}
      rowKey={(e) => e.id}
      columns={[
        { head: "event", cell: (e) => <code>{e.contract}.{e.name}</code> },
        { head: "arguments", wide: true, cell: (e) => <small>{Object.entries(e.args).slice(0, 4).map(([name, value]) => `${name} ${nameOf(String(value)) ?? (typeof value === "object" ? "…" : short(String(value)))}`).join(" · ")}</small> },
        { head: "when", cell: (e) => <Time at={e.time} /> },
        { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
      ]}
      empty={<Empty>None.</Empty>}
    />
  );
}

export function EventsPage({ name }: { name?: string }) {
  const events = useData<Page<Event>>(pageOf("events", { limit: 100, name }));
  return (
    <Panel title={name ? `Events: ${name}` : "Events"} note="decoded by the contracts' own ABIs">
      <EventTable rows={events.data?.rows ?? []} />
    </Panel>
  );
}
