// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Float32} from "./Float32.sol";

/// @title A dot product in the one order that the exact engine uses
/// @notice Sixteen accumulators from +0; element k goes to accumulator k mod 16 by fused multiply-add; then the upper half
///         is added onto the lower: 8, 4, 2, 1. The order is part of the arithmetic: every machine gives the same bits.
library CanonicalDot {
    uint256 private constant LANES = 16;

    error WrongLength(uint256 length);

    /// @param x float32 values, little endian as in a row of activations
    /// @param w as many weights as stored: float32 or, if `bfloat16`, the upper halves of float32 values, little endian
    function dot(bytes memory x, bytes memory w, bool bfloat16) internal pure returns (uint256) {
        uint256 length = x.length / 4;
        if (x.length % 4 != 0 || w.length != length * (bfloat16 ? 2 : 4)) revert WrongLength(w.length);
        uint256[LANES] memory lanes;
        unchecked {
            for (uint256 k = 0; k < length; ++k) {
                uint256 weight = bfloat16 ? _half(w, k) << 16 : _word(w, k);
                lanes[k % LANES] = Float32.fma(_word(x, k), weight, lanes[k % LANES]);
            }
            for (uint256 half = LANES / 2; half != 0; half /= 2) {
                for (uint256 lane = 0; lane < half; ++lane) lanes[lane] = Float32.add(lanes[lane], lanes[lane + half]);
            }
        }
        return lanes[0];
    }

    /// @notice The value at `index` of a row of float32 values.
    function element(bytes memory row, uint256 index) internal pure returns (uint256) {
        if (index >= row.length / 4) revert WrongLength(row.length);
        return _word(row, index);
    }

    function _word(bytes memory row, uint256 index) private pure returns (uint256 value) {
        // Thousands of these run in one call.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            // The four bytes end at 32 + 4 (index + 1): read the word that ends there, whose last bytes they are.
            let word := mload(add(row, mul(4, add(index, 1))))
            value := or(or(shl(24, and(word, 0xff)), shl(8, and(word, 0xff00))), or(and(shr(8, word), 0xff00), and(shr(24, word), 0xff)))
        }
    }

    function _half(bytes memory row, uint256 index) private pure returns (uint256 value) {
        // Thousands of these run in one call.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let word := mload(add(row, mul(2, add(index, 1))))
            value := or(shl(8, and(word, 0xff)), and(shr(8, word), 0xff))
        }
    }
}
