// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice One chunk of inference work on one layer range. Domain Peerz.ContributionLedger.
/// @dev Signed by the node; the requester countersigns it in a Delivery.
struct InferenceReceipt {
    bytes32 nodeId;
    bytes32 sessionId; // opaque here: keccak(channelId, payerNonce, samplingHash)
    bytes32 channelId;
    bytes32 modelId;
    uint32 seq; // within the session, from 0
    uint16 layerStart; // inclusive
    uint16 layerEnd; // exclusive
    uint32 posStart; // position of the first token
    uint32 tokens;
    uint8 flags; // see ReceiptTypes
    uint128 macs; // of this chunk
    uint128 cumulativeMacs; // of the session
    uint128 cumulativeAmount; // wei, of the session
    bytes32 inDigest; // root over the input rows of positions 0..posStart+tokens
    bytes32 outCommit; // keccak(salt, root over the output rows)
    bytes32 prevReceipt; // digest of the receipt with seq - 1, or zero
    uint64 epoch;
    uint40 issuedAt; // seconds
}

/// @notice The requester's countersignature of a receipt, with what he measured. Domain Peerz.ContributionLedger.
struct Delivery {
    bytes32 receipt; // struct hash of the InferenceReceipt
    bool onTime; // the chunk came within the latency and rate that the node had quoted
}

/// @notice What a node claims for one epoch. Domain Peerz.ContributionLedger.
struct BatchHeader {
    bytes32 nodeId;
    uint64 epoch;
    bytes32 root; // Merkle-sum root, see MerkleSum
    uint128 totalMacs;
    uint128 onTimeMacs; // of them, what requesters said came on time
    uint128 totalFees; // wei charged by these receipts
    uint32 leaves;
    bytes32 dataHash; // hash of the file that holds the receipts
}

using ReceiptTypes for InferenceReceipt global;
using ReceiptTypes for Delivery global;
using ReceiptTypes for BatchHeader global;

/// @title EIP-712 struct hashes of receipts and batches
library ReceiptTypes {
    bytes32 internal constant INFERENCE_RECEIPT_TYPEHASH = keccak256(
        "InferenceReceipt(bytes32 nodeId,bytes32 sessionId,bytes32 channelId,bytes32 modelId,uint32 seq,uint16 layerStart,uint16 layerEnd,uint32 posStart,uint32 tokens,uint8 flags,uint128 macs,uint128 cumulativeMacs,uint128 cumulativeAmount,bytes32 inDigest,bytes32 outCommit,bytes32 prevReceipt,uint64 epoch,uint40 issuedAt)"
    );
    bytes32 internal constant DELIVERY_TYPEHASH = keccak256("Delivery(bytes32 receipt,bool onTime)");
    bytes32 internal constant BATCH_HEADER_TYPEHASH = keccak256(
        "BatchHeader(bytes32 nodeId,uint64 epoch,bytes32 root,uint128 totalMacs,uint128 onTimeMacs,uint128 totalFees,uint32 leaves,bytes32 dataHash)"
    );

    uint8 internal constant FLAG_HEAD = 1; // the chunk includes the output projection
    uint8 internal constant FLAG_AUDITABLE = 2; // the requester allows the inputs to be revealed

    function structHash(InferenceReceipt memory receipt) internal pure returns (bytes32) {
        return keccak256(abi.encode(INFERENCE_RECEIPT_TYPEHASH, receipt));
    }

    function structHash(Delivery memory delivery) internal pure returns (bytes32) {
        return keccak256(abi.encode(DELIVERY_TYPEHASH, delivery));
    }

    function structHash(BatchHeader memory header) internal pure returns (bytes32) {
        return keccak256(abi.encode(BATCH_HEADER_TYPEHASH, header));
    }

    function hasHead(InferenceReceipt memory receipt) internal pure returns (bool) {
        return receipt.flags & FLAG_HEAD != 0;
    }

    function isAuditable(InferenceReceipt memory receipt) internal pure returns (bool) {
        return receipt.flags & FLAG_AUDITABLE != 0;
    }
}
