// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IContributionLedger} from "../../main/solidity/interfaces/IContributionLedger.sol";
import {IEpochManager} from "../../main/solidity/interfaces/IEpochManager.sol";
import {MerkleSum} from "../../main/solidity/libraries/MerkleSum.sol";
import {BatchHeader, InferenceReceipt} from "../../main/solidity/types/ReceiptTypes.sol";
import {SessionKey} from "../../main/solidity/types/VoucherTypes.sol";
import {Batches} from "./support/Batches.sol";
import {vm} from "./support/Vm.sol";

contract ContributionLedgerTest is Batches {
    address internal constant CHALLENGER = address(0xC4A);

    function test_aBatchIsCommittedInTheEpochAfterItsOwnAndOnce() public {
        BatchHeader memory h = header(3, 0);
        bytes memory sig = sign(SIGNER_KEY, ledger.batchDigest(h));
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WrongEpoch.selector, 0, 0));
        ledger.submitBatch(h, sig);
        rollToEpoch(1);
        bytes32 id = ledger.submitBatch(h, sig);
        vm.assertEq(id, ledger.batchIdOf(node, 0), "id");
        vm.assertEq(nodes.node(node).locked, BATCH_BOND, "bond");
        vm.expectRevert(
            abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.Committed)
        );
        ledger.submitBatch(h, sig);
        BatchHeader memory late = header(3, 0);
        rollToEpoch(2);
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WrongEpoch.selector, 0, 2));
        ledger.submitBatch(late, sig);
    }

    function test_aBatchNeedsItsNodesSignature() public {
        BatchHeader memory h = header(3, 0);
        rollToEpoch(1);
        bytes memory byPayer = sign(PAYER_KEY, ledger.batchDigest(h));
        vm.expectRevert(IContributionLedger.BadSignature.selector);
        ledger.submitBatch(h, byPayer);
    }

    function test_samplePointsAreUnknownWhenTheBatchIsCommitted() public {
        (bytes32 id,) = submit(3);
        epochs.sealEpoch(1);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.SeedNotReady.selector, 2));
        ledger.samplePoint(id, 0);
    }

    function testFuzz_anHonestNodeAnswersEverySample(uint8 count, bytes32 blockHash) public {
        (bytes32 id,) = submit(uint32(bound(count, 1, 9)));
        rollToEpoch(2);
        vm.setBlockhash(epochs.firstBlock(2), blockHash == 0 ? bytes32("hash") : blockHash);
        epochs.sealEpoch(2);
        for (uint8 j = 0; j < 3; ++j) {
            demandAs(CHALLENGER, id, j);
            ledger.answerOpening(id, j, openingAt(ledger.samplePoint(id, j)));
        }
        vm.assertEq(token.balanceOf(payout), 3 * CHALLENGE_BOND, "the challenger pays for asking");
        skip(WINDOW_SECS + 1);
        ledger.finalize(id);
        vm.assertEq(nodes.node(node).locked, 0, "bond released");
    }

    function test_aReceiptThatDoesNotCoverThePointIsNoAnswer() public {
        (bytes32 id,) = submit(5);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        uint128 point = ledger.samplePoint(id, 0);
        uint256 wrong = point < receipts[0].macs ? 1 : 0;
        IContributionLedger.Opening memory o = openingOf(wrong);
        vm.expectRevert();
        ledger.answerOpening(id, 0, o);
    }

    function test_everyPartOfAnOpeningIsChecked() public {
        (bytes32 id,) = submit(5);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        uint128 point = ledger.samplePoint(id, 0);

        IContributionLedger.Opening memory o = openingAt(point);
        uint128 computed = o.receipt.macs;
        o.receipt.macs += 1;
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.MacsMismatch.selector, computed + 1, computed));
        ledger.answerOpening(id, 0, o);

        o = openingAt(point);
        o.requesterSig = o.nodeSig;
        vm.expectRevert(IContributionLedger.BadSignature.selector);
        ledger.answerOpening(id, 0, o);

        o = openingAt(point);
        o.nodeSig = o.requesterSig;
        vm.expectRevert(IContributionLedger.BadSignature.selector);
        ledger.answerOpening(id, 0, o);

        o = openingAt(point);
        o.path[0].macs += 1;
        vm.expectRevert(IContributionLedger.RootMismatch.selector);
        ledger.answerOpening(id, 0, o);

        o = openingAt(point);
        o.receipt.flags = 0;
        vm.expectRevert(IContributionLedger.WrongReceipt.selector);
        ledger.answerOpening(id, 0, o);
    }

    function test_aSessionKeyMayCountersignReceipts() public {
        (bytes32 id,) = submit(1);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        IContributionLedger.Opening memory o = openingAt(ledger.samplePoint(id, 0));
        o.session = SessionKey(channelId, vm.addr(SESSION_KEY), 1, o.receipt.issuedAt);
        o.sessionSignature = sign(PAYER_KEY, channels.sessionKeyDigest(o.session));
        o.requesterSig = countersigned(SESSION_KEY, o.receipt, o.onTime);
        ledger.answerOpening(id, 0, o);
    }

    function test_silenceVoidsTheBatchSlashesTheNodeAndPaysTheChallenger() public {
        (bytes32 id,) = submit(5);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        demandAs(CHALLENGER, id, 1);
        uint40 respondBy = ledger.demand(id, 0).respondBy;
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WindowOpen.selector, respondBy));
        ledger.voidUnanswered(id, 0);
        skip(RESPONSE_SECS + 1);
        IContributionLedger.Opening memory late = openingAt(ledger.samplePoint(id, 0));
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WindowClosed.selector, respondBy));
        ledger.answerOpening(id, 0, late);
        uint128 stakeBefore = nodes.node(node).stake;
        ledger.voidUnanswered(id, 0);
        ledger.voidUnanswered(id, 1);
        vm.assertEq(stakeBefore - nodes.node(node).stake, BATCH_BOND, "slashed once");
        vm.assertEq(token.balanceOf(CHALLENGER), 2 * CHALLENGE_BOND + BATCH_BOND / 4, "bonds back, a quarter for reporting");
        vm.assertEq(ledger.pool(0).onTimeMacs, 0, "void batches have no share");
        vm.expectRevert(
            abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.Voided)
        );
        ledger.finalize(id);
    }

    function test_anOpenDemandBlocksFinalization() public {
        (bytes32 id,) = submit(2);
        revealSeed(0);
        skip(WINDOW_SECS);
        demandAs(CHALLENGER, id, 0);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.Challenged)
        );
        ledger.finalize(id);
    }

    function test_demandsEndWithTheWindowAndComeOncePerSample() public {
        (bytes32 id,) = submit(2);
        revealSeed(0);
        demandAs(CHALLENGER, id, 3);
        vm.expectRevert(IContributionLedger.AlreadyDemanded.selector);
        ledger.demandOpening(id, 3);
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.BadSample.selector, 8));
        ledger.demandOpening(id, 8);
        uint40 end = ledger.windowEnd(0);
        skip(WINDOW_SECS + 1);
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WindowClosed.selector, end));
        ledger.demandOpening(id, 4);
    }

    function test_theRebateIsTheShareOfThePoolUnlessFewerFeesWereBurned() public {
        bytes32 id = _finalized();
        channels.redeem(voucher(channelId, uint128(100 * PRZ)));
        uint256 before = token.balanceOf(payout);
        vm.assertEq(ledger.claim(id), 2 * PRZ, "two per cent of a hundred");
        vm.assertEq(token.balanceOf(payout) - before, 2 * PRZ, "paid");
        vm.expectRevert(
            abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.Claimed)
        );
        ledger.claim(id);
    }

    function test_aPoolIsSharedByWorkThatCameOnTime() public {
        lateSeq = 0; // of this node's four receipts the first and the last came late
        (bytes32 id, BatchHeader memory h) = submit(4);
        vm.assertTrue(h.onTimeMacs != 0 && h.onTimeMacs < h.totalMacs, "some came late");
        uint256 weight = h.onTimeMacs;
        uint256 all = weight + h.totalMacs;
        h.nodeId = registerNode(0x11A8);
        h.onTimeMacs = h.totalMacs;
        ledger.submitBatch(h, sign(0x11A8, ledger.batchDigest(h)));
        vm.assertEq(ledger.pool(h.epoch).onTimeMacs, all, "weights of the pool");
        revealSeed(h.epoch);
        skip(WINDOW_SECS + 1);
        ledger.finalize(id);
        channels.redeem(voucher(channelId, uint128(1_000 * PRZ)));
        uint256 share = uint256(POOL_PER_EPOCH) * weight / all;
        uint256 burned = 20 * PRZ;
        vm.assertEq(ledger.claim(id), share < burned ? share : burned, "by what came on time");
    }

    function test_aNodeThatWasAlwaysLateHasNoShare() public {
        lateSeq = 0;
        (bytes32 id, BatchHeader memory h) = submit(1);
        vm.assertEq(h.onTimeMacs, 0, "all late");
        revealSeed(h.epoch);
        demandAs(CHALLENGER, id, 0);
        ledger.answerOpening(id, 0, openingAt(ledger.samplePoint(id, 0)));
        skip(WINDOW_SECS + 1);
        ledger.finalize(id);
        channels.redeem(voucher(channelId, uint128(100 * PRZ)));
        vm.assertEq(ledger.claim(id), 0, "its work is paid by vouchers alone");
        vm.assertEq(ledger.pool(h.epoch).amount, POOL_PER_EPOCH, "the pool was there");
    }

    function test_lateWorkThatIsCalledPunctualCannotBeOpened() public {
        lateSeq = 0;
        BatchHeader memory h = header(1, 0);
        InferenceReceipt memory r = receipts[0];
        h.onTimeMacs = h.totalMacs;
        h.root = MerkleSum.leaf(ledger.receiptDigest(r), r.macs, r.macs);
        rollToEpoch(1);
        bytes32 id = submitSigned(h);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        IContributionLedger.Opening memory o = openingOf(0);
        vm.expectRevert(IContributionLedger.RootMismatch.selector);
        ledger.answerOpening(id, 0, o);
        o.onTime = true;
        vm.expectRevert(IContributionLedger.BadSignature.selector);
        ledger.answerOpening(id, 0, o);
    }

    function test_workOnTimeCannotHideWhereNoPointFindsIt() public {
        BatchHeader memory h = header(1, 0);
        InferenceReceipt memory r = receipts[0];
        bytes32 leaf = MerkleSum.leaf(ledger.receiptDigest(r), r.macs, r.macs);
        MerkleSum.SumNode[] memory path = new MerkleSum.SumNode[](1);
        path[0] = MerkleSum.SumNode(bytes32("nothing"), 0, r.macs, false);
        bytes memory here = abi.encodePacked(leaf, r.macs, r.macs);
        h.root = keccak256(abi.encodePacked(bytes1(0x01), here, path[0].hash, path[0].macs, path[0].onTimeMacs));
        rollToEpoch(1);
        h.onTimeMacs = 2 * r.macs;
        bytes memory sig = sign(SIGNER_KEY, ledger.batchDigest(h));
        vm.expectRevert(abi.encodeWithSelector(MerkleSum.MoreOnTimeThanDone.selector, h.onTimeMacs, h.totalMacs));
        ledger.submitBatch(h, sig);
        h.onTimeMacs = h.totalMacs;
        bytes32 id = submitSigned(h);
        revealSeed(0);
        demandAs(CHALLENGER, id, 0);
        IContributionLedger.Opening memory o = openingOf(0);
        o.path = path;
        vm.expectRevert(abi.encodeWithSelector(MerkleSum.MoreOnTimeThanDone.selector, r.macs, 0));
        ledger.answerOpening(id, 0, o);
    }

    function test_feesBurnedInALaterEpochStillCount() public {
        bytes32 id = _finalized();
        rollEpochs(5);
        channels.redeem(voucher(channelId, uint128(100 * PRZ)));
        vm.assertEq(ledger.claim(id), 2 * PRZ, "paid");
        vm.assertEq(ledger.rebatesTaken(node), channels.feesBurned(node), "never above what was burned");
    }

    function test_theUnpaidPartOfAPoolIsFreeForLaterEpochs() public {
        bytes32 id = _finalized();
        vm.assertEq(ledger.claim(id), 0, "no fee burned, nothing paid");
        (, BatchHeader memory h) = submit(2);
        vm.assertEq(ledger.pool(h.epoch).amount, POOL_PER_EPOCH, "whole pool");
        vm.assertEq(token.balanceOf(address(ledger)), 1_000 * PRZ, "nothing left the ledger");
    }

    function test_aWindowLongerThanTheUnbondDelayIsRefused() public {
        vm.expectRevert();
        deployLedger(UNBOND_SECS);
    }

    function test_anEmptyOrHugeBatchIsRefused() public {
        BatchHeader memory h = header(1, 0);
        rollToEpoch(1);
        h.totalMacs = 0;
        vm.expectRevert(IContributionLedger.EmptyBatch.selector);
        ledger.submitBatch(h, "");
        h.totalMacs = 2 ** 96;
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.BatchTooLarge.selector, h.totalMacs));
        ledger.submitBatch(h, "");
    }

    function _finalized() private returns (bytes32 id) {
        (id,) = submit(4);
        revealSeed(0);
        skip(WINDOW_SECS + 1);
        ledger.finalize(id);
    }
}
