// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The order in which a round's units are merged
library MergeOrder {
    /// @notice Shuffles in place, Fisher-Yates from the end: i swaps with keccak(abi.encode(seed, jobId, round, i)) mod (i + 1).
    function shuffle(uint8[] memory units, bytes32 seed, bytes32 jobId, uint16 round) internal pure {
        for (uint256 count = units.length; count > 1; --count) {
            uint256 i = count - 1;
            uint256 k = uint256(keccak256(abi.encode(seed, jobId, round, i))) % count;
            (units[i], units[k]) = (units[k], units[i]);
        }
    }
}
