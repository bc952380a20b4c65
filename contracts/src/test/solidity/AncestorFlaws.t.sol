// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {PeerzAccessManager} from "../../main/solidity/PeerzAccessManager.sol";
import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {IPaymentChannels} from "../../main/solidity/interfaces/IPaymentChannels.sol";
import {IContributionLedger} from "../../main/solidity/interfaces/IContributionLedger.sol";
import {BatchHeader} from "../../main/solidity/types/ReceiptTypes.sol";
import {SignedVoucher} from "../../main/solidity/types/VoucherTypes.sol";
import {Batches} from "./support/Batches.sol";
import {vm} from "./support/Vm.sol";

/// @notice The first Peerz consensus contracts had seventeen flaws. Each test is named after one and shows it gone.
///         Flaws 3, 4, 5 and 15 were about votes of validators and balances; here nothing is decided by counting
///         signatures that a caller chose, so their tests show what stands in that place.
contract AncestorFlawsTest is Batches {
    address internal constant STRANGER = address(0x57A);

    function modules() internal override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        m.disputeCourt = address(this);
    }

    function test_flaw01_aHugeClaimNeitherDilutesNorOverflowsTheOthers() public {
        bytes32 liar = registerNode(0x11A8);
        (bytes32 honest, BatchHeader memory h) = submit(4);
        h.nodeId = liar;
        (h.totalMacs, h.onTimeMacs) = (2 ** 96 - 1, 2 ** 96 - 1);
        bytes32 lie = ledger.submitBatch(h, sign(0x11A8, ledger.batchDigest(h)));
        revealSeed(h.epoch);
        demandAs(STRANGER, lie, 0);
        skip(RESPONSE_SECS + 1);
        ledger.voidUnanswered(lie, 0);
        skip(WINDOW_SECS);
        ledger.finalize(honest);
        channels.redeem(voucher(channelId, uint128(1_000 * PRZ)));
        vm.assertEq(ledger.claim(honest), 20 * PRZ, "up to the fees burned, as if the lie had not been told");
    }

    function test_flaw02_nothingIsEarnedWithoutPaidAndReceiptedWork() public {
        skip(365 days);
        rollEpochs(1_000);
        vm.assertEq(token.balanceOf(payout), 0, "time alone earns nothing");
        vm.assertEq(ledger.rebatesTaken(node), 0, "no rebate");
    }

    function test_flaw03_noSingleAccountConvictsANode() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        nodes.slash(node, "REPORT", 1, STRANGER);
    }

    function test_flaw04_aRepeatedMessageCountsOnce() public {
        SignedVoucher[] memory same = new SignedVoucher[](3);
        (same[0], same[1], same[2]) = (voucher(channelId, 100), voucher(channelId, 100), voucher(channelId, 100));
        channels.redeemMany(same);
        vm.assertEq(channels.channel(channelId).claimed, 100, "claimed once");
    }

    function test_flaw05_aSignatureIsBoundToChainContractAndSlot() public {
        BatchHeader memory h = header(2, 0);
        rollToEpoch(1);
        bytes32 elsewhere = channels.voucherDigest(voucher(channelId, 1).voucher);
        vm.assertTrue(ledger.batchDigest(h) != elsewhere, "domains differ");
        bytes memory here = sign(SIGNER_KEY, ledger.batchDigest(h));
        vm.chainId(4242);
        vm.expectRevert(IContributionLedger.BadSignature.selector);
        ledger.submitBatch(h, here);
    }

    function test_flaw06_oneMalformedSignatureDoesNotSpoilTheOthers() public {
        bytes32 second = openChannel(node, 100);
        SignedVoucher[] memory mixed = new SignedVoucher[](3);
        (mixed[0], mixed[1], mixed[2]) = (voucher(channelId, 50), voucher(second, 60), voucher(second, 70));
        mixed[1].signature = hex"00";
        mixed[2].sessionSignature = hex"dead";
        channels.redeemMany(mixed);
        vm.assertEq(channels.channel(channelId).claimed, 50, "the good one was paid");
        vm.assertEq(channels.channel(second).claimed, 0, "the bad ones were not");
    }

    function test_flaw07_leavingBeforeTheVerdictDoesNotSaveTheStake() public {
        vm.prank(owner);
        nodes.requestUnbond(node, 10 * MIN_STAKE);
        vm.assertEq(nodes.node(node).stake, 0, "all on its way out");
        vm.assertEq(nodes.slash(node, "FRAUD", 10 * MIN_STAKE, address(0)), 10 * MIN_STAKE, "and all slashed");
        vm.startPrank(owner);
        skip(UNBOND_SECS);
        vm.expectRevert(INodeRegistry.ZeroAmount.selector);
        nodes.withdraw(node, 0);
        vm.stopPrank();
    }

    function test_flaw08_reportingDoesNotPayEnoughToRob() public {
        nodes.slash(node, "FRAUD", 4 * MIN_STAKE, STRANGER);
        vm.assertEq(token.balanceOf(STRANGER), MIN_STAKE, "a quarter at most; the rest is burned");
    }

    function test_flaw09_aPunishedNodeStaysReachableForPunishment() public {
        nodes.slash(node, "FRAUD", 5 * MIN_STAKE, address(0));
        nodes.jail(node, uint40(vm.getBlockTimestamp() + 1 days));
        vm.assertFalse(nodes.isEligible(node, 1, 0), "jailed");
        vm.assertEq(nodes.slash(node, "AGAIN", type(uint128).max, address(0)), 5 * MIN_STAKE, "still slashable");
    }

    function test_flaw10_punishingOneNodeTwiceDoesNotTouchAnother() public {
        bytes32 other = registerNode(0xB0B);
        nodes.slash(other, "FRAUD", type(uint128).max, address(0));
        nodes.slash(other, "FRAUD", type(uint128).max, address(0));
        vm.assertEq(nodes.nodeIds(0, 1)[0], node, "the first node is still listed");
        vm.assertEq(nodes.node(node).stake, 10 * MIN_STAKE, "and has its stake");
    }

    function test_flaw11_anIdCannotBeSquattedAndAServedSentenceEnds() public {
        bytes memory stolen = bindingSignature(owner, 0xB0B);
        vm.prank(STRANGER);
        vm.expectRevert(INodeRegistry.BadBinding.selector);
        nodes.register(vm.addr(0xB0B), STRANGER, 1, "host:1", 0, stolen);
        nodes.jail(node, uint40(vm.getBlockTimestamp() + 1));
        skip(1);
        vm.assertTrue(nodes.isEligible(node, 1, 0), "back");
    }

    function test_flaw12_everyCallerChosenLoopIsBounded() public {
        vm.expectRevert(IPaymentChannels.BadLength.selector);
        channels.redeemMany(new SignedVoucher[](65));
        vm.expectRevert(IPaymentChannels.BadLength.selector);
        channels.openMany(new bytes32[](33), new uint128[](33), address(0));
        vm.assertLe(nodes.nodeIds(0, type(uint256).max).length, 256, "page");
    }

    function test_flaw13_noKeyCanUpgradeRewireOrSeize() public {
        vm.startPrank(governor);
        vm.expectRevert(PeerzAccessManager.Frozen.selector);
        access.grantRole(4, governor, 0);
        vm.expectRevert(PeerzAccessManager.Frozen.selector);
        access.setTargetFunctionRole(address(nodes), new bytes4[](0), 0);
        vm.expectRevert(PeerzAccessManager.Frozen.selector);
        access.updateAuthority(address(nodes), governor);
        vm.expectRevert(PeerzAccessManager.Frozen.selector);
        access.setTargetClosed(address(nodes), true);
        vm.expectRevert(PeerzAccessManager.Frozen.selector);
        access.revokeRole(2, address(ledger));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, governor));
        nodes.slash(node, "SEIZE", 1, governor);
        vm.stopPrank();
    }

    function test_flaw14_aContractMayHoldAndReceiveTheToken() public {
        token.transfer(address(nodes), 1);
        vm.assertEq(token.balanceOf(address(nodes)), uint256(10 * MIN_STAKE) + 1, "received");
    }

    function test_flaw15_noPowerComesFromRepeatedSignaturesOrBalances() public {
        uint256 before = token.balanceOf(payout);
        SignedVoucher[] memory twice = new SignedVoucher[](2);
        (twice[0], twice[1]) = (voucher(channelId, 100), voucher(channelId, 100));
        vm.assertEq(channels.redeemMany(twice), token.balanceOf(payout) - before, "one payment");
        vm.assertEq(token.balanceOf(payout) - before, 98, "of one voucher");
    }

    function test_flaw16_aFailingPaymentLeavesTheDebtStanding() public {
        vm.prank(owner);
        nodes.setPayout(node, address(token)); // a contract: no hook is called, so no payment can fail half-way
        SignedVoucher memory v = voucher(channelId, 100);
        channels.redeem(v);
        vm.assertEq(token.balanceOf(address(token)), 98, "paid in the same transaction that records it");
    }

    function test_flaw17_theWholeEmissionIsReachedWithoutALoop() public view {
        uint256 start = epochs.emissionStart();
        vm.assertEq(epochs.emittable(start + 400 * HALVING_SECS), EMISSION_CAP, "all of it");
    }
}
