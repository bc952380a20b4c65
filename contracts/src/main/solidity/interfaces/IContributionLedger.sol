// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MerkleSum} from "../libraries/MerkleSum.sol";
import {BatchHeader, Delivery, InferenceReceipt} from "../types/ReceiptTypes.sol";
import {SessionKey} from "../types/VoucherTypes.sol";

/// @title Inference receipts: committed in batches, sampled by compute, then rewarded
/// @notice A batch of epoch e is committed during epoch e+1. The seed of epoch e+2, unknown until then, names points on the
///         axis [0, totalMacs); whoever asks for a point must be shown the receipt that covers it. Claiming more MACs than
///         there are receipts for leaves points that nothing covers. An epoch's pool is shared by the work that requesters
///         countersigned as on time: delivered work times the share of it that kept what the node had quoted.
interface IContributionLedger {
    enum BatchStatus {
        None,
        Committed,
        Challenged,
        Finalized,
        Claimed,
        Voided
    }

    struct Batch {
        bytes32 nodeId;
        bytes32 root;
        uint96 totalMacs;
        uint96 onTimeMacs; // what the batch weighs in its epoch's pool
        uint48 epoch;
        BatchStatus status;
        uint8 openDemands;
    }

    /// @notice The rebate pool of one epoch, wei.
    struct Pool {
        uint128 amount; // fixed when the epoch's first batch arrives
        uint128 remaining;
        uint128 onTimeMacs; // of batches that are not void
        uint32 live; // batches neither claimed nor void
        bool opened;
    }

    /// @notice Somebody waits for the receipt at a sample point.
    struct Demand {
        address by; // zero: none, or settled
        uint40 respondBy; // seconds
        bool answered;
    }

    /// @notice The receipt that covers a point, with both signatures and its way to the root.
    struct Opening {
        InferenceReceipt receipt;
        bytes nodeSig;
        bool onTime; // as the requester signed
        bytes requesterSig; // over the Delivery
        SessionKey session; // as in SignedVoucher
        bytes sessionSignature;
        MerkleSum.SumNode[] path;
    }

    event BatchCommitted(
        bytes32 indexed batchId,
        bytes32 indexed nodeId,
        uint64 indexed epoch,
        bytes32 root,
        uint128 totalMacs,
        uint128 onTimeMacs,
        uint128 totalFees,
        uint32 leaves,
        bytes32 dataHash
    );
    event OpeningDemanded(bytes32 indexed batchId, uint8 sample, uint128 point, address indexed by, uint40 respondBy);
    event OpeningAnswered(bytes32 indexed batchId, uint8 sample, bytes32 receiptDigest);
    event BatchFinalized(bytes32 indexed batchId);
    event BatchVoided(bytes32 indexed batchId, bytes32 reason);
    /// @notice `share` is what the pool had for the batch, `paid` what the fees burned so far allow.
    event RewardClaimed(bytes32 indexed batchId, bytes32 indexed nodeId, uint64 indexed epoch, uint128 share, uint128 paid);
    event PoolPerEpochChanged(uint128 poolPerEpoch);
    event PoolOpened(uint64 indexed epoch, uint128 amount);

    error WrongStatus(BatchStatus status);
    error WrongEpoch(uint64 epoch, uint64 current);
    error EmptyBatch();
    error BatchTooLarge(uint128 totalMacs);
    error BadSignature();
    error BadSample(uint8 sample);
    error AlreadyDemanded();
    error NotDemanded();
    error WindowOpen(uint40 until);
    error WindowClosed(uint40 since);
    error PointNotCovered(uint128 point, uint128 start, uint128 end);
    error RootMismatch();
    error WrongReceipt();
    error MacsMismatch(uint128 claimed, uint128 computed);
    error BadParameter();

    /// @notice Commits one batch per (node, epoch) in the epoch after it; locks batchBond. Anybody may submit.
    function submitBatch(BatchHeader calldata header, bytes calldata nodeSig) external returns (bytes32 batchId);

    /// @notice H(seed(epoch + 2), batchId, sample) mod totalMacs.
    function samplePoint(bytes32 batchId, uint8 sample) external view returns (uint128);

    /// @notice Asks for the receipt at a sample point, inside the window; posts challengeBond. Once per sample.
    function demandOpening(bytes32 batchId, uint8 sample) external;

    /// @notice Shows it: sums, both signatures and MACs are checked. The challenger's bond goes to the node.
    function answerOpening(bytes32 batchId, uint8 sample, Opening calldata opening) external;

    /// @notice After respondBy: voids the batch, slashes the node, returns the bond. On a void batch: returns the bond.
    function voidUnanswered(bytes32 batchId, uint8 sample) external;

    /// @notice After the window, when no demand is open: releases the node's bond.
    function finalize(bytes32 batchId) external;

    /// @notice Pays min(share of the epoch's pool, fees burned by the node so far - rebates it took so far), once. The share
    ///         is pool * on-time MACs of the batch / on-time MACs of all batches of the epoch that are not void.
    /// @dev The ceiling runs over the node's whole life, so vouchers redeemed late still count, and nobody who trades
    ///      with himself ever gets back more than he burned. Redeem first, then claim: what the ceiling cuts off is gone.
    function claim(bytes32 batchId) external returns (uint128 paid);

    /// @notice Court only: work of this epoch was proven false, so its batch, present or future, is void.
    function voidConvicted(bytes32 nodeId, uint64 epoch) external;

    function batch(bytes32 batchId) external view returns (Batch memory);

    function batchIdOf(bytes32 nodeId, uint64 epoch) external pure returns (bytes32);

    function demand(bytes32 batchId, uint8 sample) external view returns (Demand memory);

    function pool(uint64 epoch) external view returns (Pool memory);

    /// @notice When demands for batches of this epoch end, seconds; 0 while seed(epoch + 2) is not known.
    function windowEnd(uint64 epoch) external view returns (uint40);

    /// @notice How long demands are taken, from the moment the seed is known.
    function windowSecs() external view returns (uint40);

    function rebatesTaken(bytes32 nodeId) external view returns (uint128);

    function poolPerEpoch() external view returns (uint128);

    /// @notice EIP-712 digests as this contract's domain makes them.
    function receiptDigest(InferenceReceipt calldata receipt) external view returns (bytes32);

    function deliveryDigest(Delivery calldata delivery) external view returns (bytes32);

    function batchDigest(BatchHeader calldata header) external view returns (bytes32);
}
