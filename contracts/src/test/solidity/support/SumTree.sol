// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MerkleSum} from "../../../main/solidity/libraries/MerkleSum.sol";

/// @notice Builds Merkle-sum trees and openings, level by level, independently of the verifying side.
library SumTree {
    /// @dev Also an inner node, whose digest is its hash.
    struct Leaf {
        bytes32 digest;
        uint128 macs;
        uint128 onTimeMacs;
    }

    /// @notice Root, sums and the path of leaf `index`.
    function open(Leaf[] memory leaves, uint256 index)
        internal
        pure
        returns (Leaf memory top, MerkleSum.SumNode[] memory path)
    {
        Leaf[] memory level = _bottom(leaves);
        MerkleSum.SumNode[] memory buffer = new MerkleSum.SumNode[](32);
        uint256 depth = 0;
        while (level.length > 1) {
            uint256 sibling = index ^ 1;
            if (sibling < level.length) {
                Leaf memory n = level[sibling];
                buffer[depth++] = MerkleSum.SumNode(n.digest, n.macs, n.onTimeMacs, sibling < index);
            }
            level = _up(level);
            index /= 2;
        }
        path = new MerkleSum.SumNode[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            path[i] = buffer[i];
        }
        return (level[0], path);
    }

    function _bottom(Leaf[] memory leaves) private pure returns (Leaf[] memory level) {
        level = new Leaf[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            Leaf memory l = leaves[i];
            level[i] = Leaf(keccak256(bytes.concat(bytes1(0x00), _bytesOf(l))), l.macs, l.onTimeMacs);
        }
    }

    function _up(Leaf[] memory level) private pure returns (Leaf[] memory up) {
        up = new Leaf[]((level.length + 1) / 2);
        for (uint256 i = 0; i < up.length; ++i) {
            Leaf memory left = level[2 * i];
            if (2 * i + 1 == level.length) {
                up[i] = left;
            } else {
                Leaf memory right = level[2 * i + 1];
                bytes32 hash = keccak256(bytes.concat(bytes1(0x01), _bytesOf(left), _bytesOf(right)));
                up[i] = Leaf(hash, left.macs + right.macs, left.onTimeMacs + right.onTimeMacs);
            }
        }
    }

    function _bytesOf(Leaf memory n) private pure returns (bytes memory) {
        return abi.encodePacked(n.digest, n.macs, n.onTimeMacs);
    }
}
