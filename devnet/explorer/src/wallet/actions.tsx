import { useState, type FormEvent, type ReactNode } from "react";
import { parseEther, type Hex } from "viem";
import type { Event, NetworkInfo, Node } from "../api";
import { TxLink } from "../ui/basic";
import { useData, useLive } from "../live";
import { chainOf, inWords, switchTo, useWallet, type Connection } from "./store";
import { call, mustHold, permit, type Sent } from "./transact";

type Progress = { step: string } | { sent: Sent } | { problem: string } | null;

/** Runs what a form asks for, and shows where it is: signing, sending, mined, or refused. */
export function useAction(): [Progress, (work: (say: (step: string) => void) => Promise<Sent>) => Promise<void>] {
  const [progress, setProgress] = useState<Progress>(null);
  return [
    progress,
    async (work) => {
      setProgress({ step: "Waiting for the wallet …" });
      try {
        const sent = await work((step) => setProgress({ step }));
        setProgress(sent.ok ? { sent } : { problem: "The transaction was mined but refused by the contract." });
      } catch (error) {
        setProgress({ problem: inWords(error) });
      }
    },
  ];
}

export function Outcome({ progress, done }: { progress: Progress; done: ReactNode }) {
  if (!progress) return null;
  if ("step" in progress) return <p className="waiting" role="status">{progress.step}</p>;
  if ("problem" in progress) return <p className="failure" role="alert"><span aria-hidden="true">✖ </span>{progress.problem}</p>;
  return (
    <p className="success" role="status">
      <span aria-hidden="true">✔ </span>
      {done} in block {progress.sent.block}: <TxLink value={progress.sent.hash} />
    </p>
  );
}

/** Asks to switch when the wallet is on another chain, before anything is signed. */
export function useRightChain(): { connection: Connection | null; info?: NetworkInfo; ready: () => Promise<Connection> } {
  const { connection } = useWallet();
  const info = useData<NetworkInfo>("/api/v1/network", false).data;
  return {
    connection,
    info,
    ready: async () => {
      if (!connection || !info) throw new Error("Connect a wallet first.");
      if ((await chainOf(connection)) !== info.chainId) await switchTo(connection, info);
      return connection;
    },
  };
}

/** What the owner of a node may do with its stake. */
export function StakeActions({ node, registry, unbonds }: { node: Node; registry: Hex; unbonds: Event[] }) {
  const { connection, info, ready } = useRightChain();
  const { time } = useLive();
  const [progress, run] = useAction();
  const [value, setValue] = useState("100");
  if (!connection || !info || connection.account.toLowerCase() !== node.owner.toLowerCase()) return null;
  const wei = () => parseEther(value as `${number}`);
  const due = unbonds.filter((event) => Number(event.args.releaseAt) <= time);
  function add(event: FormEvent) {
    event.preventDefault();
    void run(async (say) => {
      const at = await ready();
      await mustHold(at.account, info!.contracts.PeerzToken!, wei());
      say("Sign the permit in your wallet …");
      const signed = await permit(at, info!.chainId, info!.contracts.PeerzToken!, registry, wei());
      say("Confirm the transaction in your wallet …");
      return call(at, "NodeRegistry", registry, "stakeWithPermit", [node.nodeId, wei(), signed.deadline, signed.v, signed.r, signed.s]);
    });
  }
  return (
    <form className="inline" onSubmit={add} aria-label="Stake">
      <label>
        PRZ <input inputMode="decimal" value={value} onChange={(e) => setValue(e.target.value)} pattern="[0-9]+(\.[0-9]+)?" size={8} required />
      </label>
      <button type="submit" className="primary">Add stake</button>
      <button type="button" onClick={() => void run(async () => call(await ready(), "NodeRegistry", registry, "requestUnbond", [node.nodeId, wei()]))}>
        Unstake
      </button>
      {due.map((event) => (
        <button key={event.id} type="button" onClick={() => void run(async () => call(await ready(), "NodeRegistry", registry, "withdraw", [node.nodeId, BigInt(String(event.args.index))]))}>
          Withdraw #{String(event.args.index)}
        </button>
      ))}
      <Outcome progress={progress} done="Done" />
    </form>
  );
}
