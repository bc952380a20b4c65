// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CooperativeClose, SessionKey, SignedVoucher, Voucher} from "../types/VoucherTypes.sol";

/// @title Payment for inference: one-way channels with cumulative vouchers
/// @notice One channel per payer and node, so a deposit is promised to one node only. Amounts in wei.
interface IPaymentChannels {
    /// @notice Kept for ever: receipts of a closed channel can still be checked.
    struct Channel {
        address payer;
        uint40 closesAt; // seconds; 0: nobody asked to close
        bool closed;
        uint128 deposit;
        uint128 claimed; // paid to the node so far, fees included; never falls
        bytes32 nodeId;
        address delegate; // may grant session keys in the payer's place; 0: nobody may
    }

    event ChannelOpened(
        bytes32 indexed channelId, address indexed payer, bytes32 indexed nodeId, uint128 deposit, address delegate
    );
    event ChannelToppedUp(bytes32 indexed channelId, uint128 deposit);
    event CloseRequested(bytes32 indexed channelId, uint40 closesAt);
    event VoucherRedeemed(
        bytes32 indexed channelId,
        bytes32 indexed nodeId,
        uint64 indexed epoch,
        uint128 cumulativeAmount,
        uint128 cumulativeMacs,
        bytes32 receiptHead,
        uint128 paid,
        uint128 fee
    );
    /// @notice A voucher of redeemMany was left out; the others were paid.
    event VoucherSkipped(bytes32 indexed channelId, bytes4 reason);
    event ChannelClosed(bytes32 indexed channelId, uint128 paidTotal, uint128 refund);
    event FeeChanged(uint16 feeBps);

    error UnknownChannel(bytes32 channelId);
    error ChannelGone();
    error BadVoucher();
    error NotIncreasing();
    error OverDeposit();
    error NotPayer(address caller);
    error NotYet(uint40 allowedFrom);
    error AlreadyClosing(uint40 closesAt);
    error BadLength();
    error MixedNodes();
    error ZeroAmount();
    error BadParameter();

    /// @notice Opens a channel to each node with one transfer, at most 32.
    /// @param delegate may grant session keys of these channels, for as long as they live: the transaction then says all
    ///        that a wallet has to say, and no channel needs a signature of its own. 0: only the payer grants.
    function openMany(bytes32[] calldata nodeIds, uint128[] calldata deposits, address delegate)
        external
        returns (bytes32[] memory ids);

    /// @notice openMany in one transaction. A permit that was already used by somebody else is not an error.
    function openManyWithPermit(
        bytes32[] calldata nodeIds,
        uint128[] calldata deposits,
        address delegate,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32[] memory ids);

    /// @notice Anybody may add to an open channel.
    function topUp(bytes32 channelId, uint128 amount) external;

    /// @notice Pays a node what a voucher adds to what it has claimed. Anybody may call, until closesAt; never pausable.
    function redeem(SignedVoucher calldata signed) external returns (uint128 paid);

    /// @notice Redeems vouchers of one node with one transfer, at most 64. One that is bad or stale is skipped.
    function redeemMany(SignedVoucher[] calldata signed) external returns (uint128 paid);

    /// @notice Payer only: the node may redeem for closeDelay more, then the rest can be taken back.
    function requestClose(bytes32 channelId) external;

    /// @notice Redeems the last voucher and refunds the payer at once; needs the node's signature over CooperativeClose.
    /// @dev If the voucher's amount is already claimed, its signature is not looked at.
    function closeByNode(SignedVoucher calldata last, bytes calldata nodeSig) external;

    /// @notice Anybody, from closesAt on: refunds the payer.
    function settle(bytes32 channelId) external;

    function channel(bytes32 channelId) external view returns (Channel memory);

    /// @notice The id that the payer's next channel to this node gets, if it is opened next.
    function nextChannelId(address payer, bytes32 nodeId) external view returns (bytes32);

    /// @notice Fees burned with a node's vouchers since the beginning: the ceiling of its rebates.
    function feesBurned(bytes32 nodeId) external view returns (uint128);

    /// @notice Whether `digest` is signed by the channel's payer, or by a session key valid at `atSeconds`, which the payer
    ///         or the channel's delegate granted.
    function isPayerSignature(
        bytes32 channelId,
        bytes32 digest,
        bytes calldata signature,
        SessionKey calldata session,
        bytes calldata sessionSignature,
        uint40 atSeconds
    ) external view returns (bool);

    function closeDelay() external view returns (uint40);

    function feeBps() external view returns (uint16);

    /// @notice EIP-712 digests as this contract's domain makes them.
    function voucherDigest(Voucher calldata voucher) external view returns (bytes32);

    function sessionKeyDigest(SessionKey calldata session) external view returns (bytes32);

    function cooperativeCloseDigest(CooperativeClose calldata close) external view returns (bytes32);
}
