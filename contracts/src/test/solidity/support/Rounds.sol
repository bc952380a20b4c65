// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Committee} from "../../../main/solidity/Committee.sol";
import {FineTuneMarket} from "../../../main/solidity/FineTuneMarket.sol";
import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {ICommittee} from "../../../main/solidity/interfaces/ICommittee.sol";
import {IFineTuneMarket} from "../../../main/solidity/interfaces/IFineTuneMarket.sol";
import {FineTuneReceipt} from "../../../main/solidity/types/FineTuneTypes.sol";
import {Deployment} from "./Deployment.sol";
import {vm} from "./Vm.sol";

/// @notice A market with a committee of three, a job, and the moves of a round.
abstract contract Rounds is Deployment {
    uint128 internal constant MEMBER_BOND = uint128(20 * PRZ);
    uint128 internal constant SILENCE_PENALTY = uint128(5 * PRZ);
    uint256 internal constant TRAINER_KEYS = 0x7000;
    uint256 internal constant EVALUATOR_KEYS = 0xE000;
    bytes32 internal constant SALT = "salt";
    bytes32 internal constant NEXT_ROOT = "next adapter";
    string internal constant JOB_URI = "client:1/key/manifest";
    uint64 internal constant LEFT_OUT = uint64(type(int64).max);
    uint64 internal constant CAUGHT = LEFT_OUT - 1;

    Committee internal committee;
    FineTuneMarket internal market;
    bytes32 internal model;
    bytes32 internal jobId;
    bytes32[] internal trainers;
    address internal client = address(0xC11E);

    function setUp() public virtual override {
        super.setUp();
        model = registerModel();
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 evaluator = registerNode(EVALUATOR_KEYS + i);
            vm.prank(owner);
            committee.join(evaluator);
        }
        token.transfer(client, 100_000 * PRZ);
        vm.prank(client);
        token.approve(address(market), type(uint256).max);
    }

    function modules() internal virtual override returns (PeerzAccessManager.Modules memory m) {
        committee = Committee(
            deploy("Committee", abi.encode(access, token, epochs, nodes, MEMBER_BOND, SILENCE_PENALTY))
        );
        market = FineTuneMarket(deploy("FineTuneMarket", abi.encode(access, token, epochs, models, nodes, committee)));
        m = super.modules();
        m.committee = address(committee);
        m.fineTuneMarket = address(market);
        m.disputeCourt = address(this);
    }

    function params() internal view returns (IFineTuneMarket.JobParams memory p) {
        p.modelId = model;
        p.adapterBaseRoot = "base adapter";
        p.recipeHash = "recipe";
        (p.rounds, p.unitsPerRound, p.seats, p.kappaMilli) = (2, 3, 7, 2_000);
        (p.seqs, p.seqLen, p.steps, p.rank, p.targets) = (2, 64, 5, 4, 127);
        p.targetGain = 1_000_000;
        p.basePerRound = uint128(30 * PRZ);
        p.improvementPerRound = uint128(60 * PRZ);
        p.bondPerUnit = uint128(90 * PRZ);
        p.feePerSeat = uint128(PRZ);
        (p.claimSecs, p.commitSecs, p.revealSecs, p.evalSecs, p.challengeSecs) = (100, 100, 100, 1_000, 50);
    }

    function post(IFineTuneMarket.JobParams memory p) internal returns (bytes32 id) {
        vm.prank(client);
        id = market.postJob(p, JOB_URI);
        jobId = id;
    }

    /*//////////////////////////////////////////////////////////////
                                  UNITS
    //////////////////////////////////////////////////////////////*/

    function claim(uint16 round, uint256 trainer) internal returns (uint8) {
        bytes32 nodeId = nodes.nodeOfSigner(vm.addr(TRAINER_KEYS + trainer));
        if (nodeId == 0) nodeId = registerNode(TRAINER_KEYS + trainer);
        vm.prank(owner);
        return market.claimUnit(jobId, round, nodeId);
    }

    function receiptOf(uint16 round, uint8 unit) internal view returns (FineTuneReceipt memory r) {
        IFineTuneMarket.JobParams memory p = market.paramsOf(jobId);
        r.nodeId = market.unitOf(jobId, round, unit).nodeId;
        (r.jobId, r.round, r.unit) = (jobId, round, unit);
        r.baseRoot = market.roundOf(jobId, round).baseRoot;
        r.dataShard = market.dataShard(jobId, round, unit);
        r.recipeHash = p.recipeHash;
        (r.steps, r.tokens) = (p.steps, p.steps * p.seqs * p.seqLen);
        r.macs = market.job(jobId).unitMacs;
        r.updateRoot = keccak256(abi.encode("update", round, unit));
    }

    function commitUnit(uint16 round, uint8 unit) internal {
        bytes32 digest = market.receiptDigest(receiptOf(round, unit));
        vm.prank(owner);
        market.commitUnit(jobId, round, unit, keccak256(abi.encode(digest, SALT)));
    }

    function revealUnit(uint16 round, uint8 unit) internal {
        FineTuneReceipt memory r = receiptOf(round, unit);
        market.revealUnit(jobId, round, unit, r, SALT, sign(keyOf(r.nodeId), market.receiptDigest(r)), "node:1/update");
    }

    /// @notice Three units claimed, committed and revealed; each phase ends as soon as all have moved.
    function revealAll(uint16 round) internal {
        for (uint8 i = 0; i < 3; ++i) claim(round, i);
        for (uint8 i = 0; i < 3; ++i) commitUnit(round, i);
        for (uint8 i = 0; i < 3; ++i) revealUnit(round, i);
    }

    function keyOf(bytes32 nodeId) internal view returns (uint256) {
        for (uint256 i = 0; i < 32; ++i) {
            if (nodes.nodeOfSigner(vm.addr(TRAINER_KEYS + i)) == nodeId) return TRAINER_KEYS + i;
        }
        revert("no such trainer");
    }

    /*//////////////////////////////////////////////////////////////
                               EVALUATION
    //////////////////////////////////////////////////////////////*/

    function openAndDraw(uint16 round) internal returns (bytes32 taskId) {
        market.openEvaluation(jobId, round);
        IFineTuneMarket.Round memory r = market.roundOf(jobId, round);
        rollToEpoch(r.seedEpoch);
        epochs.sealEpoch(r.seedEpoch);
        committee.draw(r.taskId);
        return r.taskId;
    }

    /// @notice The first `speaking` seats commit and reveal the same result, then the task is finalized.
    function agree(bytes32 taskId, int64[] memory losses, uint64[] memory stderrs, uint8 speaking) internal {
        bytes32 result = keccak256(abi.encode(losses, stderrs, NEXT_ROOT));
        for (uint8 s = 0; s < speaking; ++s) commitSeat(taskId, s, result);
        ICommittee.Task memory t = committee.task(taskId);
        if (speaking < t.seats) vm.warp(t.commitBy);
        for (uint8 s = 0; s < speaking; ++s) {
            committee.reveal(taskId, s, losses, stderrs, NEXT_ROOT, bytes32(uint256(s)), SALT);
        }
        if (speaking < t.seats) vm.warp(t.revealBy);
        committee.finalizeTask(taskId);
    }

    function commitSeat(bytes32 taskId, uint8 seat, bytes32 result) internal {
        bytes32 evaluator = committee.seatOf(taskId, seat).evaluator;
        vm.prank(owner);
        committee.commit(taskId, seat, keccak256(abi.encode(taskId, seat, evaluator, result, bytes32(uint256(seat)), SALT)));
    }

    /// @notice From revealed units to a settled round with these losses.
    function settle(uint16 round, int64[] memory losses, uint64[] memory stderrs) internal {
        agree(openAndDraw(round), losses, stderrs, market.paramsOf(jobId).seats);
        skip(market.paramsOf(jobId).challengeSecs);
        market.settleRound(jobId, round, losses, stderrs, NEXT_ROOT);
    }

    /// @notice Losses of three units: 10 falls to 9.6 and 9.0, the second is left out; from the other end 9.5 and the same 9.0.
    function losses3() internal pure returns (int64[] memory losses, uint64[] memory errors) {
        losses = new int64[](7);
        losses[0] = 10_000_000;
        (losses[1], losses[2], losses[3]) = (9_600_000, 9_600_000, 9_000_000);
        (losses[4], losses[5], losses[6]) = (9_500_000, 9_500_000, 9_000_000);
        errors = new uint64[](3);
        (errors[0], errors[1], errors[2]) = (10_000, LEFT_OUT, 10_000);
    }
}
