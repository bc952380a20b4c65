// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Gains} from "../libraries/Gains.sol";
import {FineTuneReceipt} from "../types/FineTuneTypes.sol";

/// @title Fine-tuning jobs: escrow, rounds of units, pay by measured improvement per verified MAC
/// @notice Every phase ends at a deadline, or as soon as everybody in it has moved; no keeper is needed and no silent node
///         can hold a round up. Amounts in wei, times in seconds, gains in nano-nats per token.
interface IFineTuneMarket {
    enum Phase {
        None,
        Claim,
        Commit,
        Reveal,
        Evaluate, // openEvaluation, then the committee
        Challenge,
        Settle, // settleRound may be called
        Settled
    }

    enum UnitStatus {
        None,
        Claimed,
        Committed,
        Revealed,
        Rejected, // convicted: no pay
        Settled,
        Paid,
        Forfeited
    }

    /// @notice What the client fixes for the whole job.
    struct JobParams {
        bytes32 modelId;
        bytes32 adapterBaseRoot;
        bytes32 trainDataRoot;
        bytes32 evalSetRoot;
        bytes32 recipeHash;
        uint16 rounds; // at most 1000
        uint8 unitsPerRound; // at most 16
        uint8 seats; // at most 21
        uint16 kappaMilli; // standard errors taken off a gain, in thousandths
        uint32 seqs; // per step
        uint32 seqLen;
        uint32 steps; // per unit
        uint16 rank;
        uint8 targets; // bits as in MacFormula
        uint64 targetGain; // gain of one unit that earns the full improvement price
        uint128 basePerRound;
        uint128 improvementPerRound;
        uint128 bondPerUnit; // at least basePerRound + improvementPerRound
        uint128 feePerSeat;
        uint32 claimSecs;
        uint32 commitSecs;
        uint32 revealSecs;
        uint32 evalSecs; // half to commit, half to reveal
        uint32 challengeSecs;
    }

    struct Job {
        address client;
        uint16 round; // current
        bool closed;
        uint128 unitMacs; // from the model's geometry
        uint128 escrow; // what is not yet owed to anybody
        bytes32 adapterRoot; // after the last settled round
    }

    struct Round {
        uint40 claimUntil;
        uint40 commitUntil;
        uint40 revealUntil;
        uint8 claimed;
        uint8 committed;
        uint8 revealed; // not rejected before settlement
        bool settled;
        uint16 merging; // bit i: unit i was revealed and not rejected before settlement
        uint64 seedEpoch; // its seed fixes order and seats
        bytes32 baseRoot;
        bytes32 dataSeed;
        bytes32 taskId; // zero: evaluation not opened
    }

    struct Unit {
        bytes32 nodeId;
        bytes32 commitment; // keccak(abi.encode(receipt digest, salt))
        bytes32 updateRoot;
        UnitStatus status;
        uint64 gain; // what is paid for
        uint128 base;
        uint128 improvement;
    }

    event JobPosted(
        bytes32 indexed jobId, address indexed client, bytes32 indexed modelId, uint128 unitMacs, JobParams params, string uri
    );
    event JobMoved(bytes32 indexed jobId, string uri);
    event RoundStarted(bytes32 indexed jobId, uint16 indexed round, bytes32 baseRoot, uint40 claimUntil);
    event UnitClaimed(bytes32 indexed jobId, uint16 indexed round, uint8 unit, bytes32 indexed nodeId, bytes32 dataShard);
    event UnitCommitted(bytes32 indexed jobId, uint16 indexed round, uint8 unit, bytes32 commitment);
    event UnitRevealed(
        bytes32 indexed jobId, uint16 indexed round, uint8 unit, bytes32 updateRoot, bytes32 traceRoot, uint128 macs, string uri
    );
    event UnitRejected(bytes32 indexed jobId, uint16 indexed round, uint8 unit);
    event UnitForfeited(bytes32 indexed jobId, uint16 indexed round, uint8 unit, bytes32 indexed nodeId);
    event EvaluationOpened(bytes32 indexed jobId, uint16 indexed round, bytes32 taskId, uint64 seedEpoch);
    /// @notice By position in the order: who, whether it joined, twice its mean marginal gain, and what is paid for.
    event RoundEvaluated(
        bytes32 indexed jobId,
        uint16 indexed round,
        uint8[] order,
        Gains.Verdict[] verdicts,
        int256[] doubledGains,
        uint64[] paidGains
    );
    /// @notice `efficiency` = totalGain * 10^18 / totalMacs: improvement per unit of compute.
    event RoundSettled(
        bytes32 indexed jobId,
        uint16 indexed round,
        int256 totalGain,
        uint256 totalMacs,
        int256 efficiency,
        uint256 paid,
        uint256 refunded,
        bytes32 adapterRoot
    );
    event UnitPaid(
        bytes32 indexed jobId, uint16 indexed round, uint8 unit, bytes32 indexed nodeId, uint128 base, uint128 improvement
    );
    /// @notice The client called the job off while a round was under way: it is the last one.
    event JobEnding(bytes32 indexed jobId, uint16 lastRound);
    event JobClosed(bytes32 indexed jobId, uint256 refunded, bytes32 adapterRoot);

