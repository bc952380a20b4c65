// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {EntryPausable} from "./access/EntryPausable.sol";
import {IEpochManager} from "./interfaces/IEpochManager.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {IPaymentChannels} from "./interfaces/IPaymentChannels.sol";
import {CooperativeClose, SessionKey, SignedVoucher, Voucher} from "./types/VoucherTypes.sol";

/// @title Payment for inference: one-way channels with cumulative vouchers
contract PaymentChannels is IPaymentChannels, EIP712, EntryPausable, ReentrancyGuardTransient {
    using SafeERC20 for PeerzToken;

    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    uint256 private constant MAX_OPENS = 32;
    uint256 private constant MAX_REDEEMS = 64;
    uint16 private constant MAX_FEE_BPS = 1_000;
    uint256 private constant BPS = 10_000;
    bytes4 private constant OK = 0;

    PeerzToken public immutable token;
    INodeRegistry public immutable nodes;
    IEpochManager public immutable epochs;
    uint40 public immutable closeDelay; // seconds

    uint16 public feeBps; // of each redemption, burned
    mapping(bytes32 channelId => Channel) private _channels;
    mapping(address payer => uint256) private _opened;
    mapping(bytes32 nodeId => uint128) public feesBurned;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    /// @param closeDelay_ seconds in which a node can redeem after the payer asked to close
    /// @param feeBps_ burned part of each redemption, 1/10000, at most 1000
    constructor(
        address authority,
        PeerzToken token_,
        INodeRegistry nodes_,
        IEpochManager epochs_,
        uint40 closeDelay_,
        uint16 feeBps_
    ) AccessManaged(authority) EIP712("Peerz.PaymentChannels", "1") {
        if (closeDelay_ == 0) revert BadParameter();
        token = token_;
        nodes = nodes_;
        epochs = epochs_;
        closeDelay = closeDelay_;
        _setFee(feeBps_);
    }

    /*//////////////////////////////////////////////////////////////
                             OPENING, TOPPING UP
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPaymentChannels
    function openMany(bytes32[] calldata nodeIds, uint128[] calldata deposits, address delegate)
        external
        returns (bytes32[] memory)
    {
        return _openMany(nodeIds, deposits, delegate);
    }

    /// @inheritdoc IPaymentChannels
    function openManyWithPermit(
        bytes32[] calldata nodeIds,
        uint128[] calldata deposits,
        address delegate,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32[] memory) {
        // A front-run permit has already set the allowance; if it has not, the transfer fails.
        try token.permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
        return _openMany(nodeIds, deposits, delegate);
    }

    /// @inheritdoc IPaymentChannels
    function topUp(bytes32 channelId, uint128 amount) external whenEntriesOpen nonReentrant {
        Channel storage c = _known(channelId);
        if (c.closed || c.closesAt != 0) revert ChannelGone();
        if (amount == 0) revert ZeroAmount();
        c.deposit += amount;
        emit ChannelToppedUp(channelId, c.deposit);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function _openMany(bytes32[] calldata nodeIds, uint128[] calldata deposits, address delegate)
        private
        whenEntriesOpen
        nonReentrant
        returns (bytes32[] memory ids)
    {
        uint256 count = nodeIds.length;
        if (count == 0 || count > MAX_OPENS || deposits.length != count) revert BadLength();
        ids = new bytes32[](count);
        uint256 total = 0;
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = _open(nodeIds[i], deposits[i], delegate);
            total += deposits[i];
        }
        token.safeTransferFrom(msg.sender, address(this), total);
    }

    function _open(bytes32 nodeId, uint128 deposit, address delegate) private returns (bytes32 channelId) {
        if (deposit == 0) revert ZeroAmount();
        if (nodes.node(nodeId).owner == address(0)) revert INodeRegistry.UnknownNode(nodeId);
        channelId = nextChannelId(msg.sender, nodeId);
        ++_opened[msg.sender];
        _channels[channelId] = Channel(msg.sender, 0, false, deposit, 0, nodeId, delegate);
        emit ChannelOpened(channelId, msg.sender, nodeId, deposit, delegate);
    }

    /*//////////////////////////////////////////////////////////////
                                REDEEMING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPaymentChannels
    function redeem(SignedVoucher calldata signed) external nonReentrant returns (uint128 paid) {
        bytes4 problem = _problem(signed);
        if (problem != OK) _revert(problem);
        paid = _credit(signed.voucher);
        _payNode(_channels[signed.voucher.channelId].nodeId, paid);
    }

    /// @inheritdoc IPaymentChannels
    function redeemMany(SignedVoucher[] calldata signed) external nonReentrant returns (uint128 paid) {
        if (signed.length == 0 || signed.length > MAX_REDEEMS) revert BadLength();
        bytes32 nodeId = _channels[signed[0].voucher.channelId].nodeId;
        for (uint256 i = 0; i < signed.length; ++i) {
            bytes32 channelId = signed[i].voucher.channelId;
            bytes4 problem = _channels[channelId].nodeId == nodeId ? _problem(signed[i]) : MixedNodes.selector;
            if (problem == OK) paid += _credit(signed[i].voucher);
            else emit VoucherSkipped(channelId, problem);
        }
        if (paid != 0) _payNode(nodeId, paid);
    }

    /// @dev Why a voucher cannot be redeemed, as the selector of an error, or OK. Never reverts, so that one bad voucher
    ///      cannot spoil a batch.
    function _problem(SignedVoucher calldata signed) private view returns (bytes4) {
        Voucher calldata v = signed.voucher;
        Channel storage c = _channels[v.channelId];
        if (c.payer == address(0)) return UnknownChannel.selector;
        if (c.closed || (c.closesAt != 0 && block.timestamp >= c.closesAt)) return ChannelGone.selector;
        if (v.cumulativeAmount <= c.claimed) return NotIncreasing.selector;
        if (v.cumulativeAmount > c.deposit) return OverDeposit.selector;
        if (signed.sessionSignature.length != 0 && v.cumulativeAmount > signed.session.maxAmount) return BadVoucher.selector;
        bool valid = isPayerSignature(
            v.channelId,
            _hashTypedDataV4(v.structHash()),
            signed.signature,
            signed.session,
            signed.sessionSignature,
            uint40(block.timestamp)
        );
        return valid ? OK : BadVoucher.selector;
    }

    function _revert(bytes4 selector) private pure {
        if (selector == UnknownChannel.selector || selector == ChannelGone.selector) revert ChannelGone();
        if (selector == NotIncreasing.selector) revert NotIncreasing();
        if (selector == OverDeposit.selector) revert OverDeposit();
        revert BadVoucher();
    }

    /// @dev Moves the channel up to the voucher; returns what the node gets after the fee, which is burned.
    function _credit(Voucher calldata v) private returns (uint128 paid) {
        Channel storage c = _channels[v.channelId];
        uint128 added = v.cumulativeAmount - c.claimed;
        uint128 fee = uint128(uint256(added) * feeBps / BPS);
        paid = added - fee;
        c.claimed = v.cumulativeAmount;
        feesBurned[c.nodeId] += fee;
        emit VoucherRedeemed(
            v.channelId, c.nodeId, epochs.currentEpoch(), v.cumulativeAmount, v.cumulativeMacs, v.receiptHead, paid, fee
        );
        if (fee != 0) token.burn(fee);
    }

    function _payNode(bytes32 nodeId, uint128 amount) private {
        token.safeTransfer(nodes.payoutOf(nodeId), amount);
    }

    /*//////////////////////////////////////////////////////////////
                                 CLOSING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPaymentChannels
    function requestClose(bytes32 channelId) external {
        Channel storage c = _known(channelId);
        if (c.payer != msg.sender) revert NotPayer(msg.sender);
        if (c.closed) revert ChannelGone();
        if (c.closesAt != 0) revert AlreadyClosing(c.closesAt);
        c.closesAt = uint40(block.timestamp) + closeDelay;
        emit CloseRequested(channelId, c.closesAt);
    }

    /// @inheritdoc IPaymentChannels
    function closeByNode(SignedVoucher calldata last, bytes calldata nodeSig) external nonReentrant {
        bytes32 channelId = last.voucher.channelId;
        Channel storage c = _known(channelId);
        if (c.closed) revert ChannelGone();
        CooperativeClose memory close = CooperativeClose(channelId, last.voucher.cumulativeAmount);
        _checkNodeSignature(c.nodeId, _hashTypedDataV4(close.structHash()), nodeSig);
        if (last.voucher.cumulativeAmount != c.claimed) {
            bytes4 problem = _problem(last);
            if (problem != OK) _revert(problem);
            _payNode(c.nodeId, _credit(last.voucher));
        }
        _close(channelId, c);
    }

    /// @inheritdoc IPaymentChannels
    function settle(bytes32 channelId) external nonReentrant {
        Channel storage c = _known(channelId);
        if (c.closed) revert ChannelGone();
        if (c.closesAt == 0 || block.timestamp < c.closesAt) revert NotYet(c.closesAt);
        _close(channelId, c);
    }

    function _close(bytes32 channelId, Channel storage c) private {
        uint128 refund = c.deposit - c.claimed;
        c.closed = true;
        emit ChannelClosed(channelId, c.claimed, refund);
        if (refund != 0) token.safeTransfer(c.payer, refund);
    }

    function _checkNodeSignature(bytes32 nodeId, bytes32 digest, bytes calldata signature) private view {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, signature);
        if (err != ECDSA.RecoverError.NoError || nodes.nodeOfSigner(signer) != nodeId) revert BadVoucher();
    }

    /*//////////////////////////////////////////////////////////////
                                GOVERNANCE
    //////////////////////////////////////////////////////////////*/

    /// @notice Sets the burned part of redemptions, 1/10000, at most 1000. Governor only.
    function setFee(uint16 feeBps_) external restricted {
        _setFee(feeBps_);
    }

    function _setFee(uint16 feeBps_) private {
        if (feeBps_ > MAX_FEE_BPS) revert BadParameter();
        feeBps = feeBps_;
        emit FeeChanged(feeBps_);
    }

    /*//////////////////////////////////////////////////////////////
                                  VIEWS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPaymentChannels
    function isPayerSignature(
        bytes32 channelId,
        bytes32 digest,
        bytes calldata signature,
        SessionKey calldata session,
        bytes calldata sessionSignature,
        uint40 atSeconds
    ) public view returns (bool) {
        address payer = _channels[channelId].payer;
        if (payer == address(0)) return false;
        if (sessionSignature.length == 0) return SignatureChecker.isValidSignatureNow(payer, digest, signature);
        if (session.channelId != channelId || atSeconds > session.validUntil || !_isBy(session.key, digest, signature)) return false;
        bytes32 grant = _hashTypedDataV4(session.structHash());
        return SignatureChecker.isValidSignatureNow(payer, grant, sessionSignature)
            || _isBy(_channels[channelId].delegate, grant, sessionSignature);
    }

    /// @dev Nobody signs as the zero address: what recovers to it is an error.
    function _isBy(address signer, bytes32 digest, bytes calldata signature) private pure returns (bool) {
        (address recovered, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, signature);
        return err == ECDSA.RecoverError.NoError && recovered == signer;
    }

    /// @inheritdoc IPaymentChannels
    function channel(bytes32 channelId) external view returns (Channel memory) {
        return _channels[channelId];
    }

    /// @inheritdoc IPaymentChannels
    function nextChannelId(address payer, bytes32 nodeId) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), payer, nodeId, _opened[payer]));
    }

    /// @inheritdoc IPaymentChannels
    function voucherDigest(Voucher calldata voucher) external view returns (bytes32) {
        return _hashTypedDataV4(voucher.structHash());
    }

    /// @inheritdoc IPaymentChannels
    function sessionKeyDigest(SessionKey calldata session) external view returns (bytes32) {
        return _hashTypedDataV4(session.structHash());
    }

    /// @inheritdoc IPaymentChannels
    function cooperativeCloseDigest(CooperativeClose calldata close) external view returns (bytes32) {
        return _hashTypedDataV4(close.structHash());
    }

    function _known(bytes32 channelId) private view returns (Channel storage c) {
        c = _channels[channelId];
        if (c.payer == address(0)) revert UnknownChannel(channelId);
    }
}
