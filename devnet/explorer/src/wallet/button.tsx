import { useEffect, useRef, useState } from "react";
import type { NetworkInfo } from "../api";
import { short } from "../format";
import { nameOf, useNames } from "../names";
import type { DevAccount } from "./devnet";
import { connect, disconnect, inWords, switchTo, useWallet, type Announced } from "./store";

export function WalletButton({ info }: { info?: NetworkInfo }) {
  useNames();
  const { connection, wallets } = useWallet();
  const [problem, setProblem] = useState("");
  const [devs, setDevs] = useState<DevAccount[]>([]);
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  useEffect(() => {
    if (open && info?.devnet && devs.length === 0) {
      void import("./devnet").then((m) => m.devAccounts()).then(setDevs, (error: Error) => setProblem(error.message));
    }
  }, [open, info, devs]);
  async function use(wallet: Announced) {
    setProblem("");
    try {
      await connect(wallet);
      setOpen(false);
    } catch (error) {
      setProblem(inWords(error));
    }
  }
  const wrong = connection && info && connection.chainId !== info.chainId;
  return (
    <>
      {wrong && (
        <button type="button" className="warn" onClick={() => void switchTo(connection, info).catch((error) => setProblem(inWords(error)))}>
          Wrong network: switch
        </button>
      )}
      <button type="button" className={connection ? "wallet" : "wallet primary"} onClick={() => setOpen(true)}>
        {connection ? (nameOf(connection.account) ?? short(connection.account)) : "Connect"}
      </button>
      <dialog ref={dialog} aria-label="Wallet" onClose={() => setOpen(false)}>
        <h2>{connection ? "Your wallet" : "Connect a wallet"}</h2>
        {connection && (
          <p>
            {connection.wallet.info.name}: <code>{connection.account}</code>
          </p>
        )}
        {!connection && (
          <ul className="wallets">
            {wallets.map((wallet) => (
              <li key={wallet.info.uuid}>
                <button type="button" onClick={() => void use(wallet)}>
                  {wallet.info.icon.startsWith("data:image/") && <img src={wallet.info.icon} alt="" width="20" height="20" />}
                  {wallet.info.name}
                </button>
              </li>
            ))}
            {wallets.length === 0 && <li className="faint">No browser wallet announced itself.</li>}
          </ul>
        )}
        {!connection && info?.devnet && (
          <section className="devsigner">
            <h3>Devnet signer</h3>
            <p>For people without a wallet. These keys are known to everybody: they are worth nothing, and must never be used elsewhere.</p>
            <ul className="wallets">
              {devs.map((dev) => (
                <li key={dev.name}>
                  <button type="button" onClick={() => void import("./devnet").then((m) => use(m.devWallet(dev, info.chainId)))}>
                    {dev.name} <code>{short(dev.address)}</code>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {problem && (
          <p className="failure" role="alert">
            {problem}
          </p>
        )}
        <p className="dialogbuttons">
          {connection && (
            <button
              type="button"
              onClick={() => {
                disconnect();
                setOpen(false);
              }}
            >
              Disconnect
            </button>
          )}
          <button type="button" onClick={() => setOpen(false)}>
            Close
          </button>
        </p>
      </dialog>
    </>
  );
}
