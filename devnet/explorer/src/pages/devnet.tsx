import { useEffect, useState, type FormEvent } from "react";
import { post, type NetworkInfo } from "../api";
import { rpc } from "../chain/rpc";
import { Account, Copy, Empty, Panel } from "../ui/basic";
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
