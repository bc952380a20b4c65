// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IEpochManager} from "./IEpochManager.sol";
import {Measurement} from "../types/FineTuneTypes.sol";

/// @title Drawn evaluators that must agree to the last bit
/// @notice Seats are drawn by stake from a seed that nobody knew when the task was opened. Each commits, then reveals; the
///         result is what two thirds of the drawn seats, not of those who spoke, revealed identically.
interface ICommittee {
    enum Status {
        None,
        Open,
        Drawn,
        Agreed,
        Failed
    }

    struct TaskParams {
        uint64 seedEpoch; // in the future when the task is opened
        uint8 seats; // at most 21
        uint40 commitBy; // seconds
        uint40 revealBy; // seconds
        uint128 feePerSeat; // wei
    }

    struct Task {
        address consumer;
        Status status;
        uint64 seedEpoch;
        uint8 seats;
        uint40 commitBy;
        uint40 revealBy;
        uint40 finalizedAt;
        uint8 committed;
        uint8 revealed;
        uint8 agreeing;
        uint128 feePerSeat;
        bytes32 specHash;
        bytes32 resultHash; // keccak(abi.encode(values, stderrs, outputRoot))
    }

    struct Seat {
        bytes32 evaluator; // node id
        bytes32 commitment;
        bytes32 resultHash;
        bool paid;
    }

    event Joined(bytes32 indexed nodeId, uint128 weight);
    event Reweighed(bytes32 indexed nodeId, uint128 weight);
    event Resigned(bytes32 indexed nodeId);
    event TaskOpened(bytes32 indexed taskId, address indexed consumer, uint64 seedEpoch, uint8 seats, bytes32 specHash);
    event SeatDrawn(bytes32 indexed taskId, uint8 indexed seat, bytes32 indexed evaluator);
    event Committed(bytes32 indexed taskId, uint8 indexed seat, bytes32 commitment);
    event Revealed(
        bytes32 indexed taskId,
        uint8 indexed seat,
        bytes32 indexed evaluator,
        int64[] values,
        uint64[] stderrs,
        bytes32 outputRoot,
        bytes32 traceRoot
    );
    event TaskFinalized(bytes32 indexed taskId, bytes32 resultHash, uint8 agreeing, uint8 revealed);
    event TaskFailed(bytes32 indexed taskId, uint8 revealed);
    event FeePaid(bytes32 indexed taskId, uint8 indexed seat, bytes32 indexed evaluator, uint128 amount);

    error NotOwner(address caller);
    error NotYourSeat();
    error NotEligible();
    error AlreadyMember();
    error NotMember();
    error SeatsOpen(uint32 open);
    error DrawPending();
    error Full();
    error TaskExists();
    error WrongStatus(Status status);
    error TooEarly();
    error TooLate();
    error AlreadyCommitted();
    error CommitMismatch();
    error NothingToPay();
    error BadParameter();

    /// @notice Owner only: a node with the evaluator role joins with its stake as weight; locks memberBond.
    function join(bytes32 nodeId) external;

    /// @notice Anybody: sets a member's weight to its present stake, or to zero if it is no longer eligible.
    function reweigh(bytes32 nodeId) external;

    /// @notice Owner only: never drawn again. The bond comes back with `release`.
    function resign(bytes32 nodeId) external;

    /// @notice Anybody: gives a resigned member its bond when its last seat is done.
    function release(bytes32 nodeId) external;

    /// @notice Consumer contracts only; pulls seats * feePerSeat.
    function openTask(bytes32 taskId, TaskParams calldata params, bytes32 specHash) external;

    /// @notice Anybody, once seed(seedEpoch) is known and before commitBy.
    function draw(bytes32 taskId) external;

    /// @notice Owner or signer of the seat's node. commitment =
    ///         keccak(abi.encode(taskId, seat, evaluator, resultHash, traceRoot, salt)): bound to the seat, so it cannot be copied.
    function commit(bytes32 taskId, uint8 seat, bytes32 commitment) external;

    /// @notice When all seats have committed, or after commitBy.
    function reveal(
        bytes32 taskId,
        uint8 seat,
        int64[] calldata values,
        uint64[] calldata stderrs,
        bytes32 outputRoot,
        bytes32 traceRoot,
        bytes32 salt
    ) external;

    /// @notice Anybody, when all seats have revealed or after revealBy. Silent seats are slashed, unearned fees go back.
    function finalizeTask(bytes32 taskId) external;

    /// @notice Anybody: pays a seat that agreed with the result.
    function claimFee(bytes32 taskId, uint8 seat) external;

    function task(bytes32 taskId) external view returns (Task memory);

    function seatOf(bytes32 taskId, uint8 seat) external view returns (Seat memory);

    function epochs() external view returns (IEpochManager);

    /// @notice All seats of a task; empty evaluators before the draw.
    function seatsOf(bytes32 taskId) external view returns (Seat[] memory);

    function weightOf(bytes32 nodeId) external view returns (uint256);

    function totalWeight() external view returns (uint256);

    /// @notice EIP-712 digest of a signed measurement as this contract's domain makes it: evidence for the court.
    function measurementDigest(Measurement calldata measurement) external view returns (bytes32);
}