    error WrongPhase(Phase phase);
    error WrongUnit(UnitStatus status);
    error NotClient(address caller);
    error NotYourUnit(address caller);
    error NotEligible();
    error CommitMismatch();
    error WrongReceipt();
    error BadSignature();
    error MacsMismatch(uint128 claimed, uint128 computed);
    error ResultMismatch();
    error JobOver();
    error BadParameter();

    /// @notice Escrows rounds * (base + improvement + seats * feePerSeat) and starts round 0. `uri` says who serves the job's
    ///         blobs, which the roots in `params` bind.
    function postJob(JobParams calldata params, string calldata uri) external returns (bytes32 jobId);

    /// @notice postJob in one transaction. A permit that was already used by somebody else is not an error.
    function postJobWithPermit(
        JobParams calldata params,
        string calldata uri,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32 jobId);

    /// @notice Client only: the job's blobs are served elsewhere from now on.
    function moveJob(bytes32 jobId, string calldata uri) external;

    /// @notice Owner or signer of the node; locks bondPerUnit, which must not exceed a tenth of the node's stake.
    function claimUnit(bytes32 jobId, uint16 round, bytes32 nodeId) external returns (uint8 unit);

    /// @notice Owner or signer of the unit's node.
    function commitUnit(bytes32 jobId, uint16 round, uint8 unit, bytes32 commitment) external;

    /// @notice Anybody who has the receipt and salt. `uri` says where the update can be fetched.
    function revealUnit(
        bytes32 jobId,
        uint16 round,
        uint8 unit,
        FineTuneReceipt calldata receipt,
        bytes32 salt,
        bytes calldata nodeSig,
        string calldata uri
    ) external;

    /// @notice Anybody, after reveal: fixes a seed in the future for order and seats, and opens the committee's task.
    function openEvaluation(bytes32 jobId, uint16 round) external;

    /// @notice Anybody, in phase Settle. If the committee agreed, its result must be given: units that joined get base pay and
    ///         are paid for their gains, one that was left out gets nothing, one that was caught loses its bond. If it did not
    ///         agree, or nobody revealed, the arrays are ignored and revealed units get base pay only.
    function settleRound(bytes32 jobId, uint16 round, int64[] calldata losses, uint64[] calldata errors, bytes32 outputRoot)
        external;

    /// @notice Anybody: pays a settled unit to its node's payout and releases the bond.
    function claimReward(bytes32 jobId, uint16 round, uint8 unit) external returns (uint128 paid);

    /// @notice Court only, before settlement: a convicted unit earns nothing and is left out.
    function rejectUnit(bytes32 jobId, uint16 round, uint8 unit) external;

    /// @notice Client only: closes the job and refunds the rest, at once if nobody has claimed a unit of the current round,
    ///         otherwise when that round is settled.
    function cancel(bytes32 jobId) external;

    function job(bytes32 jobId) external view returns (Job memory);

    function paramsOf(bytes32 jobId) external view returns (JobParams memory);

    function roundOf(bytes32 jobId, uint16 round) external view returns (Round memory);

    function unitOf(bytes32 jobId, uint16 round, uint8 unit) external view returns (Unit memory);

    /// @notice Every claimed unit of a round, in unit order.
    function unitsOf(bytes32 jobId, uint16 round) external view returns (Unit[] memory);

    function phase(bytes32 jobId, uint16 round) external view returns (Phase);

    /// @notice The training data assigned to a unit: keccak(abi.encode(dataSeed, jobId, round, unit)).
    function dataShard(bytes32 jobId, uint16 round, uint8 unit) external view returns (bytes32);

    /// @notice Revealed units in the order in which they are merged; known once seed(seedEpoch) is.
    /// @dev Fisher-Yates from the end: i swaps with keccak(abi.encode(seed, jobId, round, i)) mod (i + 1).
    function order(bytes32 jobId, uint16 round) external view returns (uint8[] memory);

    /// @notice What a unit with this gain earns, wei.
    function unitReward(bytes32 jobId, uint64 gain) external view returns (uint128 base, uint128 improvement);

    /// @notice The pay formula for any terms.
    function rewardOf(
        uint128 base,
        uint128 improvement,
        uint8 units,
        uint128 unitMacs,
        uint64 targetGain,
        uint128 macs,
        uint64 gain
    ) external pure returns (uint128 basePay, uint128 improvementPay);

    function receiptDigest(FineTuneReceipt calldata receipt) external view returns (bytes32);
}
