// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Evidence that proves itself
/// @notice Two valid signatures of one node over different messages for the same slot are fraud, whoever asks: no jury, no
///         vote, no trust in the reporter. A slot is what a node may fill only once: a receipt's place in its session, a
///         unit of a round, a seat of a task, an epoch's batch.
interface IDisputeCourt {
    enum Kind {
        InferenceReceipt,
        FineTuneReceipt,
        Measurement,
        BatchHeader
    }

    event EquivocationProven(
        bytes32 indexed nodeId, bytes32 indexed slotKey, bytes32 digestA, bytes32 digestB, address reporter, uint128 slashed
    );

    error NotConflicting();
    error DifferentSlots();
    error BadSignature();
    error AlreadyPunished();

    /// @notice Slashes everything the node has and jails it. Each pair of (node, slot) counts once.
    /// @param messageA abi-encoded struct of the given kind; messageB likewise
    function proveEquivocation(
        Kind kind,
        bytes calldata messageA,
        bytes calldata signatureA,
        bytes calldata messageB,
        bytes calldata signatureB
    ) external;

    function isPunished(bytes32 nodeId, bytes32 slotKey) external view returns (bool);
}
