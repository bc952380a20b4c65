import { useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { get, post, type Channel } from "../api";
import { rpc } from "../chain/rpc";
import type { Connection } from "./store";

// A tab: the wallet signs once for each of its channels, in favour of a key of the gateway that then pays chunk by
// chunk. What comes back is a bearer key that spends from those channels only; it ends with this browser tab.

export interface Tab {
  payer: string;
  key: string;
  validUntil: number;
  channels: number;
}

const KEY = "peerz.tab";
const LIFE_SECONDS = 24 * 3600;
const listeners = new Set<() => void>();

function stored(): Tab | null {
  const text = sessionStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Tab) : null;
}

let tab = stored();

function set(next: Tab | null): void {
  tab = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach((listener) => listener());
}

export function useTab(): Tab | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => tab,
  );
}

export const closeTab = (): void => set(null);

const TYPES = {
  EIP712Domain: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ],
  SessionKey: [
    { name: "channelId", type: "bytes32" },
    { name: "key", type: "address" },
    { name: "maxAmount", type: "uint128" },
    { name: "validUntil", type: "uint40" },
  ],
};

/** Asks the wallet once per channel; nothing is sent to the chain. */
export async function openTab(at: Connection, chainId: number, contract: Hex, channels: Channel[], say: (step: string) => void): Promise<Tab> {
  const { sessionKey } = await get<{ sessionKey: Hex }>("/peerz/v1/credit");
  const head = await rpc<{ timestamp: Hex }>("eth_getBlockByNumber", ["latest", false]);
  const validUntil = Math.max(Number(head.timestamp), Math.floor(Date.now() / 1000)) + LIFE_SECONDS;
  const request = at.wallet.provider.request as (args: { method: string; params: unknown[] }) => Promise<unknown>;
  const delegations = [];
  for (const [i, { channelId, depositWei }] of channels.entries()) {
    say(`Sign permission ${i + 1} of ${channels.length} in your wallet …`);
    const typed = {
      domain: { name: "Peerz.PaymentChannels", version: "1", chainId, verifyingContract: contract },
      types: TYPES,
      primaryType: "SessionKey",
      message: { channelId, key: sessionKey, maxAmount: depositWei, validUntil },
    };
    const signature = await request({ method: "eth_signTypedData_v4", params: [at.account, JSON.stringify(typed)] });
    delegations.push({ channelId, maxAmountWei: depositWei, validUntil, signature });
  }
  const opened = await post<{ key: string; validUntil: number; channels: number }>("/peerz/v1/credit", { payer: at.account, delegations });
  set({ payer: at.account, ...opened });
  return tab!;
}
