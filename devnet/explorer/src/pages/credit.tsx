import { useState, type FormEvent } from "react";
import { parseEther, zeroAddress, type Hex } from "viem";
import { pageOf, type Channel, type Node, type Page, type Shard } from "../api";
import { Account, Amount, Badge, Empty, Hash, NodeTag, Panel, TxLink } from "../ui/basic";
import { Table } from "../ui/table";
import { clock, plural } from "../format";
import { useData } from "../live";
import { Outcome, useAction, useRightChain } from "../wallet/actions";
import { closeTab, delegateOf, openTab, useTab, type Grantable } from "../wallet/tab";
import { inWords } from "../wallet/store";
import { call, mustHold, permit, type Sent } from "../wallet/transact";

/** The channels that a transaction opened: their ids are the first of three topics of ChannelOpened. */
function openedBy(sent: Sent, contract: Hex, depositWei: bigint, delegate: Hex): Grantable[] {
  const opened = (sent.logs ?? []).filter((log) => log.address.toLowerCase() === contract.toLowerCase() && log.topics.length === 4);
  return opened.map((log) => ({ channelId: log.topics[1]!, depositWei: depositWei.toString(), delegate }));
}

/** Inference credit: one channel per node, one signature, one transaction, and then chat is paid from them. */
export function CreditPage() {
  const { connection, info, ready } = useRightChain();
  const shards = useData<Page<Shard>>(pageOf("shards", { limit: 200 }));
  const nodes = useData<Page<Node>>(pageOf("nodes", { limit: 200 }));
  const channels = useData<Page<Channel>>(connection ? pageOf("channels", { key: connection.account, limit: 100 }) : null);
  const [each, setEach] = useState("1");
  const [pays, setPays] = useState(true);
  const [progress, run] = useAction();
  const serving = (nodes.data?.rows ?? []).filter((node) => shards.data?.rows.some((shard) => shard.current && shard.nodeId === node.nodeId));
  const usable = (channels.data?.rows ?? []).filter((channel) => !channel.closed && channel.closesAt === 0);
  const open = new Set(usable.map((channel) => channel.nodeId));
  const missing = serving.filter((node) => !open.has(node.nodeId));
  function fund(event: FormEvent) {
    event.preventDefault();
    void run(async (say) => {
      const at = await ready();
      const deposit = parseEther(each as `${number}`);
      const total = deposit * BigInt(missing.length);
      const spender = info!.contracts.PaymentChannels!;
      await mustHold(at.account, info!.contracts.PeerzToken!, total);
      say("Sign the permit in your wallet …");
      const signed = await permit(at, info!.chainId, info!.contracts.PeerzToken!, spender, total);
      say("Confirm the transaction in your wallet …");
      const delegate = pays ? await delegateOf(at.account) : zeroAddress;
      const sent = await call(at, "PaymentChannels", spender, "openManyWithPermit", [missing.map((node) => node.nodeId), missing.map(() => deposit), delegate, total, signed.deadline, signed.v, signed.r, signed.s]);
      if (!pays || !sent.ok) return sent;
      say("Handing the channels to the gateway …");
      const own = usable.filter((channel) => channel.delegate.toLowerCase() === delegate.toLowerCase());
      try {
        await openTab(at, info!.chainId, spender, [...own, ...openedBy(sent, spender, deposit, delegate)], say);
      } catch (error) {
        throw new Error(`The channels are funded, but the gateway did not take them: ${inWords(error)}`);
      }
      return sent;
    });
  }
  return (
    <>
      <Panel title="Inference credit" note="one signature, one transaction">
        {!connection && <Empty>Connect a wallet to fund payment channels to the nodes that serve.</Empty>}
        {connection && (
          <form onSubmit={fund} className="fund">
            <p>
              A channel holds what a node can earn from you. It pays by your vouchers for computed work only; what is left comes back when you close it.
            </p>
            <label>
              PRZ for each of {plural(missing.length, "node")}{" "}
              <input value={each} onChange={(e) => setEach(e.target.value)} inputMode="decimal" pattern="[0-9]+(\.[0-9]+)?" size={8} required />
            </label>{" "}
            <label>
              <input type="checkbox" checked={pays} onChange={(e) => setPays(e.target.checked)} /> pay for chat from them
            </label>{" "}
            <button type="submit" className="primary" disabled={missing.length === 0 || !info}>
              Sign and fund
            </button>
            {missing.length === 0 && serving.length > 0 && <p className="faint">You have an open channel to every node that serves.</p>}
            <Outcome progress={progress} done="Funded" />
          </form>
        )}
      </Panel>
      {connection && <TabPanel channels={usable} />}
      {connection && (
        <Panel title="Your channels" note={<Account value={connection.account} />}>
          <Table
            caption="Your channels"
            rows={channels.data?.rows ?? []}
            rowKey={(c) => c.channelId}
            columns={[
              { head: "channel", cell: (c) => <Hash value={c.channelId} to={`#/channels/${c.channelId}`} copy={false} /> },
              { head: "to", cell: (c) => <NodeTag id={c.nodeId} /> },
              { head: "deposit", number: true, cell: (c) => <Amount wei={c.depositWei} /> },
              { head: "redeemed", number: true, cell: (c) => <Amount wei={c.claimedWei} digits={6} /> },
              { head: "state", cell: (c) => <Badge kind={c.closed ? "plain" : c.closesAt ? "warn" : "good"}>{c.closed ? "closed" : c.closesAt ? "closing" : "open"}</Badge> },
              { head: "tx", cell: (c) => <TxLink value={c.tx} /> },
              {
                head: "action",
                cell: (c) =>
                  c.closed || c.closesAt ? null : (
                    <button type="button" onClick={() => void run(async () => call(await ready(), "PaymentChannels", info!.contracts.PaymentChannels!, "requestClose", [c.channelId]))}>
                      Close
                    </button>
                  ),
              },
            ]}
            empty={<Empty>This account has no channels yet.</Empty>}
          />
        </Panel>
      )}
    </>
  );
}

/** Lets the gateway pay nodes out of the wallet's channels, so that no prompt asks the wallet again. */
function TabPanel({ channels }: { channels: Channel[] }) {
  const { info, ready } = useRightChain();
  const tab = useTab();
  const [step, setStep] = useState("");
  const [problem, setProblem] = useState("");
  async function open() {
    setProblem("");
    try {
      const at = await ready();
      await openTab(at, info!.chainId, info!.contracts.PaymentChannels!, channels, setStep);
    } catch (error) {
      setProblem(inWords(error));
    } finally {
      setStep("");
    }
  }
  return (
    <Panel title="Pay for chat from these channels" note="no prompt asks your wallet">
      {tab ? (
        <p className="success" role="status">
          <span aria-hidden="true">✔ </span>Chat is paid from {plural(tab.channels, "channel")} of <Account value={tab.payer} /> until {clock(tab.validUntil)}.{" "}
          <a href="#/chat">Chat</a>{" "}
          <button type="button" onClick={closeTab}>
            Stop
          </button>
        </p>
      ) : (
        <>
          <p className="faint">
            The gateway's key may then promise nodes at most what each channel holds, for a day; it costs no gas, and nodes check it. Channels that this page opened
            need no signature of the wallet, others one each.
          </p>
          <button type="button" className="primary" disabled={channels.length === 0 || !info || step !== ""} onClick={() => void open()}>
            Sign and pay from my wallet
          </button>
        </>
      )}
      {step && <p className="waiting" role="status">{step}</p>}
      {problem && <p className="failure" role="alert"><span aria-hidden="true">✖ </span>{problem}</p>}
    </Panel>
  );
}
