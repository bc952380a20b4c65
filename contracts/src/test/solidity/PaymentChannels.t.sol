// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {IPaymentChannels} from "../../main/solidity/interfaces/IPaymentChannels.sol";
import {CooperativeClose, SignedVoucher} from "../../main/solidity/types/VoucherTypes.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

/// @notice A payer that is a contract: it approves whatever its owner key signs.
contract ContractWallet {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(signature[:32]), bytes32(signature[32:64]), uint8(signature[64]));
        return ecrecover(digest, v, r, s) == _key ? this.isValidSignature.selector : bytes4(0);
    }
}

contract PaymentChannelsTest is Deployment {
    bytes32 internal node;
    bytes32 internal id;
    uint128 internal constant DEPOSIT = uint128(100 * PRZ);

    function setUp() public override {
        super.setUp();
        node = registerNode(SIGNER_KEY);
        id = openChannel(node, DEPOSIT);
    }

    function test_openingTakesOneTransferForAWholePath() public {
        bytes32[] memory ids = new bytes32[](2);
        uint128[] memory deposits = new uint128[](2);
        (ids[0], ids[1]) = (node, registerNode(0xB0B));
        (deposits[0], deposits[1]) = (1, 2);
        bytes32 expected = channels.nextChannelId(payer, node);
        vm.startPrank(payer);
        token.approve(address(channels), 3);
        bytes32[] memory opened = channels.openMany(ids, deposits, address(0));
        vm.stopPrank();
        vm.assertEq(opened[0], expected, "predicted id");
        vm.assertEq(channels.channel(opened[1]).deposit, 2, "second deposit");
    }

    function test_aPermitOpensInOneTransaction() public {
        bytes32[] memory ids = new bytes32[](1);
        uint128[] memory deposits = new uint128[](1);
        (ids[0], deposits[0]) = (node, 7);
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        uint256 deadline = vm.getBlockTimestamp() + 1;
        bytes32 structHash = keccak256(abi.encode(typehash, payer, address(channels), 7, token.nonces(payer), deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(PAYER_KEY, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash)));
        vm.prank(payer);
        channels.openManyWithPermit(ids, deposits, vm.addr(DELEGATE_KEY), 7, deadline, v, r, s);
        vm.assertEq(token.balanceOf(address(channels)), DEPOSIT + 7, "escrow");
    }

    function test_aDelegateNamedAtTheOpeningGrantsSessionKeysForThePayer() public {
        bytes32 delegated = openChannel(node, DEPOSIT, vm.addr(DELEGATE_KEY));
        channels.redeem(grantedVoucher(delegated, 40, DELEGATE_KEY));
        channels.redeem(grantedVoucher(delegated, 50, PAYER_KEY));
        vm.assertEq(channels.channel(delegated).claimed, 50, "claimed");
        vm.assertEq(channels.channel(delegated).delegate, vm.addr(DELEGATE_KEY), "delegate");
    }

    function test_aDelegateGrantsForItsOwnChannelsOnlyAndSignsNoVoucher() public {
        bytes32 delegated = openChannel(node, DEPOSIT, vm.addr(DELEGATE_KEY));
        SignedVoucher memory elsewhere = grantedVoucher(id, 40, DELEGATE_KEY);
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(elsewhere);
        SignedVoucher memory stranger = grantedVoucher(delegated, 40, SIGNER_KEY);
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(stranger);
        SignedVoucher memory direct = voucher(delegated, 40);
        direct.signature = sign(DELEGATE_KEY, channels.voucherDigest(direct.voucher));
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(direct);
    }

    function testFuzz_nobodyGrantsWhereNoDelegateIsNamed(bytes memory junk) public {
        SignedVoucher memory v = grantedVoucher(id, 40, PAYER_KEY);
        v.sessionSignature = junk;
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(v);
    }

    function test_aChannelNeedsARegisteredNodeAndADeposit() public {
        bytes32[] memory ids = new bytes32[](1);
        uint128[] memory deposits = new uint128[](1);
        (ids[0], deposits[0]) = (bytes32("nobody"), 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.UnknownNode.selector, bytes32("nobody")));
        channels.openMany(ids, deposits, address(0));
        (ids[0], deposits[0]) = (node, 0);
        vm.expectRevert(IPaymentChannels.ZeroAmount.selector);
        channels.openMany(ids, deposits, address(0));
    }

    function testFuzz_redeemingPaysTheDifferenceLessTheBurnedFee(uint128 a, uint128 b) public {
        a = uint128(bound(a, 1, DEPOSIT - 1));
        b = uint128(bound(b, a + 1, DEPOSIT));
        channels.redeem(voucher(id, a));
        channels.redeem(voucher(id, b));
        uint256 fees = uint256(a) * FEE_BPS / 10_000 + uint256(b - a) * FEE_BPS / 10_000;
        vm.assertEq(token.balanceOf(payout), b - fees, "payout");
        vm.assertEq(channels.feesBurned(node), fees, "burned");
        vm.assertEq(channels.channel(id).claimed, b, "claimed");
    }

    function test_aVoucherPaysOnceAndOnlyUpwards() public {
        channels.redeem(voucher(id, 10));
        SignedVoucher memory stale = voucher(id, 9);
        vm.expectRevert(IPaymentChannels.NotIncreasing.selector);
        channels.redeem(stale);
        stale = voucher(id, 10);
        vm.expectRevert(IPaymentChannels.NotIncreasing.selector);
        channels.redeem(stale);
    }

    function test_aVoucherAboveTheDepositIsRefusedUntilItIsToppedUp() public {
        SignedVoucher memory high = voucher(id, DEPOSIT + 5);
        vm.expectRevert(IPaymentChannels.OverDeposit.selector);
        channels.redeem(high);
        vm.startPrank(payer);
        token.approve(address(channels), 5);
        channels.topUp(id, 5);
        vm.stopPrank();
        channels.redeem(high);
        vm.assertEq(channels.channel(id).claimed, DEPOSIT + 5, "claimed");
    }

    function testFuzz_aForgedVoucherNeverPays(bytes memory junk, uint128 amount) public {
        SignedVoucher memory forged = voucher(id, uint128(bound(amount, 1, DEPOSIT)));
        forged.signature = junk;
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(forged);
    }

    function test_aVoucherOfAnotherChainIsRefused() public {
        SignedVoucher memory here = voucher(id, 5);
        vm.chainId(99);
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(here);
    }

    function test_aSessionKeySignsWithinItsLimits() public {
        uint40 until = uint40(vm.getBlockTimestamp() + 100);
        channels.redeem(sessionVoucher(id, 40, 50, until));
        SignedVoucher memory tooMuch = sessionVoucher(id, 51, 50, until);
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(tooMuch);
        skip(101);
        SignedVoucher memory late = sessionVoucher(id, 50, 50, until);
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(late);
        vm.assertEq(channels.channel(id).claimed, 40, "claimed");
    }

    function test_aSessionKeyOfOneChannelIsWorthlessInAnother() public {
        bytes32 other = openChannel(node, DEPOSIT);
        SignedVoucher memory v = sessionVoucher(id, 40, 50, uint40(vm.getBlockTimestamp() + 100));
        v.voucher.channelId = other;
        v.signature = sign(SESSION_KEY, channels.voucherDigest(v.voucher));
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.redeem(v);
    }

    function test_aContractWalletMayPay() public {
        address wallet = address(new ContractWallet(payer));
        token.transfer(wallet, 10);
        bytes32[] memory ids = new bytes32[](1);
        uint128[] memory deposits = new uint128[](1);
        (ids[0], deposits[0]) = (node, 10);
        vm.startPrank(wallet);
        token.approve(address(channels), 10);
        bytes32 opened = channels.openMany(ids, deposits, address(0))[0];
        vm.stopPrank();
        channels.redeem(voucher(opened, 10));
        vm.assertEq(channels.channel(opened).claimed, 10, "claimed");
    }

    function test_aNodeCanRedeemWhileThePayerClosesButNotAfter() public {
        vm.prank(payer);
        channels.requestClose(id);
        skip(CLOSE_SECS - 1);
        channels.redeem(voucher(id, 10));
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.NotYet.selector, vm.getBlockTimestamp() + 1));
        channels.settle(id);
        skip(1);
        SignedVoucher memory late = voucher(id, 11);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.redeem(late);
        uint256 before = token.balanceOf(payer);
        channels.settle(id);
        vm.assertEq(token.balanceOf(payer) - before, DEPOSIT - 10, "refund");
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.settle(id);
    }

    function test_onlyThePayerStartsClosingAndOnlyOnce() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.NotPayer.selector, address(this)));
        channels.requestClose(id);
        vm.startPrank(payer);
        channels.requestClose(id);
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.AlreadyClosing.selector, channels.channel(id).closesAt));
        channels.requestClose(id);
        vm.expectRevert(IPaymentChannels.ChannelGone.selector);
        channels.topUp(id, 1);
        vm.stopPrank();
    }

    function test_bothSidesCloseAtOnceWhenTheNodeAgrees() public {
        SignedVoucher memory last = voucher(id, 30);
        bytes memory nodeSig = sign(SIGNER_KEY, channels.cooperativeCloseDigest(CooperativeClose(id, 30)));
        uint256 before = token.balanceOf(payer);
        channels.closeByNode(last, nodeSig);
        vm.assertEq(token.balanceOf(payer) - before, DEPOSIT - 30, "refund");
        vm.assertTrue(channels.channel(id).closed, "closed");
    }

    function test_closingAtOnceNeedsTheNodesSignatureOverTheSameAmount() public {
        SignedVoucher memory last = voucher(id, 30);
        bytes memory other = sign(SIGNER_KEY, channels.cooperativeCloseDigest(CooperativeClose(id, 29)));
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.closeByNode(last, other);
        bytes memory byPayer = sign(PAYER_KEY, channels.cooperativeCloseDigest(CooperativeClose(id, 30)));
        vm.expectRevert(IPaymentChannels.BadVoucher.selector);
        channels.closeByNode(last, byPayer);
    }

    function test_anUnusedChannelClosesWithoutAVoucherSignature() public {
        SignedVoucher memory none;
        none.voucher.channelId = id;
        channels.closeByNode(none, sign(SIGNER_KEY, channels.cooperativeCloseDigest(CooperativeClose(id, 0))));
        vm.assertTrue(channels.channel(id).closed, "closed");
    }

    function test_theFeeHasAHardCeiling() public {
        vm.startPrank(governor);
        channels.setFee(1_000);
        vm.expectRevert(IPaymentChannels.BadParameter.selector);
        channels.setFee(1_001);
        vm.stopPrank();
    }
}
