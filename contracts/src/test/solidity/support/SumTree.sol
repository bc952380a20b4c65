// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MerkleSum} from "../../../main/solidity/libraries/MerkleSum.sol";

/// @notice Builds Merkle-sum trees and openings, level by level, independently of the verifying side.
library SumTree {
    struct Leaf {
        bytes32 digest;
        uint128 macs;
    }

    /// @notice Root, total and the path of leaf `index`.
    function open(Leaf[] memory leaves, uint256 index)
        internal
        pure
        returns (bytes32 root, uint128 total, MerkleSum.SumNode[] memory path)
    {
        (bytes32[] memory hashes, uint128[] memory sums) = _bottom(leaves);
        MerkleSum.SumNode[] memory buffer = new MerkleSum.SumNode[](32);
        uint256 depth = 0;
        while (hashes.length > 1) {
            uint256 sibling = index ^ 1;
            if (sibling < hashes.length) {
                buffer[depth++] = MerkleSum.SumNode(hashes[sibling], sums[sibling], sibling < index);
            }
            (hashes, sums) = _up(hashes, sums);
            index /= 2;
        }
        path = new MerkleSum.SumNode[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            path[i] = buffer[i];
        }
        return (hashes[0], sums[0], path);
    }

    function _bottom(Leaf[] memory leaves) private pure returns (bytes32[] memory hashes, uint128[] memory sums) {
        hashes = new bytes32[](leaves.length);
        sums = new uint128[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            hashes[i] = keccak256(abi.encodePacked(bytes1(0x00), leaves[i].digest, leaves[i].macs));
            sums[i] = leaves[i].macs;
        }
    }

    function _up(bytes32[] memory hashes, uint128[] memory sums)
        private
        pure
        returns (bytes32[] memory upHashes, uint128[] memory upSums)
    {
        uint256 size = (hashes.length + 1) / 2;
        upHashes = new bytes32[](size);
        upSums = new uint128[](size);
        for (uint256 i = 0; i < size; ++i) {
            uint256 left = 2 * i;
            if (left + 1 == hashes.length) {
                (upHashes[i], upSums[i]) = (hashes[left], sums[left]);
            } else {
                bytes memory packed =
                    abi.encodePacked(bytes1(0x01), hashes[left], sums[left], hashes[left + 1], sums[left + 1]);
                (upHashes[i], upSums[i]) = (keccak256(packed), sums[left] + sums[left + 1]);
            }
        }
    }
}
