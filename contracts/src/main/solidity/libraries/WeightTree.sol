// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title A binary tree of sums over 1024 weights: change and draw in ten steps
library WeightTree {
    uint256 internal constant CAPACITY = 1024; // leaves; node 1 is the root, node i has children 2i and 2i+1

    struct Tree {
        mapping(uint256 node => uint256) sums;
    }

    function set(Tree storage tree, uint256 leaf, uint256 weight) internal {
        uint256 node = CAPACITY + leaf;
        tree.sums[node] = weight;
        for (node /= 2; node != 0; node /= 2) {
            tree.sums[node] = tree.sums[2 * node] + tree.sums[2 * node + 1];
        }
    }

    function total(Tree storage tree) internal view returns (uint256) {
        return tree.sums[1];
    }

    /// @notice The leaf that covers `point` of [0, total).
    function find(Tree storage tree, uint256 point) internal view returns (uint256) {
        uint256 node = 1;
        while (node < CAPACITY) {
            node *= 2;
            uint256 left = tree.sums[node];
            if (point >= left) {
                point -= left;
                ++node;
            }
        }
        return node - CAPACITY;
    }
}
