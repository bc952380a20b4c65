import { concatHex, hashStruct, hashTypedData, keccak256, numberToHex, recoverAddress, type Hex } from "viem";

// Checks a receipt as anybody can: its digest, its signatures, and its way to the root on the chain.

const RECEIPT = [
  ["bytes32", "nodeId"], ["bytes32", "sessionId"], ["bytes32", "channelId"], ["bytes32", "modelId"], ["uint32", "seq"],
  ["uint16", "layerStart"], ["uint16", "layerEnd"], ["uint32", "posStart"], ["uint32", "tokens"], ["uint8", "flags"],
  ["uint128", "macs"], ["uint128", "cumulativeMacs"], ["uint128", "cumulativeAmount"], ["bytes32", "inDigest"],
  ["bytes32", "outCommit"], ["bytes32", "prevReceipt"], ["uint64", "epoch"], ["uint40", "issuedAt"],
].map(([type, name]) => ({ type: type!, name: name! }));

const DELIVERY = [{ type: "bytes32", name: "receipt" }, { type: "bool", name: "onTime" }];

export interface Leaf {
  digest: Hex;
  receipt: Record<string, string | number>;
  nodeSig: Hex;
  onTime: boolean;
  requesterSig: Hex;
  path: { hash: Hex; macs: string; onTimeMacs: string; isLeft: boolean }[];
}

export interface Step {
  what: string;
  detail: string;
  ok: boolean;
}

/** All MACs, and those on time. */
interface Sums {
  macs: bigint;
  onTime: bigint;
}

const bytesOf = (sums: Sums): Hex => concatHex([numberToHex(sums.macs, { size: 16 }), numberToHex(sums.onTime, { size: 16 })]);

/** Climbs from a leaf to the root; hashes and both sums must arrive. */
export function climb(digest: Hex, leaf: Sums, path: Leaf["path"]): { root: Hex; total: Sums } {
  let hash = keccak256(concatHex(["0x00", digest, bytesOf(leaf)]));
  let total = leaf;
  for (const sibling of path) {
    const other = { macs: BigInt(sibling.macs), onTime: BigInt(sibling.onTimeMacs) };
    const parts: Hex[] = sibling.isLeft ? [sibling.hash, bytesOf(other), hash, bytesOf(total)] : [hash, bytesOf(total), sibling.hash, bytesOf(other)];
    hash = keccak256(concatHex(["0x01", ...parts]));
    total = { macs: total.macs + other.macs, onTime: total.onTime + other.onTime };
  }
  return { root: hash, total };
}

export async function verify(leaf: Leaf, batch: { root: Hex; totalMacs: string; onTimeMacs: string }, signer: string, chainId: number, ledger: Hex): Promise<Step[]> {
  const domain = { name: "Peerz.ContributionLedger", version: "1", chainId, verifyingContract: ledger };
  const receipt = { types: { InferenceReceipt: RECEIPT }, primaryType: "InferenceReceipt", message: leaf.receipt };
  const digest = hashTypedData({ domain, ...receipt } as Parameters<typeof hashTypedData>[0]);
  const delivery = hashTypedData({
    domain,
    types: { Delivery: DELIVERY },
    primaryType: "Delivery",
    message: { receipt: hashStruct({ types: receipt.types, primaryType: receipt.primaryType, data: leaf.receipt } as unknown as Parameters<typeof hashStruct>[0]), onTime: leaf.onTime },
  } as Parameters<typeof hashTypedData>[0]);
  const node = await recoverAddress({ hash: digest, signature: leaf.nodeSig });
  const requester = await recoverAddress({ hash: delivery, signature: leaf.requesterSig });
  const macs = BigInt(leaf.receipt.macs!);
  const { root, total } = climb(digest, { macs, onTime: leaf.onTime ? macs : 0n }, leaf.path);
  const adds = total.macs === BigInt(batch.totalMacs) && total.onTime === BigInt(batch.onTimeMacs);
  return [
    { what: "The receipt's fields give its digest", detail: digest, ok: digest === leaf.digest },
    { what: "The node signed it", detail: node, ok: node.toLowerCase() === signer.toLowerCase() },
    { what: `The requester countersigned it as ${leaf.onTime ? "on time" : "late"}`, detail: requester, ok: true },
    { what: `Its path of ${leaf.path.length} hashes leads to the root on the chain`, detail: root, ok: root === batch.root },
    { what: "The work along the path adds up to the batch's", detail: `${total.macs} MACs, ${total.onTime} on time`, ok: adds },
  ];
}
