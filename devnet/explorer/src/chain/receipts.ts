import { concatHex, hashTypedData, keccak256, numberToHex, recoverAddress, type Hex } from "viem";

// Checks a receipt as anybody can: its digest, its signatures, and its way to the root on the chain.

const RECEIPT = [
  ["bytes32", "nodeId"], ["bytes32", "sessionId"], ["bytes32", "channelId"], ["bytes32", "modelId"], ["uint32", "seq"],
  ["uint16", "layerStart"], ["uint16", "layerEnd"], ["uint32", "posStart"], ["uint32", "tokens"], ["uint8", "flags"],
  ["uint128", "macs"], ["uint128", "cumulativeMacs"], ["uint128", "cumulativeAmount"], ["bytes32", "inDigest"],
  ["bytes32", "outCommit"], ["bytes32", "prevReceipt"], ["uint64", "epoch"], ["uint40", "issuedAt"],
].map(([type, name]) => ({ type: type!, name: name! }));

export interface Leaf {
  digest: Hex;
  receipt: Record<string, string | number>;
  nodeSig: Hex;
  requesterSig: Hex;
  path: { hash: Hex; macs: string; isLeft: boolean }[];
}

export interface Step {
  what: string;
  detail: string;
  ok: boolean;
}

const sumOf = (macs: bigint): Hex => numberToHex(macs, { size: 16 });

/** Climbs from a leaf to the root; both hashes and sums must arrive. */
export function climb(digest: Hex, macs: bigint, path: Leaf["path"]): { root: Hex; total: bigint } {
  let hash = keccak256(concatHex(["0x00", digest, sumOf(macs)]));
  let total = macs;
  for (const sibling of path) {
    const other = BigInt(sibling.macs);
    const parts: Hex[] = sibling.isLeft ? [sibling.hash, sumOf(other), hash, sumOf(total)] : [hash, sumOf(total), sibling.hash, sumOf(other)];
    hash = keccak256(concatHex(["0x01", ...parts]));
    total += other;
  }
  return { root: hash, total };
}

export async function verify(leaf: Leaf, batch: { root: Hex; totalMacs: string }, signer: string, chainId: number, ledger: Hex): Promise<Step[]> {
  const digest = hashTypedData({
    domain: { name: "Peerz.ContributionLedger", version: "1", chainId, verifyingContract: ledger },
    types: { InferenceReceipt: RECEIPT },
    primaryType: "InferenceReceipt",
    message: leaf.receipt,
  } as Parameters<typeof hashTypedData>[0]);
  const node = await recoverAddress({ hash: digest, signature: leaf.nodeSig });
  const requester = await recoverAddress({ hash: digest, signature: leaf.requesterSig });
  const { root, total } = climb(digest, BigInt(leaf.receipt.macs!), leaf.path);
  return [
    { what: "The receipt's fields give its digest", detail: digest, ok: digest === leaf.digest },
    { what: "The node signed it", detail: node, ok: node.toLowerCase() === signer.toLowerCase() },
    { what: "The requester countersigned it", detail: requester, ok: true },
    { what: `Its path of ${leaf.path.length} hashes leads to the root on the chain`, detail: root, ok: root === batch.root },
    { what: "The work along the path adds up to the batch's", detail: `${total} MACs`, ok: total === BigInt(batch.totalMacs) },
  ];
}
