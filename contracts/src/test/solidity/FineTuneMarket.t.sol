// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IFineTuneMarket} from "../../main/solidity/interfaces/IFineTuneMarket.sol";
import {FineTuneReceipt} from "../../main/solidity/types/FineTuneTypes.sol";
import {Rounds} from "./support/Rounds.sol";
import {vm} from "./support/Vm.sol";

contract FineTuneMarketTest is Rounds {
    uint256 internal constant PER_ROUND = 97 * PRZ; // base 30, improvement 60, seven seats

    function setUp() public override {
        super.setUp();
        post(params());
    }

    function test_aJobEscrowsAllItsRoundsAndTakesItsCostFromTheGeometry() public view {
        vm.assertEq(token.balanceOf(address(market)), 2 * PER_ROUND, "escrow");
        vm.assertEq(market.job(jobId).unitMacs, models.macsLora(model, 2, 64, 5, 4, 127), "macs");
        vm.assertTrue(market.phase(jobId, 0) == IFineTuneMarket.Phase.Claim, "phase");
    }

    function test_aJobSaysWhereItsBlobsAreAndOnlyItsClientMovesThem() public {
        vm.expectEmit();
        emit IFineTuneMarket.JobMoved(jobId, "elsewhere:1");
        vm.prank(client);
        market.moveJob(jobId, "elsewhere:1");
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.NotClient.selector, address(this)));
        market.moveJob(jobId, "nowhere");
        vm.prank(client);
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(params(), string(new bytes(257)));
    }

    function test_aHonestRoundPaysByMeasuredImprovement() public {
        revealAll(0);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        bytes32 taskId = openAndDraw(0);
        uint8[] memory order = market.order(jobId, 0);
        agree(taskId, losses, stderrs, 7);
        skip(50);
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);

        // The way out: 400,000, left out, 600,000; the way back: 500,000 each. Twice the standard error is 20,000.
        vm.assertEq(market.unitOf(jobId, 0, order[0]).gain, 430_000, "mean of 400,000 and 500,000, less 20,000");
        vm.assertEq(market.unitOf(jobId, 0, order[1]).gain, 0, "left out");
        vm.assertEq(market.unitOf(jobId, 0, order[2]).gain, 530_000, "mean of 600,000 and 500,000, less 20,000");
        uint256 before = token.balanceOf(payout);
        vm.assertEq(market.claimReward(jobId, 0, order[0]), 10 * PRZ + 20 * PRZ * 43 / 100, "base and improvement");
        vm.assertEq(market.claimReward(jobId, 0, order[1]), 0, "a unit that helps nobody is not paid");
        vm.assertEq(market.claimReward(jobId, 0, order[2]), 10 * PRZ + 20 * PRZ * 53 / 100, "base and improvement");
        vm.assertEq(token.balanceOf(payout) - before, 20 * PRZ + 20 * PRZ * 96 / 100, "sum");
        vm.assertEq(market.job(jobId).adapterRoot, NEXT_ROOT, "next adapter");
        vm.assertEq(market.roundOf(jobId, 1).baseRoot, NEXT_ROOT, "the next round starts from it");
    }

    function test_unspentBudgetReturnsWhenTheJobEnds() public {
        uint256 before = token.balanceOf(client);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        revealAll(0);
        settle(0, losses, stderrs);
        revealAll(1);
        settle(1, losses, stderrs);
        for (uint8 i = 0; i < 3; ++i) {
            market.claimReward(jobId, 0, i);
            market.claimReward(jobId, 1, i);
        }
        uint256 paid = 2 * (20 * PRZ + 20 * PRZ * 96 / 100);
        vm.assertEq(token.balanceOf(client) - before, 2 * 90 * PRZ - paid, "refund");
        vm.assertEq(token.balanceOf(address(market)), 0, "nothing is left behind");
        vm.assertTrue(market.job(jobId).closed, "closed");
    }

    function test_aPhaseEndsAtItsDeadlineWithWhoeverMoved() public {
        claim(0, 0);
        claim(0, 1);
        skip(100);
        vm.assertTrue(market.phase(jobId, 0) == IFineTuneMarket.Phase.Commit, "commit");
        commitUnit(0, 1);
        skip(100);
        vm.assertTrue(market.phase(jobId, 0) == IFineTuneMarket.Phase.Reveal, "reveal");
        revealUnit(0, 1);
        vm.assertTrue(market.phase(jobId, 0) == IFineTuneMarket.Phase.Evaluate, "evaluate");
    }

    function test_whoVanishesLosesPartOfTheBondAndBlocksNobody() public {
        claim(0, 0);
        claim(0, 1);
        claim(0, 2);
        commitUnit(0, 0);
        commitUnit(0, 1);
        skip(100);
        revealUnit(0, 0);
        skip(100);
        int64[] memory losses = new int64[](3);
        (losses[0], losses[1], losses[2]) = (10, 5, 5);
        uint64[] memory stderrs = new uint64[](1);
        settle(0, losses, stderrs);
        for (uint8 i = 1; i < 3; ++i) {
            bytes32 gone = market.unitOf(jobId, 0, i).nodeId;
            vm.assertEq(nodes.node(gone).stake, 10 * MIN_STAKE - 45 * PRZ, "half the bond");
            vm.assertEq(nodes.node(gone).locked, 0, "the rest is free");
        }
        vm.assertEq(market.unitOf(jobId, 0, 0).gain, 5, "the one who stayed is measured");
    }

    function test_aRoundThatNobodyClaimsCostsTheClientNothing() public {
        skip(100);
        market.settleRound(jobId, 0, new int64[](0), new uint64[](0), 0);
        skip(100);
        uint256 before = token.balanceOf(client);
        market.settleRound(jobId, 1, new int64[](0), new uint64[](0), 0);
        vm.assertEq(token.balanceOf(client) - before, 2 * PER_ROUND, "all back");
    }

    function test_withoutAQuorumUnitsKeepTheirBaseAndTheRestReturns() public {
        revealAll(0);
        bytes32 taskId = openAndDraw(0);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 4);
        skip(50);
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);
        vm.assertEq(market.claimReward(jobId, 0, 0), 10 * PRZ, "base only");
        vm.assertEq(market.job(jobId).adapterRoot, bytes32("base adapter"), "unchanged");
        vm.assertEq(market.job(jobId).escrow, 2 * PER_ROUND - 30 * PRZ, "seat fees and improvement are the job's again");
    }

    function test_onlyTheAgreedResultSettles() public {
        revealAll(0);
        bytes32 taskId = openAndDraw(0);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 7);
        skip(49);
        vm.expectRevert(
            abi.encodeWithSelector(IFineTuneMarket.WrongPhase.selector, IFineTuneMarket.Phase.Challenge)
        );
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);
        skip(1);
        losses[1] -= 1;
        vm.expectRevert(IFineTuneMarket.ResultMismatch.selector);
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);
    }

    function test_lossesThatDoNotMeetOnBothWaysPayNoImprovement() public {
        revealAll(0);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        losses[6] += 1;
        settle(0, losses, stderrs);
        vm.assertEq(market.claimReward(jobId, 0, 0), 10 * PRZ, "base only");
        vm.assertEq(market.job(jobId).adapterRoot, bytes32("base adapter"), "unchanged");
    }

    /// @dev I5: nothing for a unit without a bond, nor for a rejected one.
    function test_aConvictedUnitEarnsNothing() public {
        revealAll(0);
        bytes32 nodeId = market.unitOf(jobId, 0, 1).nodeId;
        vm.assertEq(nodes.node(nodeId).locked, 90 * PRZ, "bonded while it works");
        market.rejectUnit(jobId, 0, 1);
        bytes32 taskId = openAndDraw(0);
        int64[] memory losses = new int64[](5);
        (losses[0], losses[1], losses[2], losses[3], losses[4]) = (100, 80, 60, 70, 60);
        agree(taskId, losses, new uint64[](2), 7);
        skip(50);
        market.settleRound(jobId, 0, losses, new uint64[](2), NEXT_ROOT);
        vm.expectRevert(
            abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Rejected)
        );
        market.claimReward(jobId, 0, 1);
        vm.assertEq(market.claimReward(jobId, 0, 0) / PRZ, 10, "the others are paid");
    }

    function test_aUnitThatCannotBeReproducedLosesItsWholeBond() public {
        revealAll(0);
        bytes32 taskId = openAndDraw(0);
        uint8 caught = market.order(jobId, 0)[0];
        bytes32 nodeId = market.unitOf(jobId, 0, caught).nodeId;
        (int64[] memory losses, uint64[] memory errors) = losses3();
        (losses[1], losses[2], losses[3]) = (10_000_000, 10_000_000, 9_500_000);
        (losses[4], losses[5], losses[6]) = (9_500_000, 9_500_000, 9_500_000);
        errors[0] = CAUGHT;
        agree(taskId, losses, errors, 7);
        skip(50);
        market.settleRound(jobId, 0, losses, errors, NEXT_ROOT);
        vm.assertEq(nodes.node(nodeId).stake, 10 * MIN_STAKE - 90 * PRZ, "the bond is gone");
        vm.assertEq(nodes.node(nodeId).locked, 0, "and nothing of it stays locked");
        vm.expectRevert(
            abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Rejected)
        );
        market.claimReward(jobId, 0, caught);
        vm.assertEq(market.order(jobId, 0)[0], caught, "the order stays what it was");
        vm.assertEq(market.unitOf(jobId, 0, market.order(jobId, 0)[2]).gain, 480_000, "the others are measured");
    }

    function test_aBondIsAtMostATenthOfTheStakeBehindIt() public {
        bytes32 nodeId = registerUnstaked(OWNER_KEY, TRAINER_KEYS);
        stakeAs(owner, nodeId, uint128(899 * PRZ));
        vm.prank(owner);
        vm.expectRevert(IFineTuneMarket.NotEligible.selector);
        market.claimUnit(jobId, 0, nodeId);
        stakeAs(owner, nodeId, uint128(PRZ));
        claim(0, 0);
    }

    function test_whatWasCommittedMustBeRevealed() public {
        claim(0, 0);
        claim(0, 1);
        claim(0, 2);
        commitUnit(0, 0);
        skip(100);
        FineTuneReceipt memory r = receiptOf(0, 0);
        r.updateRoot = "another update";
        bytes memory sig = sign(keyOf(r.nodeId), market.receiptDigest(r));
        vm.expectRevert(IFineTuneMarket.CommitMismatch.selector);
        market.revealUnit(jobId, 0, 0, r, SALT, sig, "");
        r = receiptOf(0, 0);
        r.macs -= 1;
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.MacsMismatch.selector, r.macs, r.macs + 1));
        market.revealUnit(jobId, 0, 0, r, SALT, sig, "");
        r = receiptOf(0, 0);
        r.dataShard = "chosen by myself";
        vm.expectRevert(IFineTuneMarket.WrongReceipt.selector);
        market.revealUnit(jobId, 0, 0, r, SALT, sig, "");
        r = receiptOf(0, 0);
        bytes memory byOther = sign(TRAINER_KEYS + 1, market.receiptDigest(r));
        vm.expectRevert(IFineTuneMarket.BadSignature.selector);
        market.revealUnit(jobId, 0, 0, r, SALT, byOther, "");
    }

    function test_theClientCancelsAndTheRoundUnderWayIsTheLast() public {
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.NotClient.selector, address(this)));
        market.cancel(jobId);
        vm.startPrank(client);
        bytes32 other = market.postJob(params(), JOB_URI);
        uint256 before = token.balanceOf(client);
        market.cancel(other);
        vm.assertEq(token.balanceOf(client) - before, 2 * PER_ROUND, "refund");
        vm.expectRevert(IFineTuneMarket.JobOver.selector);
        market.cancel(other);
        vm.stopPrank();
    }

    function test_aJobCalledOffInMidRoundPaysThatRoundAndRefundsTheOthers() public {
        revealAll(0);
        vm.startPrank(client);
        market.cancel(jobId);
        market.cancel(jobId);
        vm.stopPrank();
        vm.assertFalse(market.job(jobId).closed, "who is at work is paid first");
        bytes32 taskId = openAndDraw(0);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 7);
        vm.warp(block.timestamp + 50);
        uint256 before = token.balanceOf(client);
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);
        vm.assertTrue(market.job(jobId).closed, "no other round begins");
        vm.assertGe(token.balanceOf(client) - before, PER_ROUND, "the second round's budget is back");
        vm.assertGe(market.unitOf(jobId, 0, 0).base, 1, "the first round is paid");
        vm.prank(client);
        vm.expectRevert(IFineTuneMarket.JobOver.selector);
        market.cancel(jobId);
    }

    function test_unsoundTermsAreRefusedBeforeAnyMoneyMoves() public {
        IFineTuneMarket.JobParams memory p = params();
        p.unitsPerRound = 17;
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(p, JOB_URI);
        p = params();
        p.commitSecs = 0;
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(p, JOB_URI);
        p = params();
        p.bondPerUnit = p.basePerRound + p.improvementPerRound - 1;
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(p, JOB_URI);
        p = params();
        p.targetGain = 0;
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(p, JOB_URI);
    }
}
