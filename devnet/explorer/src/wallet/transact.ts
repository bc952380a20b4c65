import { encodeFunctionData, parseSignature, type Abi, type Hex } from "viem";
import { allAbis, decodeError } from "../chain/abi";
import { rpc, RpcError } from "../chain/rpc";
import { amount, exact } from "../format";
import type { Connection } from "./store";

// Sending through a wallet, and a permit that goes along with the one transaction that spends it.

export interface Sent {
  hash: Hex;
  ok: boolean;
  block: number;
  logs?: { address: Hex; topics: Hex[] }[];
}

type Request = (args: { method: string; params?: unknown[] }) => Promise<unknown>;

const ask = (connection: Connection): Request => connection.wallet.provider.request as Request;

/** Says beforehand what the contract would refuse, in its own words. */
async function preflight(from: Hex, to: Hex, data: Hex): Promise<void> {
  try {
    await rpc("eth_call", [{ from, to, data }, "latest"]);
  } catch (error) {
    if (error instanceof RpcError && error.data?.startsWith("0x") && error.data.length > 2) throw new Error(`The contract would refuse: ${await decodeError(error.data as Hex)}`);
    throw error;
  }
}

const PATIENCE_MILLIS = 180_000;

async function mined(hash: Hex): Promise<Sent> {
  for (const end = Date.now() + PATIENCE_MILLIS; Date.now() < end; ) {
    const receipt = await rpc<{ status: Hex; blockNumber: Hex; logs: Sent["logs"] } | null>("eth_getTransactionReceipt", [hash]);
    if (receipt) return { hash, ok: receipt.status === "0x1", block: Number(receipt.blockNumber), logs: receipt.logs };
    await new Promise((resume) => setTimeout(resume, 400));
  }
  throw new Error(`Transaction ${hash} was sent and is in no block after three minutes. Look for it later; do not send it again.`);
}

/** Says what an account lacks before anybody is asked to sign; tokens are zero where only gas is needed. */
export async function mustHold(account: Hex, token: Hex, wei: bigint): Promise<void> {
  const [tokens, ether] = await Promise.all([
    rpc<Hex>("eth_call", [{ to: token, data: `0x70a08231${account.slice(2).toLowerCase().padStart(64, "0")}` }, "latest"]),
    rpc<Hex>("eth_getBalance", [account, "latest"]),
  ]);
  if (BigInt(tokens) < wei) throw new Error(`This account holds ${amount(BigInt(tokens))} PRZ and this takes ${exact(wei)} PRZ. Fund it first, then try again. Nothing was signed.`);
  if (BigInt(ether) === 0n) throw new Error("This account has no ETH to pay for gas. Fund it first, then try again. Nothing was signed.");
}

export async function call(connection: Connection, contract: string, to: Hex, functionName: string, args: unknown[]): Promise<Sent> {
  const abi = (await allAbis())[contract] as Abi;
  const data = encodeFunctionData({ abi, functionName, args });
  await preflight(connection.account, to, data);
  const hash = (await ask(connection)({ method: "eth_sendTransaction", params: [{ from: connection.account, to, data }] })) as Hex;
  return mined(hash);
}

export interface Permit {
  deadline: bigint;
  v: number;
  r: Hex;
  s: Hex;
}

/** A permission for exactly the amount that one call will take. */
export async function permit(connection: Connection, chainId: number, token: Hex, spender: Hex, value: bigint): Promise<Permit> {
  const nonce = await rpc<Hex>("eth_call", [{ to: token, data: `0x7ecebe00${connection.account.slice(2).padStart(64, "0")}` }, "latest"]);
  const head = await rpc<{ timestamp: Hex }>("eth_getBlockByNumber", ["latest", false]);
  const deadline = BigInt(head.timestamp) + 3600n;
  const typed = {
    domain: { name: "Peerz.PeerzToken", version: "1", chainId, verifyingContract: token },
    types: {
      EIP712Domain: [
        { name: "name", type: "string" },
        { name: "version", type: "string" },
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message: { owner: connection.account, spender, value: value.toString(), nonce: BigInt(nonce).toString(), deadline: deadline.toString() },
  };
  const signature = (await ask(connection)({ method: "eth_signTypedData_v4", params: [connection.account, JSON.stringify(typed)] })) as Hex;
  const { r, s, v, yParity } = parseSignature(signature);
  return { deadline, r, s, v: v === undefined ? 27 + yParity : Number(v) };
}
