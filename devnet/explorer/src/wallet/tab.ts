import { useSyncExternalStore } from "react";
import type { Hex, PrivateKeyAccount } from "viem";
import { get, post, type Channel } from "../api";
import { rpc } from "../chain/rpc";
import type { Connection } from "./store";

// A tab: each channel is granted to a key of the gateway, which then pays chunk by chunk; what comes back is a bearer
// key that spends from those channels only. Channels that this page opened name a key of this page as their delegate,
// so it grants them without asking the wallet again; for others the wallet signs. All of it ends with this browser tab.

export interface Tab {
  payer: string;
  key: string;
  validUntil: number;
  channels: number;
}

/** A channel to be granted, as far as granting needs it. */
export type Grantable = Pick<Channel, "channelId" | "depositWei" | "delegate">;

const KEY = "peerz.tab";
const DELEGATE = "peerz.delegate.";
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

async function delegateKey(account: Hex): Promise<PrivateKeyAccount | null> {
  const secret = sessionStorage.getItem(DELEGATE + account.toLowerCase()) as Hex | null;
  return secret ? (await import("viem/accounts")).privateKeyToAccount(secret) : null;
}

/** The key of this page that channels which an account opens name as their delegate. */
export async function delegateOf(account: Hex): Promise<Hex> {
  const known = await delegateKey(account);
  if (known) return known.address;
  const { generatePrivateKey, privateKeyToAccount } = await import("viem/accounts");
  const secret = generatePrivateKey();
  sessionStorage.setItem(DELEGATE + account.toLowerCase(), secret);
  return privateKeyToAccount(secret).address;
}

/** Grants channels to the gateway; nothing is sent to the chain. */
export async function openTab(at: Connection, chainId: number, contract: Hex, channels: Grantable[], say: (step: string) => void): Promise<Tab> {
  const delegate = await delegateKey(at.account);
  const isOurs = (channel: Grantable) => channel.delegate.toLowerCase() === delegate?.address.toLowerCase();
  const asked = channels.filter((channel) => !isOurs(channel));
  const { sessionKey } = await get<{ sessionKey: Hex }>("/peerz/v1/credit");
  const head = await rpc<{ timestamp: Hex }>("eth_getBlockByNumber", ["latest", false]);
  const validUntil = Math.max(Number(head.timestamp), Math.floor(Date.now() / 1000)) + LIFE_SECONDS;
  const request = at.wallet.provider.request as (args: { method: string; params: unknown[] }) => Promise<unknown>;
  const delegations = [];
  for (const channel of channels) {
    const { channelId, depositWei } = channel;
    const typed = JSON.stringify({
      domain: { name: "Peerz.PaymentChannels", version: "1", chainId, verifyingContract: contract },
      types: TYPES,
      primaryType: "SessionKey",
      message: { channelId, key: sessionKey, maxAmount: depositWei, validUntil },
    });
    let signature: unknown;
    if (isOurs(channel)) {
      signature = await delegate!.signTypedData(JSON.parse(typed));
    } else {
      say(`Sign permission ${asked.indexOf(channel) + 1} of ${asked.length} in your wallet …`);
      signature = await request({ method: "eth_signTypedData_v4", params: [at.account, typed] });
    }
    delegations.push({ channelId, maxAmountWei: depositWei, validUntil, signature });
  }
  const opened = await post<{ key: string; validUntil: number; channels: number }>("/peerz/v1/credit", { payer: at.account, delegations });
  set({ payer: at.account, ...opened });
  return tab!;
}
