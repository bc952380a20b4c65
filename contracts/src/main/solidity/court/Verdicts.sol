// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {PeerzToken} from "../PeerzToken.sol";
import {ICommittee} from "../interfaces/ICommittee.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IEpochManager} from "../interfaces/IEpochManager.sol";
import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {Equivocation} from "./Equivocation.sol";

/// @title How disputes end: clocks, juries, and what a verdict costs
abstract contract Verdicts is Equivocation, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;

    bytes32 private constant OFFENCE_FALSE_WORK = "FALSE_WORK";
    bytes32 internal constant BY_SILENCE = "SILENCE";
    bytes32 internal constant BY_ARITHMETIC = "ARITHMETIC";
    bytes32 internal constant BY_JURY = "JURY";
    /// @dev A first conviction costs this many times what the session was charged, or this many bonds: its reporter's
    ///      quarter then exceeds what a jury can have cost.
    uint128 internal constant CHARGES = 10;
    uint128 internal constant BONDS = 8;
    uint40 internal constant REPEAT_SECS = 30 days;
    /// @dev Five rounds of bisection, the leaf and the arithmetic: more than any receipt needs.
    uint40 internal constant MAX_MOVES = 16;
    uint8 internal constant MAX_JURIES = 2;

    PeerzToken public immutable token;
    IEpochManager private immutable epochs;
    uint40 public immutable moveSecs;
    uint40 private immutable juryCommitSecs;
    uint40 private immutable juryRevealSecs;
    uint8 public immutable jurySeats;
    uint128 public immutable juryFee; // wei per seat
    uint128 public immutable bond; // wei

    mapping(bytes32 disputeId => Dispute) internal _disputes;
    mapping(bytes32 nodeId => uint40) public convictedAt; // seconds; 0: never
    mapping(bytes32 subject => bool) public isConvicted;

    constructor(PeerzToken token_, Config memory c) {
        bool timed = c.moveSecs != 0 && c.juryCommitSecs != 0 && c.juryRevealSecs != 0;
        if (!timed || c.jurySeats == 0 || c.bond < c.juryFee * c.jurySeats) revert BadParameter();
        // Stake must not leave while a dispute about an old receipt can still end.
        uint40 longest = MAX_MOVES * c.moveSecs + MAX_JURIES * (c.juryCommitSecs + c.juryRevealSecs);
        if (nodes.unbondDelay() < ledger.windowSecs() + longest) revert BadParameter();
        token = token_;
        epochs = committee.epochs();
        moveSecs = c.moveSecs;
        juryCommitSecs = c.juryCommitSecs;
        juryRevealSecs = c.juryRevealSecs;
        jurySeats = c.jurySeats;
        juryFee = c.juryFee;
        bond = c.bond;
        token_.approve(address(committee), type(uint256).max);
    }

    /*//////////////////////////////////////////////////////////////
                                  CLOCKS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IDisputeCourt
    function timeout(bytes32 disputeId) external nonReentrant {
        Dispute storage d = _disputes[disputeId];
        if (d.state == State.None || d.state >= State.Jury) revert WrongState(d.state);
        if (block.timestamp <= d.moveBy) revert ClockRuns(d.moveBy);
        if (_isDefendants(d.state)) _convict(disputeId, d, bond, BY_SILENCE);
        else _acquit(disputeId, d, bond, BY_SILENCE);
    }

    /// @dev The dispute, if it is in `state`, in time, and the caller's to move.
    function _move(bytes32 disputeId, State state) internal view returns (Dispute storage d) {
        d = _disputes[disputeId];
        if (d.state != state) revert WrongState(d.state);
        if (block.timestamp > d.moveBy) revert MoveExpired(d.moveBy);
        bool allowed = msg.sender == d.challenger;
        if (_isDefendants(state)) {
            INodeRegistry.Node memory n = nodes.node(d.nodeId);
            allowed = msg.sender == n.owner || msg.sender == n.signer;
        }
        if (!allowed) revert NotYourMove(msg.sender);
    }

    function _isDefendants(State state) private pure returns (bool) {
        return state == State.Answer || state == State.Split || state == State.Leaf || state == State.Row;
    }

    function _pass(bytes32 disputeId, Dispute storage d, State next, bytes32 shown, bytes32[] memory digests) internal {
        d.state = next;
        d.shown = shown;
        d.moveBy = uint40(block.timestamp) + moveSecs;
        emit Moved(disputeId, next, d.lo, d.hi, d.moveBy, digests);
    }

    /*//////////////////////////////////////////////////////////////
                                  JURIES
    //////////////////////////////////////////////////////////////*/

    /// @param exculpating the result hash that acquits, or, of a unit, the one that convicts
    function _callJury(bytes32 disputeId, Dispute storage d, bytes32 root, bytes32 exculpating) internal {
        d.state = State.Jury;
        d.shown = exculpating;
        d.juries += 1;
        bytes32 taskId = juryTask(disputeId);
        emit JuryCalled(disputeId, taskId, d.lo, d.agreed, root);
        uint40 commitBy = uint40(block.timestamp) + juryCommitSecs;
        uint64 seedEpoch = epochs.currentEpoch() + 1;
        committee.openTask(
            taskId,
            ICommittee.TaskParams(seedEpoch, jurySeats, commitBy, commitBy + juryRevealSecs, juryFee),
            keccak256(abi.encode(d.subject, d.lo, d.agreed, root))
        );
    }

    /// @inheritdoc IDisputeCourt
    function resolve(bytes32 disputeId) external nonReentrant {
        Dispute storage d = _disputes[disputeId];
        if (d.state != State.Jury) revert WrongState(d.state);
        ICommittee.Task memory t = committee.task(juryTask(disputeId));
        if (t.status == ICommittee.Status.Agreed) {
            uint128 left = bond - t.agreeing * juryFee;
            bool guilty = (t.resultHash == d.shown) == d.isUnit;
            if (guilty) _convict(disputeId, d, left, BY_JURY);
            else _acquit(disputeId, d, left, BY_JURY);
        } else if (t.status != ICommittee.Status.Failed) {
            revert ClockRuns(t.revealBy);
        } else if (d.juries < MAX_JURIES) {
            _callJury(disputeId, d, bytes32(0), d.shown);
        } else {
            d.state = State.Resolved;
            emit DisputeDismissed(disputeId);
            token.safeTransfer(d.challenger, bond);
        }
    }

    /// @inheritdoc IDisputeCourt
    function juryTask(bytes32 disputeId) public view returns (bytes32) {
        return keccak256(abi.encode(disputeId, _disputes[disputeId].juries));
    }

    /*//////////////////////////////////////////////////////////////
                                 VERDICTS
    //////////////////////////////////////////////////////////////*/

    /// @dev A false receipt is punished once, however many dispute it.
    function _convict(bytes32 disputeId, Dispute storage d, uint128 left, bytes32 how) internal {
        d.state = State.Resolved;
        uint128 slashed = 0;
        if (!isConvicted[d.subject]) {
            isConvicted[d.subject] = true;
            slashed = _punish(d);
            _voidWork(d);
        }
        emit DisputeResolved(disputeId, d.nodeId, true, slashed, how);
        token.safeTransfer(d.challenger, left);
    }

    /// @dev The bond's rest goes to the wrongly accused.
    function _acquit(bytes32 disputeId, Dispute storage d, uint128 left, bytes32 how) internal {
        d.state = State.Resolved;
        emit DisputeResolved(disputeId, d.nodeId, false, 0, how);
        token.safeTransfer(nodes.payoutOf(d.nodeId), left);
    }

    function _punish(Dispute storage d) private returns (uint128) {
        uint40 last = convictedAt[d.nodeId];
        convictedAt[d.nodeId] = uint40(block.timestamp);
        bool repeated = last != 0 && block.timestamp <= last + REPEAT_SECS;
        if (repeated) nodes.jail(d.nodeId, uint40(block.timestamp) + JAIL_SECS);
        return nodes.slash(d.nodeId, OFFENCE_FALSE_WORK, repeated ? type(uint128).max : d.amount, d.challenger);
    }

    /// @dev Takes from the false work what it could still earn.
    function _voidWork(Dispute storage d) internal virtual;
}
