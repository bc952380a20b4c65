import type { EIP1193Provider, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { get } from "../api";
import { rpc } from "../chain/rpc";
import type { Announced } from "./store";

// A signer for people without a wallet, on a devnet only: its keys are known to everybody.

export interface DevAccount {
  name: string;
  address: Hex;
  privateKey: Hex;
}

export async function devAccounts(): Promise<DevAccount[]> {
  return (await get<{ accounts: DevAccount[] }>("/api/devnet/accounts")).accounts;
}

interface Send {
  from: Hex;
  to?: Hex;
  data?: Hex;
  value?: Hex;
}

async function send(key: Hex, chainId: number, tx: Send): Promise<Hex> {
  const account = privateKeyToAccount(key);
  const [nonce, gas, gasPrice] = await Promise.all([
    rpc<Hex>("eth_getTransactionCount", [account.address, "pending"]),
    rpc<Hex>("eth_estimateGas", [tx]),
    rpc<Hex>("eth_gasPrice"),
  ]);
  const signed = await account.signTransaction({
    chainId,
    to: tx.to,
    data: tx.data,
    value: BigInt(tx.value ?? 0),
    nonce: Number(nonce),
    gas: (BigInt(gas) * 12n) / 10n,
    maxFeePerGas: BigInt(gasPrice) * 2n,
    maxPriorityFeePerGas: 0n,
  });
  return rpc<Hex>("eth_sendRawTransaction", [signed]);
}

/** A provider that answers like a wallet for one account. */
export function devWallet(dev: DevAccount, chainId: number): Announced {
  const account = privateKeyToAccount(dev.privateKey);
  const request = async ({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> => {
    switch (method) {
      case "eth_requestAccounts":
      case "eth_accounts":
        return [account.address];
      case "eth_chainId":
        return `0x${chainId.toString(16)}`;
      case "wallet_switchEthereumChain":
        return null;
      case "eth_signTypedData_v4":
        return account.signTypedData(JSON.parse(params[1] as string));
      case "eth_sendTransaction":
        return send(dev.privateKey, chainId, params[0] as Send);
      default:
        return rpc(method, params);
    }
  };
  const provider = { request, on() {}, removeListener() {} } as unknown as EIP1193Provider;
  return { info: { uuid: `devnet-${dev.name}`, name: `Devnet signer: ${dev.name}`, icon: "", rdns: "io.peerz.devnet" }, provider };
}
