import { zeroAddress } from "viem";
import { pageOf, type Channel, type Page, type Payment, type Session } from "../api";
import { Account, Amount, Empty, Facts, Failure, Hash, NodeTag, Panel, Time, TxLink, Waiting } from "../ui/basic";
import { Table } from "../ui/table";
import { group, macs } from "../format";
import { useData } from "../live";

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
            ["session keys granted by", c.delegate === zeroAddress ? "the payer" : <span key="g">the payer or <Account value={c.delegate} /></span>],
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
