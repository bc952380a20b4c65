// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {IEpochManager} from "./interfaces/IEpochManager.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {WeightTree} from "./libraries/WeightTree.sol";
import {Measurement} from "./types/FineTuneTypes.sol";

/// @title Drawn evaluators that must agree to the last bit
/// @dev While a draw is pending nobody joins or changes weight, so that the seed cannot be answered by a change of the
///      electorate. Leaving is always possible.
contract Committee is ICommittee, EIP712, AccessManaged, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;
    using WeightTree for WeightTree.Tree;

    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    struct Member {
        uint32 slot; // leaf + 1; 0: never joined
        uint32 openSeats;
        bool active;
        bool bonded;
    }

    bytes32 public constant OFFENCE_SILENT = "SILENT_SEAT";
    uint8 public constant MAX_SEATS = 21;
    uint8 private constant ROLE_EVALUATE = 4;
    uint256 private constant MAX_VALUES = 33;
    uint256 private constant MAX_PASSES = 16;

    PeerzToken public immutable token;
    IEpochManager public immutable epochs;
    INodeRegistry public immutable nodes;
    uint128 public immutable memberBond; // wei
    uint128 public immutable silencePenalty; // wei per silent seat

    uint32 public pendingDraws;
    uint32 public activeMembers;
    uint32 private _slots;
    WeightTree.Tree private _weights;
    mapping(uint256 leaf => bytes32 nodeId) private _memberAt;
    mapping(bytes32 nodeId => Member) private _members;
    mapping(bytes32 taskId => Task) private _tasks;
    mapping(bytes32 taskId => mapping(uint8 seat => Seat)) private _seats;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    constructor(
        address authority,
        PeerzToken token_,
        IEpochManager epochs_,
        INodeRegistry nodes_,
        uint128 memberBond_,
        uint128 silencePenalty_
    ) AccessManaged(authority) EIP712("Peerz.Committee", "1") {
        if (memberBond_ == 0 || silencePenalty_ > memberBond_) revert BadParameter();
        token = token_;
        epochs = epochs_;
        nodes = nodes_;
        memberBond = memberBond_;
        silencePenalty = silencePenalty_;
    }

    /*//////////////////////////////////////////////////////////////
                                 MEMBERS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc ICommittee
    function join(bytes32 nodeId) external {
        _onlyOwner(nodeId);
        _noPendingDraw();
        Member storage m = _members[nodeId];
        if (m.active || m.bonded) revert AlreadyMember();
        if (!nodes.isEligible(nodeId, ROLE_EVALUATE, memberBond)) revert NotEligible();
        if (m.slot == 0) _assignSlot(nodeId, m);
        m.active = true;
        ++activeMembers;
        m.bonded = true;
        emit Joined(nodeId, _weigh(nodeId, m));
        nodes.lock(nodeId, memberBond);
    }

    /// @inheritdoc ICommittee
    function reweigh(bytes32 nodeId) external {
        _noPendingDraw();
        Member storage m = _members[nodeId];
        if (!m.active) revert NotMember();
        emit Reweighed(nodeId, _weigh(nodeId, m));
    }

    /// @inheritdoc ICommittee
    function resign(bytes32 nodeId) external {
        _onlyOwner(nodeId);
        Member storage m = _members[nodeId];
        if (!m.active) revert NotMember();
        m.active = false;
        --activeMembers;
        _weights.set(m.slot - 1, 0);
        emit Resigned(nodeId);
        if (m.openSeats == 0) release(nodeId);
    }

    /// @inheritdoc ICommittee
    function release(bytes32 nodeId) public {
        Member storage m = _members[nodeId];
        if (m.active || !m.bonded) revert NotMember();
        if (m.openSeats != 0) revert SeatsOpen(m.openSeats);
        m.bonded = false;
        nodes.unlock(nodeId, memberBond);
    }

    function _assignSlot(bytes32 nodeId, Member storage m) private {
        if (_slots == WeightTree.CAPACITY) revert Full();
        _memberAt[_slots] = nodeId;
        m.slot = ++_slots;
    }

    function _weigh(bytes32 nodeId, Member storage m) private returns (uint128 weight) {
        weight = nodes.isEligible(nodeId, ROLE_EVALUATE, 0) ? nodes.node(nodeId).stake : 0;
        _weights.set(m.slot - 1, weight);
    }

    function _noPendingDraw() private view {
        if (pendingDraws != 0) revert DrawPending();
    }

    function _onlyOwner(bytes32 nodeId) private view {
        if (nodes.node(nodeId).owner != msg.sender) revert NotOwner(msg.sender);
    }

    /*//////////////////////////////////////////////////////////////
                                  TASKS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc ICommittee
    function openTask(bytes32 taskId, TaskParams calldata p, bytes32 specHash) external restricted nonReentrant {
        Task storage t = _tasks[taskId];
        if (t.status != Status.None) revert TaskExists();
        bool timely = p.seedEpoch > epochs.currentEpoch() && block.timestamp < p.commitBy && p.commitBy < p.revealBy;
        if (!timely || p.seats == 0 || p.seats > MAX_SEATS) revert BadParameter();
        t.consumer = msg.sender;
        t.status = Status.Open;
        t.seedEpoch = p.seedEpoch;
        t.seats = p.seats;
        t.commitBy = p.commitBy;
        t.revealBy = p.revealBy;
        t.feePerSeat = p.feePerSeat;
        t.specHash = specHash;
        ++pendingDraws;
        emit TaskOpened(taskId, msg.sender, p.seedEpoch, p.seats, specHash);
        token.safeTransferFrom(msg.sender, address(this), uint256(p.seats) * p.feePerSeat);
    }

    /// @inheritdoc ICommittee
    function draw(bytes32 taskId) external {
        Task storage t = _tasks[taskId];
        _inStatus(t, Status.Open);
        if (block.timestamp >= t.commitBy) revert TooLate();
        bytes32 seed = epochs.seed(t.seedEpoch);
        uint256 total = _weights.total();
        if (total == 0) revert NotEligible();
        t.status = Status.Drawn;
        --pendingDraws;
        bytes32[] memory drawn = new bytes32[](t.seats);
        for (uint8 seat = 0; seat < t.seats; ++seat) {
            bytes32 evaluator = _pick(keccak256(abi.encode(seed, taskId, seat)), total, drawn);
            drawn[seat] = evaluator;
            _seats[taskId][seat].evaluator = evaluator;
            ++_members[evaluator].openSeats;
            emit SeatDrawn(taskId, seat, evaluator);
        }
    }

    /// @dev By weight, but a member that holds a third of the seats already is passed over: no node shall decide a task,
    ///      or deny it its result, by the luck of one draw. Where members are few, or one has nearly all weight, somebody
    ///      must hold more.
    function _pick(bytes32 seed, uint256 total, bytes32[] memory drawn) private view returns (bytes32 evaluator) {
        uint256 seats = drawn.length;
        uint256 most = seats / 3;
        uint256 fair = (seats + activeMembers - 1) / activeMembers;
        if (fair > most) most = fair;
        for (uint256 pass = 0; pass < MAX_PASSES; ++pass) {
            evaluator = _memberAt[_weights.find(uint256(keccak256(abi.encode(seed, pass))) % total)];
            uint256 held = 0;
            for (uint256 i = 0; i < seats; ++i) {
                if (drawn[i] == evaluator) ++held;
            }
            if (held < most) return evaluator;
        }
    }

    /// @inheritdoc ICommittee
    function commit(bytes32 taskId, uint8 seat, bytes32 commitment) external {
        Task storage t = _tasks[taskId];
        _inStatus(t, Status.Drawn);
        if (block.timestamp >= t.commitBy) revert TooLate();
        Seat storage s = _ownSeat(taskId, seat);
        if (s.commitment != 0) revert AlreadyCommitted();
        if (commitment == 0) revert CommitMismatch();
        s.commitment = commitment;
        ++t.committed;
        emit Committed(taskId, seat, commitment);
    }

    /// @inheritdoc ICommittee
    function reveal(
        bytes32 taskId,
        uint8 seat,
        int64[] calldata values,
        uint64[] calldata stderrs,
        bytes32 outputRoot,
        bytes32 traceRoot,
        bytes32 salt
    ) external {
        Task storage t = _tasks[taskId];
        _inStatus(t, Status.Drawn);
        if (t.committed < t.seats && block.timestamp < t.commitBy) revert TooEarly();
        if (block.timestamp >= t.revealBy) revert TooLate();
        _bounded(values, stderrs);
        Seat storage s = _seats[taskId][seat];
        if (s.resultHash != 0) revert AlreadyCommitted();
        bytes32 resultHash = keccak256(abi.encode(values, stderrs, outputRoot));
        bytes32 expected = keccak256(abi.encode(taskId, seat, s.evaluator, resultHash, traceRoot, salt));
        if (s.commitment != expected) revert CommitMismatch();
        s.resultHash = resultHash;
        ++t.revealed;
        emit Revealed(taskId, seat, s.evaluator, values, stderrs, outputRoot, traceRoot);
        epochs.mixEntropy(salt);
    }

    /// @inheritdoc ICommittee
    function finalizeTask(bytes32 taskId) external nonReentrant {
        Task storage t = _tasks[taskId];
        bool drawn = t.status == Status.Drawn;
        if (!drawn && t.status != Status.Open) revert WrongStatus(t.status);
        // An undrawn task fails as soon as it is too late to draw it.
        uint40 deadline = drawn ? t.revealBy : t.commitBy;
        if (!(drawn && t.revealed == t.seats) && block.timestamp < deadline) revert TooEarly();
        t.finalizedAt = uint40(block.timestamp);
        if (drawn) _dismiss(taskId, t);
        else --pendingDraws;
        _conclude(taskId, t);
        uint256 unearned = uint256(t.seats - t.agreeing) * t.feePerSeat;
        if (unearned != 0) token.safeTransfer(t.consumer, unearned);
    }

    /// @inheritdoc ICommittee
    function claimFee(bytes32 taskId, uint8 seat) external nonReentrant {
        Task storage t = _tasks[taskId];
        _inStatus(t, Status.Agreed);
        Seat storage s = _seats[taskId][seat];
        if (s.paid || s.resultHash != t.resultHash) revert NothingToPay();
        s.paid = true;
        emit FeePaid(taskId, seat, s.evaluator, t.feePerSeat);
        token.safeTransfer(nodes.payoutOf(s.evaluator), t.feePerSeat);
    }

    /// @dev Two thirds of the drawn seats, identical. Silent seats count against, never for.
    function _conclude(bytes32 taskId, Task storage t) private {
        (bytes32 best, uint8 count) = _mostFrequent(taskId, t.seats);
        if (best != 0 && 3 * uint256(count) >= 2 * uint256(t.seats)) {
            t.status = Status.Agreed;
            t.resultHash = best;
            t.agreeing = count;
            emit TaskFinalized(taskId, best, count, t.revealed);
        } else {
            t.status = Status.Failed;
            emit TaskFailed(taskId, t.revealed);
        }
    }

    function _mostFrequent(bytes32 taskId, uint8 seats) private view returns (bytes32 best, uint8 count) {
        bytes32[] memory hashes = new bytes32[](seats);
        for (uint8 i = 0; i < seats; ++i) {
            hashes[i] = _seats[taskId][i].resultHash;
        }
        for (uint256 i = 0; i < seats; ++i) {
            if (hashes[i] == 0) continue;
            uint8 same = 0;
            for (uint256 j = 0; j < seats; ++j) {
                if (hashes[j] == hashes[i]) ++same;
            }
            if (same > count) (best, count) = (hashes[i], same);
        }
    }

    /// @dev Every seat ends here; one that never revealed is slashed.
    function _dismiss(bytes32 taskId, Task storage t) private {
        for (uint8 i = 0; i < t.seats; ++i) {
            Seat storage s = _seats[taskId][i];
            --_members[s.evaluator].openSeats;
            if (s.resultHash == 0) nodes.slashLiveness(s.evaluator, OFFENCE_SILENT, silencePenalty, address(0));
        }
    }

    /// @dev Every language has 64 signed bits; not all have unsigned ones.
    function _bounded(int64[] calldata values, uint64[] calldata stderrs) private pure {
        if (values.length > MAX_VALUES || stderrs.length > MAX_VALUES) revert BadParameter();
        for (uint256 i = 0; i < stderrs.length; ++i) {
            if (stderrs[i] > uint64(type(int64).max)) revert BadParameter();
        }
    }

    function _ownSeat(bytes32 taskId, uint8 seat) private view returns (Seat storage s) {
        s = _seats[taskId][seat];
        INodeRegistry.Node memory n = nodes.node(s.evaluator);
        if (s.evaluator == 0 || (n.owner != msg.sender && n.signer != msg.sender)) revert NotYourSeat();
    }

    function _inStatus(Task storage t, Status wanted) private view {
        if (t.status != wanted) revert WrongStatus(t.status);
    }

    /*//////////////////////////////////////////////////////////////
                                  VIEWS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc ICommittee
    function task(bytes32 taskId) external view returns (Task memory) {
        return _tasks[taskId];
    }

    /// @inheritdoc ICommittee
    function seatOf(bytes32 taskId, uint8 seat) external view returns (Seat memory) {
        return _seats[taskId][seat];
    }

    /// @inheritdoc ICommittee
    function seatsOf(bytes32 taskId) external view returns (Seat[] memory all) {
        all = new Seat[](_tasks[taskId].seats);
        for (uint8 seat = 0; seat < all.length; ++seat) {
            all[seat] = _seats[taskId][seat];
        }
    }

    /// @inheritdoc ICommittee
    function weightOf(bytes32 nodeId) external view returns (uint256) {
        uint32 slot = _members[nodeId].slot;
        return slot == 0 ? 0 : _weights.sums[WeightTree.CAPACITY + slot - 1];
    }

    /// @inheritdoc ICommittee
    function totalWeight() external view returns (uint256) {
        return _weights.total();
    }

    /// @inheritdoc ICommittee
    function measurementDigest(Measurement calldata measurement) external view returns (bytes32) {
        return _hashTypedDataV4(measurement.structHash());
    }
}
