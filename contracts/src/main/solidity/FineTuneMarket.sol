// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {EntryPausable} from "./access/EntryPausable.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {IEpochManager} from "./interfaces/IEpochManager.sol";
import {IFineTuneMarket} from "./interfaces/IFineTuneMarket.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {Gains} from "./libraries/Gains.sol";
import {JobTerms} from "./libraries/JobTerms.sol";
import {RoundClock} from "./libraries/RoundClock.sol";
import {JobBook} from "./market/JobBook.sol";
import {FineTuneReceipt} from "./types/FineTuneTypes.sol";

/// @title Fine-tuning jobs: escrow, rounds of units, pay by measured improvement per verified MAC
/// @dev Every unit costs the same `unitMacs`, computed from geometry and recipe: nobody reports cost. Conservation: what a
///      round pays is taken out of the job's escrow when it settles, so escrow plus unpaid rewards never exceed the balance.
contract FineTuneMarket is JobBook, EntryPausable, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;
    using JobTerms for JobParams;
    using RoundClock for Round;

    bytes32 public constant OFFENCE_NO_SHOW = "UNIT_NO_SHOW";
    bytes32 public constant OFFENCE_NOT_REPRODUCED = "UNIT_NOT_REPRODUCED";
    uint8 private constant ROLE_TRAIN = 2;

    constructor(
        address authority,
        PeerzToken token_,
        IEpochManager epochs_,
        IModelRegistry models_,
        INodeRegistry nodes_,
        ICommittee committee_
    ) AccessManaged(authority) JobBook(token_, epochs_, models_, nodes_, committee_) {}

    /*//////////////////////////////////////////////////////////////
                              POST AND CANCEL
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IFineTuneMarket
    function postJob(JobParams calldata p, string calldata uri) external returns (bytes32) {
        return _post(p, uri);
    }

    /// @inheritdoc IFineTuneMarket
    function postJobWithPermit(
        JobParams calldata p,
        string calldata uri,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32) {
        // A front-run permit has already set the allowance; if it has not, the transfer fails.
        try token.permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
        return _post(p, uri);
    }

    /// @inheritdoc IFineTuneMarket
    function moveJob(bytes32 jobId, string calldata uri) external {
        if (_jobs[jobId].client != msg.sender) revert NotClient(msg.sender);
        JobTerms.checkUri(uri);
        emit JobMoved(jobId, uri);
    }

    /// @inheritdoc IFineTuneMarket
    function cancel(bytes32 jobId) external nonReentrant {
        Job storage j = _jobs[jobId];
        if (j.client != msg.sender) revert NotClient(msg.sender);
        if (j.closed) revert JobOver();
        if (_rounds[jobId][j.round].claimed != 0) {
            // Who is at work is paid for this round; no other one begins, and settling it closes the job.
            _params[jobId].rounds = j.round + 1;
            emit JobEnding(jobId, j.round);
            return;
        }
        _rounds[jobId][j.round].settled = true;
        _close(jobId, j);
    }

    function _post(JobParams calldata p, string calldata uri) private whenEntriesOpen nonReentrant returns (bytes32 jobId) {
        p.check();
        JobTerms.checkUri(uri);
        uint128 escrow = p.escrow();
        uint128 unitMacs = models.macsLora(p.modelId, p.seqs, p.seqLen, p.steps, p.rank, p.targets);
        if (unitMacs == 0) revert BadParameter();
        jobId = keccak256(abi.encode(block.chainid, address(this), msg.sender, _posted[msg.sender]++));
        _jobs[jobId] = Job(msg.sender, 0, false, unitMacs, escrow, p.adapterBaseRoot);
        _params[jobId] = p;
        emit JobPosted(jobId, msg.sender, p.modelId, unitMacs, p, uri);
        _startRound(jobId, 0);
        token.safeTransferFrom(msg.sender, address(this), escrow);
    }

    function _startRound(bytes32 jobId, uint16 round) private {
        Round storage r = _rounds[jobId][round];
        JobParams storage p = _params[jobId];
        r.baseRoot = _jobs[jobId].adapterRoot;
        r.dataSeed = epochs.seed(epochs.lastSealed());
        r.schedule(p, uint40(block.timestamp) + p.claimSecs);
        emit RoundStarted(jobId, round, r.baseRoot, r.claimUntil);
    }

    function _close(bytes32 jobId, Job storage j) private {
        uint128 refund = j.escrow;
        j.closed = true;
        j.escrow = 0;
        emit JobClosed(jobId, refund, j.adapterRoot);
        if (refund != 0) token.safeTransfer(j.client, refund);
    }

    /*//////////////////////////////////////////////////////////////
                         UNITS: CLAIM, COMMIT, REVEAL
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IFineTuneMarket
    function claimUnit(bytes32 jobId, uint16 round, bytes32 nodeId) external whenEntriesOpen nonReentrant returns (uint8 unit) {
        _inPhase(jobId, round, Phase.Claim);
        _onlyNode(nodeId);
        JobParams storage p = _params[jobId];
        if (!nodes.isEligible(nodeId, ROLE_TRAIN, p.bondPerUnit)) revert NotEligible();
        if (nodes.node(nodeId).stake < JobTerms.BOND_SHARE_OF_STAKE * p.bondPerUnit) revert NotEligible();
        Round storage r = _rounds[jobId][round];
        unit = r.claimed++;
        Unit storage u = _units[jobId][round][unit];
        u.nodeId = nodeId;
        u.status = UnitStatus.Claimed;
        if (r.claimed == p.unitsPerRound) r.schedule(p, uint40(block.timestamp));
        emit UnitClaimed(jobId, round, unit, nodeId, dataShard(jobId, round, unit));
        nodes.lock(nodeId, p.bondPerUnit);
    }

    /// @inheritdoc IFineTuneMarket
    function commitUnit(bytes32 jobId, uint16 round, uint8 unit, bytes32 commitment) external {
        _inPhase(jobId, round, Phase.Commit);
        Unit storage u = _units[jobId][round][unit];
        if (u.status != UnitStatus.Claimed) revert WrongUnit(u.status);
        _onlyNode(u.nodeId);
        Round storage r = _rounds[jobId][round];
        u.commitment = commitment;
        u.status = UnitStatus.Committed;
        if (++r.committed == r.claimed) {
            r.commitUntil = uint40(block.timestamp);
            r.revealUntil = r.commitUntil + _params[jobId].revealSecs;
        }
        emit UnitCommitted(jobId, round, unit, commitment);
    }

    /// @inheritdoc IFineTuneMarket
    function revealUnit(
        bytes32 jobId,
        uint16 round,
        uint8 unit,
        FineTuneReceipt calldata receipt,
        bytes32 salt,
        bytes calldata nodeSig,
        string calldata uri
    ) external {
        _inPhase(jobId, round, Phase.Reveal);
        Unit storage u = _units[jobId][round][unit];
        if (u.status != UnitStatus.Committed) revert WrongUnit(u.status);
        if (receipt.jobId != jobId || receipt.round != round || receipt.unit != unit) revert WrongReceipt();
        JobTerms.checkUri(uri);
        _checkReceipt(u, receipt, salt, nodeSig);
        Round storage r = _rounds[jobId][round];
        u.updateRoot = receipt.updateRoot;
        u.status = UnitStatus.Revealed;
        r.merging |= uint16(1 << unit);
        if (++r.revealed == r.committed) r.revealUntil = uint40(block.timestamp);
        emit UnitRevealed(jobId, round, unit, receipt.updateRoot, receipt.traceRoot, receipt.macs, uri);
    }

    /// @dev The receipt must be the committed one, of the assigned work, at the computed cost, signed by the node.
    function _checkReceipt(Unit storage u, FineTuneReceipt calldata receipt, bytes32 salt, bytes calldata nodeSig) private view {
        JobParams storage p = _params[receipt.jobId];
        bool assigned = receipt.nodeId == u.nodeId && receipt.baseRoot == _rounds[receipt.jobId][receipt.round].baseRoot
            && receipt.dataShard == dataShard(receipt.jobId, receipt.round, receipt.unit) && receipt.recipeHash == p.recipeHash
            && receipt.steps == p.steps && receipt.tokens == uint256(p.steps) * p.seqs * p.seqLen;
        if (!assigned) revert WrongReceipt();
        uint128 unitMacs = _jobs[receipt.jobId].unitMacs;
        if (receipt.macs != unitMacs) revert MacsMismatch(receipt.macs, unitMacs);
        bytes32 digest = _hashTypedDataV4(receipt.structHash());
        if (u.commitment != keccak256(abi.encode(digest, salt))) revert CommitMismatch();
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, nodeSig);
        if (err != ECDSA.RecoverError.NoError || nodes.nodeOfSigner(signer) != u.nodeId) revert BadSignature();
    }

    /// @inheritdoc IFineTuneMarket
    function rejectUnit(bytes32 jobId, uint16 round, uint8 unit) external restricted {
        Round storage r = _rounds[jobId][round];
        Unit storage u = _units[jobId][round][unit];
        if (r.settled || u.status != UnitStatus.Revealed) revert WrongUnit(u.status);
        u.status = UnitStatus.Rejected;
        r.merging &= ~uint16(1 << unit);
        --r.revealed;
        emit UnitRejected(jobId, round, unit);
        nodes.unlock(u.nodeId, _params[jobId].bondPerUnit);
    }

    /*//////////////////////////////////////////////////////////////
                           EVALUATE AND SETTLE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IFineTuneMarket
    function openEvaluation(bytes32 jobId, uint16 round) external nonReentrant {
        _inPhase(jobId, round, Phase.Evaluate);
        Round storage r = _rounds[jobId][round];
        if (r.taskId != 0) revert WrongPhase(Phase.Evaluate);
        JobParams storage p = _params[jobId];
        Job storage j = _jobs[jobId];
        bytes32 taskId = keccak256(abi.encode(jobId, round));
        r.taskId = taskId;
        r.seedEpoch = epochs.currentEpoch() + 1;
        uint40 nowSecs = uint40(block.timestamp);
        uint128 fees = p.seats * p.feePerSeat;
        j.escrow -= fees;
        emit EvaluationOpened(jobId, round, taskId, r.seedEpoch);
        token.forceApprove(address(committee), fees);
        committee.openTask(
            taskId,
            ICommittee.TaskParams(r.seedEpoch, p.seats, nowSecs + p.evalSecs / 2, nowSecs + p.evalSecs, p.feePerSeat),
            keccak256(abi.encode(jobId, round, r.baseRoot, p.evalSetRoot))
        );
    }

    /// @inheritdoc IFineTuneMarket
    function settleRound(bytes32 jobId, uint16 round, int64[] calldata losses, uint64[] calldata errors, bytes32 outputRoot)
        external
        nonReentrant
    {
        _inPhase(jobId, round, Phase.Settle);
        Round storage r = _rounds[jobId][round];
        Job storage j = _jobs[jobId];
        r.settled = true;
        int256 totalGain = 0;
        if (_agreed(jobId, r, losses, errors, outputRoot)) {
            totalGain = _applyResult(jobId, round, losses, errors);
            if (totalGain > 0) j.adapterRoot = outputRoot;
        }
        _payOut(jobId, round, totalGain);
        if (round + 1 < _params[jobId].rounds) {
            j.round = round + 1;
            _startRound(jobId, round + 1);
        } else {
            _close(jobId, j);
        }
    }

    /// @dev False if there is no result to apply. A result that was agreed on must be the one given. Unearned seat fees
    ///      have come back from the committee and are the job's again.
    function _agreed(
        bytes32 jobId,
        Round storage r,
        int64[] calldata losses,
        uint64[] calldata errors,
        bytes32 outputRoot
    ) private returns (bool) {
        if (r.taskId == 0) return false;
        ICommittee.Task memory t = committee.task(r.taskId);
        _jobs[jobId].escrow += uint128(t.seats - t.agreeing) * t.feePerSeat;
        if (t.status != ICommittee.Status.Agreed) return false;
        if (keccak256(abi.encode(losses, errors, outputRoot)) != t.resultHash) revert ResultMismatch();
        return true;
    }

    /// @dev Stores what each unit is paid for; returns the round's whole gain, or 0 if the agreed losses make no sense.
    function _applyResult(bytes32 jobId, uint16 round, int64[] calldata losses, uint64[] calldata errors)
        private
        returns (int256)
    {
        uint8[] memory merged = order(jobId, round);
        Gains.Result memory g = Gains.measure(merged.length, losses, errors, _params[jobId].kappaMilli);
        if (!g.sound) return 0;
        emit RoundEvaluated(jobId, round, merged, g.verdicts, g.doubledGains, g.paidGains);
        for (uint256 k = 0; k < merged.length; ++k) {
            Unit storage u = _units[jobId][round][merged[k]];
            if (g.verdicts[k] == Gains.Verdict.Joined) u.gain = g.paidGains[k];
            else if (g.verdicts[k] == Gains.Verdict.LeftOut) u.status = UnitStatus.Settled;
            else _convict(jobId, round, merged[k], u);
        }
        return g.totalGain;
    }

    /// @dev Joined units are still Revealed and are paid; those left out are Settled already, for nothing.
    function _payOut(bytes32 jobId, uint16 round, int256 totalGain) private {
        Job storage j = _jobs[jobId];
        JobParams storage p = _params[jobId];
        uint8 claimed = _rounds[jobId][round].claimed;
        uint256 paid = 0;
        uint256 macs = 0;
        for (uint8 i = 0; i < claimed; ++i) {
            Unit storage u = _units[jobId][round][i];
            if (u.status == UnitStatus.Revealed) paid += _settleUnit(jobId, u);
            else if (u.status < UnitStatus.Revealed) _forfeit(jobId, round, i, u);
            if (u.status == UnitStatus.Settled) macs += j.unitMacs;
        }
        j.escrow -= uint128(paid);
        uint256 refunded = uint256(p.basePerRound) + p.improvementPerRound - paid;
        int256 efficiency = macs == 0 ? int256(0) : totalGain * 1e18 / int256(macs);
        emit RoundSettled(jobId, round, totalGain, macs, efficiency, paid, refunded, j.adapterRoot);
    }

    function _settleUnit(bytes32 jobId, Unit storage u) private returns (uint256) {
        (u.base, u.improvement) = unitReward(jobId, u.gain);
        u.status = UnitStatus.Settled;
        return uint256(u.base) + u.improvement;
    }

    /// @dev Claimed and then silent: half the bond.
    function _forfeit(bytes32 jobId, uint16 round, uint8 index, Unit storage u) private {
        u.status = UnitStatus.Forfeited;
        emit UnitForfeited(jobId, round, index, u.nodeId);
        _takeBond(jobId, u.nodeId, OFFENCE_NO_SHOW, 2);
    }

    /// @dev Not the assigned work, as the committee found by doing it again: the whole bond.
    function _convict(bytes32 jobId, uint16 round, uint8 index, Unit storage u) private {
        u.status = UnitStatus.Rejected;
        emit UnitRejected(jobId, round, index);
        _takeBond(jobId, u.nodeId, OFFENCE_NOT_REPRODUCED, 1);
    }

    function _takeBond(bytes32 jobId, bytes32 nodeId, bytes32 offence, uint128 divisor) private {
        uint128 bond = _params[jobId].bondPerUnit;
        nodes.unlock(nodeId, bond);
        nodes.slashLiveness(nodeId, offence, bond / divisor, address(0));
    }

    /// @inheritdoc IFineTuneMarket
    function claimReward(bytes32 jobId, uint16 round, uint8 unit) external nonReentrant returns (uint128 paid) {
        Unit storage u = _units[jobId][round][unit];
        if (u.status != UnitStatus.Settled) revert WrongUnit(u.status);
        u.status = UnitStatus.Paid;
        paid = u.base + u.improvement;
        emit UnitPaid(jobId, round, unit, u.nodeId, u.base, u.improvement);
        nodes.unlock(u.nodeId, _params[jobId].bondPerUnit);
        if (paid != 0) token.safeTransfer(nodes.payoutOf(u.nodeId), paid);
    }

    /*//////////////////////////////////////////////////////////////
                                  CHECKS
    //////////////////////////////////////////////////////////////*/

    function _inPhase(bytes32 jobId, uint16 round, Phase wanted) private view {
        Phase now_ = phase(jobId, round);
        if (now_ != wanted) revert WrongPhase(now_);
    }

    function _onlyNode(bytes32 nodeId) private view {
        INodeRegistry.Node memory n = nodes.node(nodeId);
        if (n.owner != msg.sender && n.signer != msg.sender) revert NotYourUnit(msg.sender);
    }
}
