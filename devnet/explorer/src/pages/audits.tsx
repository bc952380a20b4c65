import { pageOf, type Batch, type Event, type Page } from "../api";
import { Amount, Badge, Empty, Hash, NodeTag, Panel, Time, TxLink } from "../ui/basic";
import { Table } from "../ui/table";
import { useData } from "../live";

const useEvents = (name: string) => useData<Page<Event>>(pageOf("events", { name, limit: 50 })).data?.rows ?? [];

const text = (value: unknown): string => String(value ?? "");

/** Bytes that hold a word, as the contracts name offences and verdicts. */
function word(hex: string): string {
  const bytes = hex.replace(/^0x/, "").match(/../g) ?? [];
  return bytes.map((byte) => parseInt(byte, 16)).filter((code) => code > 31 && code < 127).map((code) => String.fromCharCode(code)).join("").toLowerCase().replaceAll("_", " ");
}

/** Doubts and what became of them: demanded openings, disputes, and lost stake. */
export function AuditsPage() {
  const demands = useEvents("OpeningDemanded");
  const answers = useEvents("OpeningAnswered");
  const batches = useData<Page<Batch>>(pageOf("batches", { limit: 200 })).data?.rows ?? [];
  const disputes = useEvents("DisputeOpened");
  const verdicts = useEvents("DisputeResolved");
  const dismissed = useEvents("DisputeDismissed");
  const slashes = useEvents("Slashed");
  const verdict = (id: unknown) => verdicts.find((event) => event.args.disputeId === id)?.args;
  return (
    <>
      <Panel title="Openings demanded" note="anybody may demand that a random receipt of a batch is shown">
        <Table
          caption="Openings demanded"
          rows={demands}
          rowKey={(e) => e.id}
          columns={[
            { head: "batch", cell: (e) => <Hash value={text(e.args.batchId)} to={`#/batches/${e.args.batchId}`} copy={false} /> },
            { head: "node", cell: (e) => { const batch = batches.find((row) => row.batchId === e.args.batchId); return batch ? <NodeTag id={batch.nodeId} /> : "–"; } },
            { head: "sample", number: true, cell: (e) => text(e.args.sample) },
            { head: "answer", cell: (e) => { const answer = answers.find((row) => row.args.batchId === e.args.batchId && text(row.args.sample) === text(e.args.sample)); return answer ? <TxLink value={answer.tx} /> : <span>due <Time at={Number(e.args.respondBy)} /></span>; } },
            { head: "demanded", wide: true, cell: (e) => <Time at={e.time} /> },
            { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
          ]}
          empty={<Empty command="./peerz devnet drill">Nobody has doubted a batch yet. The drill plays every kind of cheat.</Empty>}
        />
      </Panel>
      <Panel title="Disputes" note="bisection before the court, settled by one step or by a drawn jury">
        <Table
          caption="Disputes"
          rows={disputes}
          rowKey={(e) => e.id}
          columns={[
            { head: "dispute", cell: (e) => <Hash value={text(e.args.disputeId)} /> },
            { head: "accused", cell: (e) => <NodeTag id={text(e.args.nodeId)} /> },
            { head: "about", cell: (e) => (e.args.isUnit ? "a training unit" : "a receipt") },
            {
              head: "verdict",
              cell: (e) => {
                const end = verdict(e.args.disputeId);
                if (end) return <Badge kind={end.guilty ? "bad" : "good"}>{`${end.guilty ? "guilty" : "not guilty"} (${word(text(end.how))})`}</Badge>;
                return dismissed.some((row) => row.args.disputeId === e.args.disputeId) ? <Badge kind="plain">dismissed</Badge> : <Badge kind="warn">open</Badge>;
              },
            },
            { head: "when", wide: true, cell: (e) => <Time at={e.time} /> },
            { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
          ]}
          empty={<Empty>No work was disputed.</Empty>}
        />
      </Panel>
      <Panel title="Stake lost">
        <Table
          caption="Stake lost"
          rows={slashes}
          rowKey={(e) => e.id}
          columns={[
            { head: "node", cell: (e) => <NodeTag id={text(e.args.nodeId)} /> },
            { head: "for", cell: (e) => word(text(e.args.offence)) || "–" },
            { head: "lost", number: true, cell: (e) => <Amount wei={text(e.args.amount)} /> },
            { head: "to the reporter", number: true, wide: true, cell: (e) => <Amount wei={text(e.args.toReporter)} /> },
            { head: "when", wide: true, cell: (e) => <Time at={e.time} /> },
            { head: "tx", cell: (e) => <TxLink value={e.tx} /> },
          ]}
          empty={<Empty>No node has lost stake.</Empty>}
        />
      </Panel>
    </>
  );
}
