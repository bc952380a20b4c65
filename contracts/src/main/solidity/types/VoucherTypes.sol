// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice "Of this channel's deposit, so much in total is yours." Domain Peerz.PaymentChannels.
/// @dev Cumulative: a later voucher replaces an earlier one, so only the best one ever needs redeeming.
struct Voucher {
    bytes32 channelId;
    uint128 cumulativeAmount; // wei
    uint128 cumulativeMacs;
    bytes32 receiptHead; // digest of the newest receipt paid for: binds money to work
}

/// @notice Signed once by the payer's wallet: "this key may sign my vouchers and receipts up to a limit."
struct SessionKey {
    bytes32 channelId;
    address key;
    uint128 maxAmount; // wei, cumulative over the channel
    uint40 validUntil; // seconds
}

/// @notice Signed by the node: "finalAmount is all I will ever redeem, the rest may go back at once."
struct CooperativeClose {
    bytes32 channelId;
    uint128 finalAmount; // wei, cumulative over the channel
}

/// @notice A voucher with its signature; with a session key's grant when that key signed it.
/// @dev `sessionSignature` is the payer's over `session`; empty when the payer signed the voucher directly.
struct SignedVoucher {
    Voucher voucher;
    bytes signature;
    SessionKey session;
    bytes sessionSignature;
}

using VoucherTypes for Voucher global;
using VoucherTypes for SessionKey global;
using VoucherTypes for CooperativeClose global;

/// @title EIP-712 struct hashes of the payment messages
library VoucherTypes {
    bytes32 internal constant VOUCHER_TYPEHASH =
        keccak256("Voucher(bytes32 channelId,uint128 cumulativeAmount,uint128 cumulativeMacs,bytes32 receiptHead)");
    bytes32 internal constant SESSION_KEY_TYPEHASH =
        keccak256("SessionKey(bytes32 channelId,address key,uint128 maxAmount,uint40 validUntil)");
    bytes32 internal constant COOPERATIVE_CLOSE_TYPEHASH = keccak256("CooperativeClose(bytes32 channelId,uint128 finalAmount)");

    function structHash(Voucher memory voucher) internal pure returns (bytes32) {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, voucher));
    }

    function structHash(SessionKey memory session) internal pure returns (bytes32) {
        return keccak256(abi.encode(SESSION_KEY_TYPEHASH, session));
    }

    function structHash(CooperativeClose memory close) internal pure returns (bytes32) {
        return keccak256(abi.encode(COOPERATIVE_CLOSE_TYPEHASH, close));
    }
}
