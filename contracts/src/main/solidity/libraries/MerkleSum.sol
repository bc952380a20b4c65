// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title A Merkle tree whose nodes also carry a sum, so that leaf i covers an interval of [0, total)
/// @notice leaf = keccak256(0x00 || digest || sum), node = keccak256(0x01 || left || leftSum || right || rightSum), sums as
///         16 bytes big endian, node sum = leftSum + rightSum; the odd node of a level moves up unchanged. The tags keep a
///         leaf from passing as a node.
library MerkleSum {
    using SafeCast for uint256;

    uint256 internal constant MAX_DEPTH = 32;

    /// @notice A sibling on the way from a leaf to the root.
    struct SumNode {
        bytes32 hash;
        uint128 macs;
        bool isLeft; // the sibling is the left child
    }

    error PathTooLong(uint256 length);

    function leaf(bytes32 digest, uint128 macs) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x00), digest, macs));
    }

    function node(bytes32 left, uint128 leftMacs, bytes32 right, uint128 rightMacs) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x01), left, leftMacs, right, rightMacs));
    }

    /// @notice Climbs from a leaf; returns the root, its sum, and where the leaf's interval starts.
    function climb(bytes32 digest, uint128 macs, SumNode[] memory path)
        internal
        pure
        returns (bytes32 root, uint128 total, uint128 start)
    {
        if (path.length > MAX_DEPTH) revert PathTooLong(path.length);
        root = leaf(digest, macs);
        total = macs;
        for (uint256 i = 0; i < path.length; ++i) {
            SumNode memory sibling = path[i];
            if (sibling.isLeft) {
                root = node(sibling.hash, sibling.macs, root, total);
                start += sibling.macs;
            } else {
                root = node(root, total, sibling.hash, sibling.macs);
            }
            total = (uint256(total) + sibling.macs).toUint128();
        }
    }
}
