// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IContributionLedger} from "../../../main/solidity/interfaces/IContributionLedger.sol";
import {IEpochManager} from "../../../main/solidity/interfaces/IEpochManager.sol";
import {IPaymentChannels} from "../../../main/solidity/interfaces/IPaymentChannels.sol";
import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {BatchHeader} from "../../../main/solidity/types/ReceiptTypes.sol";
import {CooperativeClose, SessionKey, SignedVoucher} from "../../../main/solidity/types/VoucherTypes.sol";
import {Batches} from "../support/Batches.sol";
import {vm} from "../support/Vm.sol";

/// @notice What channels, ledger and epochs refuse, each for its own reason.
contract MoneyRefusalsTest is Batches {
    function modules() internal override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        m.disputeCourt = address(this);
    }

    function test_channelsNeedTimeToClose() public {
        vm.expectRevert();
        deploy("PaymentChannels", abi.encode(access, token, nodes, epochs, uint40(0), FEE_BPS));
    }

    function test_anUnknownChannelIsNothing() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.UnknownChannel.selector, bytes32("none")));
        channels.topUp("none", 1);
        SessionKey memory none;
        vm.assertFalse(channels.isPayerSignature("none", "digest", "", none, "", 0), "nobody signs for nobody");
        SignedVoucher memory lost = voucher("none", 1);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.redeem(lost);
    }

    function test_aTopUpIsMoney() public {
        vm.prank(payer);
        vm.expectRevert(IPaymentChannels.ZeroAmount.selector);
        channels.topUp(channelId, 0);
    }

    function test_aClosedChannelStaysClosed() public {
        SignedVoucher memory last = voucher(channelId, 10);
        bytes memory signature = _closing(10);
        channels.closeByNode(last, signature);
        vm.prank(payer);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.requestClose(channelId);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.closeByNode(last, signature);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.settle(channelId);
    }

    function test_aNodeClosesOnlyWithAVoucherThatPays() public {
        SignedVoucher memory tooMuch = voucher(channelId, uint128(1_001 * PRZ));
        bytes memory signature = _closing(uint128(1_001 * PRZ));
        vm.expectRevert(IPaymentChannels.OverDeposit.selector);
        channels.closeByNode(tooMuch, signature);
    }

    function _closing(uint128 amount) private view returns (bytes memory) {
        return sign(SIGNER_KEY, channels.cooperativeCloseDigest(CooperativeClose(channelId, amount)));
    }

    function test_onlyABatchHasSamplesAndOnlyADemandHasAnAnswer() public {
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.None));
        ledger.samplePoint("none", 0);
        (bytes32 batchId, BatchHeader memory h) = submit(4);
        revealSeed(h.epoch);
        IContributionLedger.Opening memory o = openingAt(ledger.samplePoint(batchId, 0));
        vm.expectRevert(abi.encodeWithSelector(IContributionLedger.WrongStatus.selector, IContributionLedger.BatchStatus.Committed));
        ledger.answerOpening(batchId, 0, o);
        vm.expectRevert(IContributionLedger.NotDemanded.selector);
        ledger.voidUnanswered(batchId, 0);
        demandAs(payer, batchId, 1);
        vm.expectRevert(IContributionLedger.NotDemanded.selector);
        ledger.answerOpening(batchId, 0, o);
    }

    function test_aConvictedNodesFinalBatchStands() public {
        (bytes32 batchId, BatchHeader memory h) = submit(4);
        revealSeed(h.epoch);
        skip(WINDOW_SECS + 1);
        ledger.finalize(batchId);
        ledger.voidConvicted(node, h.epoch);
        vm.assertTrue(ledger.batch(batchId).status == IContributionLedger.BatchStatus.Finalized, "final");
    }

    function test_epochsAndTheirCurveHaveLimits() public {
        bytes memory args = abi.encode(access, uint32(1), HALVING_SECS, EMISSION_CAP, address(this), GENESIS_SUPPLY);
        vm.expectRevert();
        deploy("EpochManager", args);
        args = abi.encode(access, EPOCH_BLOCKS, uint256(0), EMISSION_CAP, address(this), GENESIS_SUPPLY);
        vm.expectRevert();
        deploy("EpochManager", args);
        args = abi.encode(access, EPOCH_BLOCKS, HALVING_SECS, uint256(1) << 128, address(this), GENESIS_SUPPLY);
        vm.expectRevert();
        deploy("EpochManager", args);
        args = abi.encode(access, EPOCH_BLOCKS, HALVING_SECS, EMISSION_CAP, address(this), uint256(1) << 128);
        vm.expectRevert();
        deploy("EpochManager", args);
    }

    function test_aSealedEpochIsNotMissed() public {
        rollEpochs(1);
        uint64 epoch = epochs.currentEpoch();
        epochs.sealEpoch(epoch);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.AlreadySealed.selector, epoch));
        epochs.sealMissed(epoch, epoch - 1);
    }
}
