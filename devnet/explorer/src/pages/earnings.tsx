import { useState } from "react";
import { pageOf, type Page, type Payment } from "../api";
import { whyPaid } from "../chain/sentence";
import { Amount, Badge, Empty, Failure, Hash, NodeTag, Panel, Time, TxLink } from "../ui/basic";
import { Table } from "../ui/table";
import { useData } from "../live";

export const KIND: Record<Payment["kind"], string> = { voucher: "inference", rebate: "epoch rebate", unit: "training unit", seat: "evaluation" };

/** What the payment was for: the channel, the batch, or the unit of a job. */
export function For({ payment }: { payment: Payment }) {
  if (payment.batchId) return <Hash value={payment.batchId} to={`#/batches/${payment.batchId}`} copy={false} />;
  if (payment.jobId) return <a href={`#/jobs/${payment.jobId}`}>round {payment.round}, unit {payment.unit}</a>;
  if (payment.channelId) return <Hash value={payment.channelId} to={`#/channels/${payment.channelId}`} copy={false} />;
  return <span className="faint">–</span>;
}

export function PaymentTable({ rows, caption, more }: { rows: Payment[]; caption: string; more?: () => void }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(p) => p.id}
      more={more}
      columns={[
        { head: "node", cell: (p) => <NodeTag id={p.nodeId} />, sort: (p) => p.nodeId },
        { head: "kind", cell: (p) => <Badge kind="plain">{KIND[p.kind]}</Badge>, sort: (p) => p.kind },
        { head: "for", cell: (p) => <For payment={p} /> },
        { head: "earned", number: true, cell: (p) => <Amount wei={p.amountWei} digits={6} plus />, sort: (p) => BigInt(p.amountWei) },
        { head: "burned", number: true, wide: true, cell: (p) => <Amount wei={p.feeWei} digits={6} />, sort: (p) => BigInt(p.feeWei ?? 0) },
        { head: "why", wide: true, cell: (p) => <small>{whyPaid(p.kind)}</small> },
        { head: "epoch", number: true, wide: true, cell: (p) => p.epoch ?? "–", sort: (p) => p.epoch ?? 0 },
        { head: "when", wide: true, cell: (p) => <Time at={p.time} />, sort: (p) => p.time },
        { head: "tx", cell: (p) => <TxLink value={p.tx} /> },
      ]}
      empty={<Empty>No payments yet: nodes are paid at the end of an epoch.</Empty>}
    />
  );
}

export function EarningsPage() {
  const [limit, setLimit] = useState(50);
  const payments = useData<Page<Payment>>(pageOf("payments", { limit }));
  if (payments.error) return <Failure error={payments.error} />;
  return (
    <Panel title="Who earned what, and why" note="every line is an event of the contracts">
      <PaymentTable rows={payments.data?.rows ?? []} caption="Earnings" more={payments.data?.next ? () => setLimit(Math.min(500, limit * 2)) : undefined} />
    </Panel>
  );
}
