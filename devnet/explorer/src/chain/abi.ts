import { decodeErrorResult, decodeFunctionData, type Abi, type Hex } from "viem";
import { get } from "../api";

// Decoding by the contracts' own ABIs, which come with the pages' server.

let abis: Promise<Record<string, Abi>> | undefined;

export function allAbis(): Promise<Record<string, Abi>> {
  abis ??= get<Record<string, Abi>>("/api/v1/abi");
  return abis;
}

interface Doc {
  notice: string;
  params?: Record<string, string>;
}

let docs: Promise<Record<string, Record<string, Doc>>> | undefined;

interface Typed {
  type: string;
  components?: readonly Typed[];
}

/** A type as signatures write it: structs by their members. */
function written({ type, components }: Typed): string {
  return components ? type.replace("tuple", `(${components.map(written).join(",")})`) : type;
}

/** What a contract's own comments say of one of its functions, events or errors. */
export async function docOf(contract: string, item: { name: string; inputs: readonly Typed[] }): Promise<Doc | undefined> {
  docs ??= get<Record<string, Record<string, Doc>>>("/api/v1/natspec");
  return (await docs)[contract]?.[`${item.name}(${item.inputs.map(written).join(",")})`];
}

export interface Call {
  name: string;
  notice?: string;
  args: { name: string; type: string; value: unknown }[];
}

/** The call that a transaction's data is, by one contract's ABI. */
export async function decodeCall(contract: string, data: Hex): Promise<Call | null> {
  const abi = (await allAbis())[contract];
  if (!abi || data.length < 10) return null;
  try {
    const { functionName, args } = decodeFunctionData({ abi, data });
    const item = abi.find((entry) => entry.type === "function" && entry.name === functionName && entry.inputs.length === (args?.length ?? 0));
    const inputs = item && item.type === "function" ? item.inputs : [];
    return {
      name: functionName,
      notice: item && item.type === "function" ? (await docOf(contract, item))?.notice : undefined,
      args: (args ?? []).map((value, i) => ({ name: inputs[i]?.name ?? `arg${i}`, type: inputs[i]?.type ?? "", value })),
    };
  } catch {
    return null;
  }
}

/** Words for a revert: the custom error of any of our contracts, or what the data holds. */
export async function decodeError(data: Hex): Promise<string> {
  for (const [contract, abi] of Object.entries(await allAbis())) {
    try {
      const { errorName, args, abiItem } = decodeErrorResult({ abi, data });
      const inputs = "inputs" in abiItem ? abiItem.inputs : [];
      const words = (args ?? []).map((value, i) => `${inputs[i]?.name ? `${inputs[i].name} ` : ""}${String(value)}`);
      const notice = "name" in abiItem && "inputs" in abiItem ? (await docOf(contract, abiItem))?.notice : undefined;
      return `${errorName}(${words.join(", ")})${notice ? `: ${notice}` : ""}`;
    } catch {
      continue;
    }
  }
  return data === "0x" ? "reverted without a reason" : `unknown error ${data.slice(0, 10)}`;
}

/** JSON of decoded values: big numbers as decimal text. */
export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  return value;
}
