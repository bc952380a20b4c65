import { useEffect, useState, type FormEvent } from "react";
import { get, post, type NetworkInfo } from "../api";
import { rpc } from "../chain/rpc";
import { Account, Badge, Copy, Empty, Failure, Panel } from "../ui/basic";
import { Table } from "../ui/table";
import { useData } from "../live";
import { Outcome } from "../wallet/actions";
import { useWallet } from "../wallet/store";
import type { DevAccount } from "../wallet/devnet";

/** Money and keys of a network that is one's own. */
export function DevnetPage() {
  const info = useData<NetworkInfo>("/api/v1/network", false);
  const { connection } = useWallet();
  const [accounts, setAccounts] = useState<DevAccount[]>([]);
  const [address, setAddress] = useState("");
  const [progress, setProgress] = useState<Parameters<typeof Outcome>[0]["progress"]>(null);
  const devnet = info.data?.devnet ?? false;
  useEffect(() => {
    if (devnet) void import("../wallet/devnet").then((m) => m.devAccounts()).then(setAccounts, () => setAccounts([]));
  }, [devnet]);
  useEffect(() => {
    if (connection) setAddress(connection.account);
  }, [connection]);
  if (info.data && !devnet) return <Empty>This network is not a devnet: it has no faucet.</Empty>;
  async function give(event: FormEvent) {
    event.preventDefault();
    setProgress({ step: "Sending 1 000 PRZ and 1 ETH …" });
    try {
      const sent = await post<{ tokensTx: `0x${string}` }>("/api/devnet/faucet", { address });
      const receipt = await rpc<{ blockNumber: string }>("eth_getTransactionReceipt", [sent.tokensTx]);
      setProgress({ sent: { hash: sent.tokensTx, ok: true, block: Number(receipt.blockNumber) } });
    } catch (error) {
      setProgress({ problem: (error as Error).message });
    }
  }
  return (
    <>
      <Panel title="Faucet" note="1 000 PRZ and 1 ETH, as often as you like">
        <form onSubmit={(event) => void give(event)} className="inline">
          <label>
            Address <input value={address} onChange={(e) => setAddress(e.target.value)} pattern="0x[0-9a-fA-F]{40}" size={44} required />
          </label>
          <button type="submit" className="primary">
            Give
          </button>
          <Outcome progress={progress} done="Sent" />
        </form>
      </Panel>
      <Drills />
      <Mine />
      <Panel title="Accounts" note="keys known to everybody: worth nothing, never to be used elsewhere">
        <Table
          caption="Devnet accounts"
          rows={accounts}
          rowKey={(a) => a.address}
          columns={[
            { head: "name", cell: (a) => a.name },
            { head: "address", cell: (a) => <Account value={a.address} /> },
            { head: "key", cell: (a) => <span>copy <Copy text={a.privateKey} label={`Copy the devnet key of ${a.name}`} /></span> },
          ]}
        />
      </Panel>
    </>
  );
}

interface Switched {
  nodes: { name: string; runs: boolean; cheats: boolean }[];
}

/** Lets blocks pass at once, for whoever waits for an epoch to end. */
function Mine() {
  const [blocks, setBlocks] = useState("10");
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Error | null>(null);
  async function mine(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    setSaid("");
    try {
      setSaid(`The chain is at block ${(await post<{ head: number }>("/api/devnet/mine", { blocks: Number(blocks) })).head}.`);
    } catch (error) {
      setProblem(error as Error);
    }
  }
  return (
    <Panel title="Blocks" note="anvil makes them when told to; Besu in its own time">
      <form onSubmit={(event) => void mine(event)} className="inline">
        <label>
          Blocks to pass <input value={blocks} onChange={(e) => setBlocks(e.target.value)} pattern="[0-9]{1,4}" inputMode="numeric" size={6} required />
        </label>
        <button type="submit">Mine</button>
        {said && <p className="success" role="status">{said}</p>}
        {problem && <Failure error={problem} />}
      </form>
    </Panel>
  );
}

/** The last lines of a process of this machine, read when asked for. */
function Log({ name }: { name: string }) {
  const [lines, setLines] = useState<string[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const read = () => void get<{ lines: string[] }>(`/api/devnet/logs/${name}`).then((log) => setLines(log.lines), setProblem);
  return (
    <details onToggle={(event) => event.currentTarget.open && read()}>
      <summary>Log of {name}</summary>
      {problem ? <Failure error={problem} /> : <pre tabIndex={0} role="region" aria-label={`Log of ${name}`}>{lines.join("\n") || "empty"}</pre>}
    </details>
  );
}

/** Cuts nodes off and lets them come back, to see what the network makes of it. */
function Drills() {
  const [nodes, setNodes] = useState<Switched["nodes"]>([]);
  const [doing, setDoing] = useState("");
  const [problem, setProblem] = useState<Error | null>(null);
  useEffect(() => {
    void get<Switched>("/api/devnet/nodes").then((answer) => setNodes(answer.nodes), setProblem);
  }, []);
  async function change(name: string, what: "cut" | "start" | "cheat") {
    setDoing(name);
    setProblem(null);
    try {
      setNodes((await post<Switched>(`/api/devnet/nodes/${name}/${what}`, {})).nodes);
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setDoing("");
    }
  }
  return (
    <Panel title="Fault drills" note="routes avoid a node without power; one that trains a fifth of a unit is found out when the unit is trained again, and loses its bond">
      <Table
        caption="Nodes of this devnet"
        rows={nodes}
        rowKey={(n) => n.name}
        columns={[
          { head: "node", cell: (n) => n.name },
          { head: "state", cell: (n) => <Badge kind={n.cheats ? "warn" : n.runs ? "good" : "bad"}>{n.cheats ? "runs, and trains a fifth of what it says" : n.runs ? "runs" : "no power"}</Badge> },
          {
            head: "action",
            cell: (n) => (
              <span className="inline">
                <button type="button" disabled={doing !== ""} onClick={() => void change(n.name, n.runs ? "cut" : "start")}>
                  {doing === n.name ? "…" : `${n.runs ? "Cut the power of" : "Start"} ${n.name}`}
                </button>
                <button type="button" disabled={doing !== "" || n.cheats} onClick={() => void change(n.name, "cheat")}>
                  Let {n.name} cheat
                </button>
              </span>
            ),
          },
        ]}
        empty={<Empty command="./peerz devnet up">No node of this machine is known.</Empty>}
      />
      {problem && <Failure error={problem} />}
      {["gateway", ...nodes.map((node) => node.name)].map((name) => <Log key={name} name={name} />)}
      <Empty command="./peerz devnet drill">Every kind of cheat and attack, with what it costs whom:</Empty>
    </Panel>
  );
}
