// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A node's statement about one fine-tuning unit. Domain Peerz.FineTuneMarket.
struct FineTuneReceipt {
    bytes32 nodeId;
    bytes32 jobId;
    uint16 round;
    uint8 unit;
    bytes32 baseRoot; // adapter the unit started from
    bytes32 dataShard; // as assigned
    bytes32 recipeHash;
    uint32 steps;
    uint32 tokens;
    uint128 macs;
    bytes32 updateRoot;
    bytes32 traceRoot; // over the state after each step
    uint40 issuedAt; // seconds
}

/// @notice What one seat measured. Domain Peerz.Committee.
struct Measurement {
    bytes32 evaluator; // node id
    bytes32 taskId;
    uint8 seat;
    bytes32 baseRoot;
    bytes32 order;
    bytes32 evalSubset;
    int64[] losses; // nano-nats per token
    uint64[] stderrs; // nano-nats per token
    bytes32 traceRoot;
}

using FineTuneTypes for FineTuneReceipt global;
using FineTuneTypes for Measurement global;

/// @title EIP-712 struct hashes of the fine-tuning messages
library FineTuneTypes {
    bytes32 internal constant FINE_TUNE_RECEIPT_TYPEHASH = keccak256(
        "FineTuneReceipt(bytes32 nodeId,bytes32 jobId,uint16 round,uint8 unit,bytes32 baseRoot,bytes32 dataShard,bytes32 recipeHash,uint32 steps,uint32 tokens,uint128 macs,bytes32 updateRoot,bytes32 traceRoot,uint40 issuedAt)"
    );
    bytes32 internal constant MEASUREMENT_TYPEHASH = keccak256(
        "Measurement(bytes32 evaluator,bytes32 taskId,uint8 seat,bytes32 baseRoot,bytes32 order,bytes32 evalSubset,int64[] losses,uint64[] stderrs,bytes32 traceRoot)"
    );

    function structHash(FineTuneReceipt memory receipt) internal pure returns (bytes32) {
        return keccak256(abi.encode(FINE_TUNE_RECEIPT_TYPEHASH, receipt));
    }

    function structHash(Measurement memory m) internal pure returns (bytes32) {
        bytes32 losses = keccak256(abi.encodePacked(m.losses));
        bytes32 stderrs = keccak256(abi.encodePacked(m.stderrs));
        return keccak256(
            abi.encode(
                MEASUREMENT_TYPEHASH, m.evaluator, m.taskId, m.seat, m.baseRoot, m.order, m.evalSubset, losses, stderrs, m.traceRoot
            )
        );
    }
}
