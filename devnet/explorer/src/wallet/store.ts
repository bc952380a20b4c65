import { useSyncExternalStore } from "react";
import type { EIP1193Provider, Hex } from "viem";

// Wallets announce themselves (EIP-6963) and are asked by EIP-1193. Nothing here holds a key.

export interface WalletInfo {
  uuid: string;
  name: string;
  icon: string;
  rdns: string;
}

export interface Announced {
  info: WalletInfo;
  provider: EIP1193Provider;
}

export interface Connection {
  wallet: Announced;
  account: Hex;
  chainId: number;
}

interface State {
  wallets: Announced[];
  connection: Connection | null;
}

let state: State = { wallets: [], connection: null };
const listeners = new Set<() => void>();

function set(change: Partial<State>): void {
  state = { ...state, ...change };
  listeners.forEach((listener) => listener());
}

window.addEventListener("eip6963:announceProvider", (event) => {
  const announced = (event as CustomEvent<Announced>).detail;
  if (!announced?.info?.uuid || state.wallets.some((known) => known.info.uuid === announced.info.uuid)) return;
  set({ wallets: [...state.wallets, announced] });
});
window.dispatchEvent(new Event("eip6963:requestProvider"));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWallet(): State {
  return useSyncExternalStore(subscribe, () => state);
}

const chainNumber = (hex: unknown): number => Number(hex);

/** The network that the wallet is on now, whatever it announced before. */
export const chainOf = async ({ wallet }: Connection): Promise<number> => chainNumber(await wallet.provider.request({ method: "eth_chainId" }));

let stopListening = () => {};

/** Asks for an account; the wallet may refuse. */
export async function connect(wallet: Announced): Promise<void> {
  const accounts = (await wallet.provider.request({ method: "eth_requestAccounts" })) as Hex[];
  const account = accounts[0];
  if (!account) throw new Error("The wallet gave no account.");
  const chainId = chainNumber(await wallet.provider.request({ method: "eth_chainId" }));
  stopListening();
  const onChain = (id: string) => state.connection && set({ connection: { ...state.connection, chainId: chainNumber(id) } });
  const onAccounts = (now: Hex[]) => set({ connection: now[0] && state.connection ? { ...state.connection, account: now[0] } : null });
  wallet.provider.on("chainChanged", onChain);
  wallet.provider.on("accountsChanged", onAccounts);
  stopListening = () => {
    wallet.provider.removeListener("chainChanged", onChain);
    wallet.provider.removeListener("accountsChanged", onAccounts);
  };
  set({ connection: { wallet, account, chainId } });
}

export function disconnect(): void {
  stopListening();
  stopListening = () => {};
  set({ connection: null });
}

interface Chain {
  chainId: number;
  name: string;
}

/** Moves the wallet to this network, and teaches it the network where it does not know it. */
export async function switchTo(connection: Connection, chain: Chain): Promise<void> {
  const chainId = `0x${chain.chainId.toString(16)}`;
  const request = connection.wallet.provider.request as (args: { method: string; params?: unknown[] }) => Promise<unknown>;
  const change = () => request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  try {
    await change();
  } catch (error) {
    if ((error as { code?: number }).code !== 4902) throw error;
    await request({
      method: "wallet_addEthereumChain",
      params: [{ chainId, chainName: `Peerz ${chain.name}`, nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: [`${window.location.origin}/rpc`], blockExplorerUrls: [window.location.origin] }],
    });
    await change();
  }
  const now = chainNumber(await request({ method: "eth_chainId" }));
  if (state.connection) set({ connection: { ...state.connection, chainId: now } });
}

/** Calm words for what a wallet or the chain said. */
export function inWords(error: unknown): string {
  const e = error as { code?: number; details?: string; shortMessage?: string; message?: string };
  if (e?.code === 4001) return "You declined in the wallet. Nothing was sent.";
  if (e?.code === 4100) return "The wallet has not given this page access to that account. Connect again.";
  if (e?.code === 4902) return "The wallet does not know this network.";
  return e?.details ?? e?.shortMessage ?? e?.message ?? String(error);
}
