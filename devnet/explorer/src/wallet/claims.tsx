import { useEffect, useState } from "react";
import { decodeFunctionResult, encodeFunctionData, type Abi, type Hex } from "viem";
import { pageOf, type Batch, type Event, type NetworkInfo, type Node, type Page, type Unit } from "../api";
import { allAbis } from "../chain/abi";
import { rpcAll } from "../chain/rpc";
import { Amount, Empty, NodeTag, Panel } from "../ui/basic";
import { Table } from "../ui/table";
import { useData, useLive } from "../live";
import { Outcome, useAction, useRightChain } from "./actions";
import { call, mustHold, type Sent } from "./transact";

/** One reward that a contract would pay out now, and the call that makes it. */
interface Claim {
  key: string;
  what: string;
  place: string;
  contract: string;
  method: string;
  args: (string | number)[];
  wei: string | null;
}

type Candidate = Omit<Claim, "wei">;

const MOST = 40;

function candidates(batches: Batch[], units: Unit[], drawn: Event[], paid: Event[]): Candidate[] {
  const claims: Candidate[] = [];
  for (const batch of batches) {
    const place = `#/batches/${batch.batchId}`;
    if (batch.status === "final") claims.push({ key: batch.batchId, what: `rebate of epoch ${batch.epoch}`, place, contract: "ContributionLedger", method: "claim", args: [batch.batchId] });
    if (batch.status === "committed") claims.push({ key: `f${batch.batchId}`, what: `close the batch of epoch ${batch.epoch}`, place, contract: "ContributionLedger", method: "finalize", args: [batch.batchId] });
  }
  for (const unit of units) {
    if (unit.status !== "revealed" || !unit.jobId) continue;
    claims.push({ key: `${unit.jobId}/${unit.round}/${unit.unit}`, what: `training, round ${unit.round}, unit ${unit.unit}`, place: `#/jobs/${unit.jobId}`, contract: "FineTuneMarket", method: "claimReward", args: [unit.jobId, unit.round, unit.unit] });
  }
  for (const seat of drawn) {
    const { taskId, seat: number } = seat.args;
    if (paid.some((event) => event.args.taskId === taskId && String(event.args.seat) === String(number))) continue;
    claims.push({ key: `${taskId}/${number}`, what: `evaluation, seat ${number}`, place: `#/chain/tx/${seat.tx}`, contract: "Committee", method: "claimFee", args: [String(taskId), Number(number)] });
  }
  return claims.slice(0, MOST);
}

/** Asks the contracts which of the claims they would pay now; the others stay silent. */
async function payable(all: Candidate[], contracts: Record<string, Hex>, from: Hex): Promise<Claim[]> {
  const abis = await allAbis();
  const ask = (contract: string, functionName: string, args: unknown[]) => ({
    method: "eth_call",
    params: [{ from, to: contracts[contract], data: encodeFunctionData({ abi: abis[contract] as Abi, functionName, args }) }, "latest"],
  });
  const answers = await rpcAll<Hex>(all.map((claim) => ask(claim.contract, claim.method, claim.args)));
  const open = all.map((claim, i) => ({ claim, data: answers[i]?.result })).filter(({ data }) => data !== undefined);
  const seats = open.filter(({ claim }) => claim.contract === "Committee");
  const tasks = await rpcAll<Hex>(seats.map(({ claim }) => ask("Committee", "task", [claim.args[0]])));
  return open.map(({ claim, data }) => {
    if (claim.contract === "Committee") {
      const task = tasks[seats.findIndex((seat) => seat.claim === claim)]?.result;
      const fee = task ? (decodeFunctionResult({ abi: abis.Committee as Abi, functionName: "task", data: task }) as { feePerSeat: bigint }).feePerSeat : null;
      return { ...claim, wei: fee === null ? null : fee.toString() };
    }
    const paid = data && data !== "0x" ? (decodeFunctionResult({ abi: abis[claim.contract] as Abi, functionName: claim.method, data }) as bigint) : null;
    return { ...claim, wei: paid === null || paid === undefined ? null : paid.toString() };
  });
}

/** What its button says; a reader of the screen hears the same word first. */
const deed = (claim: Claim) => (claim.method === "finalize" ? "Finalize" : "Claim");

/** Rewards that wait for somebody to send the claim; the money goes to the node's payout account, whoever sends it. */
export function ClaimPanel({ node, info, batches, named = false }: { node: Node; info: NetworkInfo; batches: Batch[]; named?: boolean }) {
  const units = useData<Page<Unit>>(pageOf("units", { key: node.nodeId, limit: 100 }));
  const drawn = useData<Page<Event>>(pageOf("events", { key: node.nodeId, name: "SeatDrawn", limit: 50 }));
  const paid = useData<Page<Event>>(pageOf("events", { key: node.nodeId, name: "FeePaid", limit: 100 }));
  const { indexed } = useLive();
  const { connection, ready } = useRightChain();
  const [claims, setClaims] = useState<Claim[]>([]);
  const [progress, run] = useAction();
  useEffect(() => {
    let current = true;
    const all = candidates(batches, units.data?.rows ?? [], drawn.data?.rows ?? [], paid.data?.rows ?? []);
    payable(all, info.contracts, node.owner as Hex).then(
      (open) => current && setClaims(open),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [batches, units.data, drawn.data, paid.data, info, node.owner, indexed]);
  const claim = (open: Claim) =>
    void run(async (say) => {
      const at = await ready();
      await mustHold(at.account, info.contracts.PeerzToken!, 0n);
      say("Confirm the transaction in your wallet …");
      return call(at, open.contract, info.contracts[open.contract]!, open.method, open.args);
    });
  const claimAll = () =>
    void run(async (say) => {
      const at = await ready();
      await mustHold(at.account, info.contracts.PeerzToken!, 0n);
      let last: Sent | null = null;
      for (const [i, open] of claims.entries()) {
        say(`Confirm transaction ${i + 1} of ${claims.length} in your wallet: ${open.what} …`);
        last = await call(at, open.contract, info.contracts[open.contract]!, open.method, open.args);
        if (!last.ok) return last;
      }
      return last!;
    });
  const all = connection && claims.length > 1 && (
    <button type="button" onClick={claimAll}>
      Claim all {claims.length}
    </button>
  );
  return (
    <Panel title={named ? <>To be claimed by <NodeTag id={node.nodeId} /></> : "To be claimed"} actions={all} note="asked of the contracts now; nodes claim most of it themselves">
      <Table
        caption="To be claimed"
        rows={claims}
        rowKey={(c) => c.key}
        columns={[
          { head: "for", cell: (c) => <a href={c.place}>{c.what}</a> },
          { head: "pays", number: true, cell: (c) => <Amount wei={c.wei} digits={6} /> },
          {
            head: "action",
            cell: (c) =>
              connection ? (
                <button type="button" onClick={() => claim(c)} aria-label={`${deed(c)}: ${c.what}`}>
                  {deed(c)}
                </button>
              ) : (
                <span className="faint">connect a wallet</span>
              ),
          },
        ]}
        empty={<Empty>Nothing waits to be claimed.</Empty>}
      />
      <Outcome progress={progress} done="Claimed" />
    </Panel>
  );
}
