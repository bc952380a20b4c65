// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "../../main/solidity/CanonicalArithmetic.sol";
import {IContributionLedger} from "../../main/solidity/interfaces/IContributionLedger.sol";
import {IDisputeCourt} from "../../main/solidity/interfaces/IDisputeCourt.sol";
import {IFineTuneMarket} from "../../main/solidity/interfaces/IFineTuneMarket.sol";
import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {MerklePath} from "../../main/solidity/libraries/MerklePath.sol";
import {DotProof} from "../../main/solidity/types/DisputeTypes.sol";
import {FineTuneReceipt} from "../../main/solidity/types/FineTuneTypes.sol";
import {Geometry} from "../../main/solidity/types/ModelTypes.sol";
import {Disputes} from "./support/Disputes.sol";
import {vm} from "./support/Vm.sol";

contract DisputeTest is Disputes {
    uint128 private constant FIRST_SLASH = 200 * 1e18; // ten times what the session was charged

    /*//////////////////////////////////////////////////////////////
                               ARITHMETIC
    //////////////////////////////////////////////////////////////*/

    function test_oneDotProductConvictsALyingLayer() public {
        signReceipt(true);
        bytes32 id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - FIRST_SLASH, "first conviction");
        vm.assertEq(token.balanceOf(challenger), 1_000 * PRZ + FIRST_SLASH / 4, "bond back and a quarter");
        vm.assertTrue(stateOf(id) == IDisputeCourt.State.Resolved, "resolved");
        vm.assertEq(token.balanceOf(address(court)), 0, "nothing stays");
    }

    function test_aTrueElementCostsTheChallengerItsBond() public {
        signReceipt(false);
        bytes32 id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE, "not slashed");
        vm.assertEq(token.balanceOf(payout), DISPUTE_BOND, "bond to the accused");
    }

    function test_onlyTheTraceAndTheRegisteredWeightsCount() public {
        signReceipt(true);
        bytes32 id = open();
        toCompute(id);
        DotProof memory p = dotProof();
        p.input = _floats(8, 0x40000000);
        _refuse(id, p, CanonicalArithmetic.WrongShape.selector);
        p = dotProof();
        p.weight[0] = 0x00;
        _refuse(id, p, IDisputeCourt.WrongEvidence.selector);
        p = dotProof();
        p.row = honestRow;
        _refuse(id, p, IDisputeCourt.WrongEvidence.selector);
        p = dotProof();
        p.digest = "another";
        _refuse(id, p, IDisputeCourt.WrongEvidence.selector);
        p = dotProof();
        p.column = 12;
        vm.expectRevert();
        compute(id, p);
        p = dotProof();
        p.roots = new bytes32[](2);
        _refuse(id, p, CanonicalArithmetic.WrongShape.selector);
        p = dotProof();
        p.layerPath = new bytes32[](0);
        _refuse(id, p, MerklePath.BadPath.selector);
    }

    function _refuse(bytes32 id, DotProof memory p, bytes4 selector) private {
        vm.expectRevert(selector);
        compute(id, p);
    }

    /*//////////////////////////////////////////////////////////////
                                  CLOCKS
    //////////////////////////////////////////////////////////////*/

    function testFuzz_whoLetsTheClockRunOutLoses(uint8 moves) public {
        signReceipt(true);
        bytes32 id = open();
        moves = uint8(bound(moves, 0, 5));
        if (moves > 0) answer(id);
        if (moves > 1) pick(id, GATE);
        if (moves > 2) showLeaf(id, GATE);
        if (moves > 3) {
            vm.prank(challenger);
            court.pickRow(id, gateRows, 1);
        }
        if (moves > 4) {
            vm.prank(owner);
            court.showRow(id, claimedRow, 1);
        }
        vm.expectRevert();
        court.timeout(id);
        skip(MOVE_SECS + 1);
        court.timeout(id);
        bool defendants = moves % 2 == 0;
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - (defendants ? FIRST_SLASH : 0), "silence convicts");
        vm.assertEq(token.balanceOf(payout), defendants ? 0 : DISPUTE_BOND, "or costs the bond");
    }

    function test_aLateMoveIsRefused() public {
        signReceipt(true);
        bytes32 id = open();
        skip(MOVE_SECS + 1);
        bytes32[] memory digests = inner();
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.MoveExpired.selector, vm.getBlockTimestamp() - 1));
        court.answer(id, message, "salt", trace[12], chain[12], digests);
    }

    function test_aSettledDisputeHasNoClock() public {
        signReceipt(true);
        bytes32 id = open();
        skip(MOVE_SECS + 1);
        court.timeout(id);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.WrongState.selector, IDisputeCourt.State.Resolved));
        court.timeout(id);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.WrongState.selector, IDisputeCourt.State.None));
        court.timeout("none");
    }

    /*//////////////////////////////////////////////////////////////
                               WRONG MOVES
    //////////////////////////////////////////////////////////////*/

    function test_eachSideMovesOnlyWhenItIsItsTurn() public {
        signReceipt(true);
        bytes32 id = open();
        bytes32[] memory digests = inner();
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.NotYourMove.selector, address(this)));
        court.answer(id, message, "salt", trace[12], chain[12], digests);
        vm.prank(challenger);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.WrongState.selector, IDisputeCourt.State.Answer));
        court.pick(id, digests, 0);
        answer(id);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.NotYourMove.selector, owner));
        court.pick(id, digests, 0);
    }

    function test_theDefendantMustOpenItsOwnCommitment() public {
        signReceipt(true);
        bytes32 id = open();
        bytes32[] memory digests = inner();
        vm.startPrank(owner);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.answer(id, message, "pepper", trace[12], chain[12], digests);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.answer(id, message, "salt", trace[11], chain[12], digests);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.answer(id, message, "salt", trace[12], chain[12], new bytes32[](11));
        receipt.tokens = 2;
        bytes memory other = abi.encode(receipt);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.answer(id, other, "salt", trace[12], chain[12], digests);
        vm.stopPrank();
    }

    function test_aPickRepeatsWhatWasShown() public {
        signReceipt(true);
        bytes32 id = open();
        bytes32[] memory digests = answer(id);
        vm.startPrank(challenger);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.pick(id, digests, 13);
        digests[3] = 0;
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.pick(id, digests, 3);
        vm.stopPrank();
    }

    function test_aLeafIsTheDisputedDigestAndItsRowsTheRoot() public {
        signReceipt(true);
        bytes32 id = open();
        answer(id);
        pick(id, GATE);
        vm.startPrank(owner);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.showLeaf(id, message, trace[GATE - 1], gateRows);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.showLeaf(id, message, trace[GATE], new bytes32[](0));
        bytes32[] memory wrong = new bytes32[](ROWS);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.showLeaf(id, message, trace[GATE], wrong);
        vm.stopPrank();
        showLeaf(id, GATE);
        vm.startPrank(challenger);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.pickRow(id, wrong, 1);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.pickRow(id, gateRows, 3);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.callJury(id, trace[GATE], wrong);
        court.pickRow(id, gateRows, 1);
        vm.stopPrank();
        vm.startPrank(owner);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.showRow(id, honestRow, 1);
        vm.expectRevert(IDisputeCourt.WrongEvidence.selector);
        court.showRow(id, claimedRow, 2);
        vm.stopPrank();
    }

    /*//////////////////////////////////////////////////////////////
                                  JURY
    //////////////////////////////////////////////////////////////*/

    /// @dev Whoever calls a jury must repeat the root, so the chain itself tells it.
    function test_theRootOfAStepForAJuryIsToldByAnEvent() public {
        signReceipt(true);
        bytes32 id = open();
        answer(id);
        pick(id, 4);
        bytes32[] memory told = new bytes32[](1);
        told[0] = trace[4];
        vm.expectEmit();
        emit IDisputeCourt.Moved(id, IDisputeCourt.State.Choose, 4, 5, uint40(vm.getBlockTimestamp()) + MOVE_SECS, told);
        showLeaf(id, 4);
    }

    function test_aJuryThatFindsAnotherRootConvicts() public {
        signReceipt(true);
        bytes32 id = open();
        bytes32 task = toJury(id);
        vm.expectRevert();
        court.resolve(id);
        vote(task, new int64[](0), "true root", 7);
        court.resolve(id);
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - FIRST_SLASH, "slashed");
        vm.assertEq(token.balanceOf(challenger), 1_000 * PRZ - 7 * JURY_FEE + FIRST_SLASH / 4, "less the jury");
        vm.assertEq(token.balanceOf(address(court)), 0, "nothing stays");
    }

    function test_aJuryThatFindsTheSameRootAcquits() public {
        signReceipt(false);
        bytes32 id = open();
        vote(toJury(id), new int64[](0), trace[4], 6);
        court.resolve(id);
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE, "not slashed");
        vm.assertEq(token.balanceOf(payout), DISPUTE_BOND - 6 * JURY_FEE, "the bond less the jury");
    }

    /// @dev I10 and liveness: four of seven are no quorum; nobody is punished by a jury that does not speak.
    function test_aJuryWithoutAMajorityIsDrawnOnceMoreThenTheDisputeIsDismissed() public {
        signReceipt(true);
        bytes32 id = open();
        bytes32 task = toJury(id);
        vote(task, new int64[](0), "true root", 4);
        court.resolve(id);
        vm.assertTrue(court.juryTask(id) != task, "another jury");
        drawJury(court.juryTask(id));
        vote(court.juryTask(id), new int64[](0), "true root", 4);
        court.resolve(id);
        vm.assertEq(token.balanceOf(challenger), 1_000 * PRZ, "the bond comes back whole");
        vm.assertTrue(stateOf(id) == IDisputeCourt.State.Resolved, "dismissed");
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.WrongState.selector, IDisputeCourt.State.Resolved));
        court.resolve(id);
    }

    /*//////////////////////////////////////////////////////////////
                              CONSEQUENCES
    //////////////////////////////////////////////////////////////*/

    function test_aSecondConvictionTakesEverythingUnbondingIncluded() public {
        signReceipt(true);
        bytes32 id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.prank(owner);
        nodes.requestUnbond(defendant, MIN_STAKE);
        receipt.seq = 1;
        signReceipt(true);
        id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.assertEq(nodes.slashable(defendant), 0, "stake and unbonding");
        vm.assertTrue(nodes.node(defendant).status == INodeRegistry.Status.Jailed, "jailed");
    }

    function test_anOldConvictionIsNoRepetition() public {
        signReceipt(true);
        bytes32 id = open();
        toCompute(id);
        compute(id, dotProof());
        skip(31 days);
        receipt.seq = 1;
        signReceipt(true);
        id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - 2 * FIRST_SLASH, "graded again");
    }

    function test_aCheapReceiptCostsAtLeastEightBonds() public {
        signReceipt(true);
        receipt.cumulativeAmount = 1;
        message = abi.encode(receipt);
        nodeSig = sign(SIGNER_KEY, ledger.receiptDigest(receipt));
        bytes32 id = open();
        toCompute(id);
        compute(id, dotProof());
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - 8 * DISPUTE_BOND, "eight bonds");
    }

    /// @dev A friend who disputes first and loses on purpose protects nobody.
    function test_everyChallengerMayDisputeAReceiptOnceAndItIsPunishedOnce() public {
        signReceipt(true);
        address friend = address(0xF1E);
        token.transfer(friend, DISPUTE_BOND);
        vm.startPrank(friend);
        token.approve(address(court), DISPUTE_BOND);
        bytes32 sham = court.openDispute(message, nodeSig);
        vm.stopPrank();
        bytes32 id = open();
        vm.prank(challenger);
        vm.expectRevert(IDisputeCourt.AlreadyDisputed.selector);
        court.openDispute(message, nodeSig);
        skip(MOVE_SECS + 1);
        court.timeout(id);
        court.timeout(sham);
        vm.assertEq(nodes.node(defendant).stake, 10 * MIN_STAKE - FIRST_SLASH, "once");
        vm.assertEq(token.balanceOf(friend), DISPUTE_BOND, "bond back");
        vm.expectRevert(IDisputeCourt.AlreadyPunished.selector);
        court.openDispute(message, nodeSig);
    }

    function test_theEpochsBatchIsVoidOrCanNoLongerBeMade() public {
        signReceipt(true);
        bytes32 id = open();
        skip(MOVE_SECS + 1);
        court.timeout(id);
        bytes32 batchId = ledger.batchIdOf(defendant, receipt.epoch);
        vm.assertTrue(ledger.batch(batchId).status == IContributionLedger.BatchStatus.Voided, "void");
    }

    function test_onlyTheCourtVoids() public {
        vm.expectRevert();
        ledger.voidConvicted(defendant, 1);
    }

    function test_whatCannotBeDisputed() public {
        signReceipt(true);
        bytes memory wrongSig = sign(PAYER_KEY, ledger.receiptDigest(receipt));
        vm.expectRevert(IDisputeCourt.BadSignature.selector);
        court.openDispute(message, wrongSig);
        receipt.modelId = models.register("w", "t", _tolerant());
        message = abi.encode(receipt);
        nodeSig = sign(SIGNER_KEY, ledger.receiptDigest(receipt));
        vm.expectRevert(IDisputeCourt.NotDisputable.selector);
        court.openDispute(message, nodeSig);
    }

    function test_receiptsOfAClosedWindowAreFinal() public {
        signReceipt(true);
        rollToEpoch(receipt.epoch + 2);
        epochs.sealEpoch(receipt.epoch + 2);
        skip(WINDOW_SECS + 1);
        uint40 end = ledger.windowEnd(receipt.epoch);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.TooLate.selector, end));
        court.openDispute(message, nodeSig);
    }

    function _tolerant() private pure returns (Geometry memory g) {
        g = smallGeometry();
        g.profile = 1;
    }

    function test_aCourtNeedsClocksABondForTheJuryAndStakeThatWaits() public {
        IDisputeCourt.Config memory c = courtConfig();
        c.bond = 7 * JURY_FEE - 1;
        _refuseCourt(c);
        c = courtConfig();
        c.moveSecs = 2 days;
        _refuseCourt(c);
        c = courtConfig();
        c.juryCommitSecs = 0;
        _refuseCourt(c);
    }

    function _refuseCourt(IDisputeCourt.Config memory c) private {
        bytes memory arguments = courtArguments(c);
        vm.expectRevert();
        deploy("DisputeCourt", arguments);
    }

    /*//////////////////////////////////////////////////////////////
                                  UNITS
    //////////////////////////////////////////////////////////////*/

    function _accuse(uint8 unit) private returns (bytes32 id) {
        FineTuneReceipt memory r = receiptOf(0, unit);
        bytes memory sig = sign(keyOf(r.nodeId), market.receiptDigest(r));
        vm.prank(challenger);
        id = court.accuseUnit(abi.encode(r), sig);
        drawJury(court.juryTask(id));
    }

    function test_aUnitThatAJuryCannotReplayIsRejectedAndSlashed() public {
        post(params());
        revealAll(0);
        bytes32 trainer = market.unitOf(jobId, 0, 1).nodeId;
        bytes32 id = _accuse(1);
        int64[] memory guilty = new int64[](1);
        guilty[0] = 1;
        vote(court.juryTask(id), guilty, 0, 7);
        court.resolve(id);
        vm.assertTrue(market.unitOf(jobId, 0, 1).status == IFineTuneMarket.UnitStatus.Rejected, "rejected");
        vm.assertEq(nodes.node(trainer).stake, 10 * MIN_STAKE - 8 * DISPUTE_BOND, "slashed");
    }

    function test_aUnitThatReplaysStays() public {
        post(params());
        revealAll(0);
        bytes32 trainer = market.unitOf(jobId, 0, 1).nodeId;
        bytes32 id = _accuse(1);
        vote(court.juryTask(id), new int64[](1), 0, 7);
        court.resolve(id);
        vm.assertEq(nodes.node(trainer).stake, 10 * MIN_STAKE, "not slashed");
        vm.assertEq(token.balanceOf(payout), DISPUTE_BOND - 7 * JURY_FEE, "the bond less the jury");
    }
}
