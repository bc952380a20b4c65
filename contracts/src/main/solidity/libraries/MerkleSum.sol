// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title A Merkle tree whose nodes also carry sums, so that leaf i covers an interval of [0, total MACs)
/// @notice leaf = keccak256(0x00 || digest || sums), node = keccak256(0x01 || left || leftSums || right || rightSums). Sums are
///         all MACs and those delivered on time, 16 bytes big endian each; a node's are those of its two parts added up; the
///         odd node of a level moves up unchanged. The tags keep a leaf from passing as a node. No part may say that more
///         came on time than was done: else MACs on time could hide where no point of the MAC axis ever finds them.
library MerkleSum {
    using SafeCast for uint256;

    uint256 internal constant MAX_DEPTH = 32;

    /// @notice A sibling on the way from a leaf to the root.
    struct SumNode {
        bytes32 hash;
        uint128 macs;
        uint128 onTimeMacs;
        bool isLeft; // the sibling is the left child
    }

    /// @notice What a climb arrives at.
    struct Top {
        bytes32 root;
        uint128 macs;
        uint128 onTimeMacs;
        uint128 start; // of the leaf's interval
    }

    error PathTooLong(uint256 length);
    error MoreOnTimeThanDone(uint128 onTimeMacs, uint128 macs);

    function leaf(bytes32 digest, uint128 macs, uint128 onTimeMacs) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x00), digest, macs, onTimeMacs));
    }

    /// @notice Climbs from a leaf, whose MACs came on time or did not.
    function climb(bytes32 digest, uint128 macs, bool onTime, SumNode[] memory path) internal pure returns (Top memory top) {
        if (path.length > MAX_DEPTH) revert PathTooLong(path.length);
        top.onTimeMacs = onTime ? macs : 0;
        top.macs = macs;
        top.root = leaf(digest, macs, top.onTimeMacs);
        for (uint256 i = 0; i < path.length; ++i) {
            SumNode memory sibling = path[i];
            if (sibling.onTimeMacs > sibling.macs) revert MoreOnTimeThanDone(sibling.onTimeMacs, sibling.macs);
            top.root = _node(top, sibling);
            if (sibling.isLeft) top.start += sibling.macs;
            top.macs = (uint256(top.macs) + sibling.macs).toUint128();
            top.onTimeMacs += sibling.onTimeMacs; // no more than the sum of MACs, which fits
        }
    }

    function _node(Top memory top, SumNode memory sibling) private pure returns (bytes32) {
        bytes memory here = abi.encodePacked(top.root, top.macs, top.onTimeMacs);
        bytes memory there = abi.encodePacked(sibling.hash, sibling.macs, sibling.onTimeMacs);
        return keccak256(
            sibling.isLeft ? abi.encodePacked(bytes1(0x01), there, here) : abi.encodePacked(bytes1(0x01), here, there)
        );
    }
}
