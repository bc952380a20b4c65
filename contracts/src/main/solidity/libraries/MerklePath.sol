// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Binary Merkle trees whose leaf has a known place
/// @notice leaf = hash(0x00 || row), node = hash(0x01 || left || right); the odd last node of a level moves up unchanged, so
///         index and count alone say where each sibling stands. Activations hash with Keccak-256, weights with SHA-256.
library MerklePath {
    error BadPath();

    function leafOf(bytes memory row) internal pure returns (bytes32) {
        return keccak256(bytes.concat(bytes1(0x00), row));
    }

    /// @notice Root over the leaves' hashes, which are overwritten.
    function rootOf(bytes32[] memory level) internal pure returns (bytes32) {
        if (level.length == 0) revert BadPath();
        for (uint256 width = level.length; width > 1; width = (width + 1) / 2) {
            for (uint256 i = 0; i < width / 2; ++i) level[i] = _node(level[2 * i], level[2 * i + 1]);
            if (width % 2 == 1) level[width / 2] = level[width - 1];
        }
        return level[0];
    }

    /// @notice Root that `leaf` at `index` of `count` leaves leads to.
    function climb(bytes32 leaf, uint256 index, uint256 count, bytes32[] memory path) internal pure returns (bytes32 root) {
        if (index >= count) revert BadPath();
        root = leaf;
        uint256 used = 0;
        for (; count > 1; (index, count) = (index / 2, (count + 1) / 2)) {
            if (index == count - 1 && index % 2 == 0) continue; // promoted
            if (used == path.length) revert BadPath();
            bytes32 sibling = path[used++];
            root = index % 2 == 0 ? _node(root, sibling) : _node(sibling, root);
        }
        if (used != path.length) revert BadPath();
    }

    /// @notice As climb, in a tree of SHA-256, from the row itself.
    function climbSha(bytes memory row, uint256 index, uint256 count, bytes32[] memory path) internal pure returns (bytes32 root) {
        if (index >= count) revert BadPath();
        root = sha256(bytes.concat(bytes1(0x00), row));
        uint256 used = 0;
        for (; count > 1; (index, count) = (index / 2, (count + 1) / 2)) {
            if (index == count - 1 && index % 2 == 0) continue;
            if (used == path.length) revert BadPath();
            bytes32 sibling = path[used++];
            (bytes32 left, bytes32 right) = index % 2 == 0 ? (root, sibling) : (sibling, root);
            root = sha256(abi.encodePacked(bytes1(0x01), left, right));
        }
        if (used != path.length) revert BadPath();
    }

    function _node(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x01), left, right));
    }
}
