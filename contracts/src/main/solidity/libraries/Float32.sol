// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IEEE 754 single precision: the fused multiply-add, rounded to nearest even
/// @notice Gives the bits of Java's Math.fma for every input: subnormals, infinities and ties included. Any NaN is the
///         canonical one, 0x7fc00000. With it `a + b` is fma(a, 1, b), and a dot product can be settled on chain.
/// @dev Numbers are their 32 bits in a word. A finite number is m * 2^e with an integer m below 2^24, so a product and a sum
///      of two aligned numbers are exact in 256 bits; one rounding follows.
library Float32 {
    uint256 internal constant ONE = 0x3f800000;
    uint256 internal constant NOT_A_NUMBER = 0x7fc00000;
    uint256 internal constant INFINITY = 0x7f800000;

    uint256 private constant SIGN = 0x80000000;
    uint256 private constant MAGNITUDE = 0x7fffffff;
    uint256 private constant FRACTION = 0x7fffff;
    uint256 private constant HIDDEN = 0x800000;
    /// @dev Exponents are kept with this offset, so that none is negative: 2^(e - OFFSET). The lowest is that of a product
    ///      of two subnormals, 2^-298, or GUARD below it.
    uint256 private constant OFFSET = 400;
    /// @dev Zero bits below the larger operand when the smaller one is too small to matter except as a direction.
    uint256 private constant GUARD = 60;
    /// @dev A product has at most 48 bits: this far below the other operand it is less than one unit under the guard bits.
    uint256 private constant FAR = 108;

    /// @notice a * b + c with one rounding.
    function fma(uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
        unchecked {
            uint256 sign = (a ^ b) & SIGN;
            if ((a & INFINITY) == INFINITY || (b & INFINITY) == INFINITY || (c & INFINITY) == INFINITY) {
                return _special(a, b, c, sign);
            }
            uint256 ea = (a >> 23) & 0xff;
            uint256 eb = (b >> 23) & 0xff;
            uint256 product = (ea == 0 ? a & FRACTION : a & FRACTION | HIDDEN) * (eb == 0 ? b & FRACTION : b & FRACTION | HIDDEN);
            uint256 ec = (c >> 23) & 0xff;
            uint256 mc = ec == 0 ? c & FRACTION : c & FRACTION | HIDDEN;
            if (product == 0) {
                if (mc != 0) return c;
                return sign & c; // both zero: negative only if both are
            }
            // The weight of one unit: subnormals share the exponent of the smallest normal numbers.
            uint256 ep = (ea == 0 ? 1 : ea) + (eb == 0 ? 1 : eb) + OFFSET - 300;
            if (mc == 0) return sign | _round(product, ep);
            return _add(product, ep, sign, mc, (ec == 0 ? 1 : ec) + OFFSET - 150, c & SIGN);
        }
    }

    /// @notice a + b with one rounding.
    function add(uint256 a, uint256 b) internal pure returns (uint256) {
        return fma(a, ONE, b);
    }

    /// @notice Bits that fit a word and are no NaN but the canonical one: what fma returns for a given value.
    function isCanonical(uint256 a) internal pure returns (bool) {
        return a <= type(uint32).max && ((a & MAGNITUDE) <= INFINITY || a == NOT_A_NUMBER);
    }

    /// @dev Adds two non-zero magnitudes, exactly or with the smaller one as a direction.
    function _add(uint256 p, uint256 ep, uint256 signP, uint256 c, uint256 ec, uint256 signC) private pure returns (uint256) {
        unchecked {
            uint256 e = ec;
            if (ep >= ec) {
                if (ep - ec > FAR) (p, c, e) = (p << GUARD, 1, ep - GUARD);
                else p <<= ep - ec;
            } else {
                e = ep;
                if (ec - ep > FAR) (p, c, e) = (1, c << GUARD, ec - GUARD);
                else c <<= ec - ep;
            }
            if (signP == signC) return signP | _round(p + c, e);
            if (p == c) return 0;
            return p > c ? signP | _round(p - c, e) : signC | _round(c - p, e);
        }
    }

    /// @dev The magnitude m * 2^(e - OFFSET), m > 0, rounded to 24 bits or to the subnormals' unit.
    function _round(uint256 m, uint256 e) private pure returns (uint256 bits) {
        unchecked {
            uint256 length = _bitLength(m);
            uint256 unit = length + e - 24; // of a normal result; never negative, for e >= OFFSET - 298 - GUARD
            if (unit < OFFSET - 149) unit = OFFSET - 149;
            if (unit <= e) {
                m <<= e - unit;
            } else {
                uint256 shift = unit - e;
                uint256 half = uint256(1) << (shift - 1);
                uint256 rest = m & ((half << 1) - 1);
                m >>= shift;
                if (rest > half || (rest == half && m & 1 == 1)) ++m;
            }
            // A carry out of the 24 bits runs into the exponent, as it should.
            bits = ((unit - (OFFSET - 149)) << 23) + m;
            if (bits > INFINITY) bits = INFINITY;
        }
    }

    function _bitLength(uint256 m) private pure returns (uint256 length) {
        // Thousands of these run in one call.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            length := shl(7, lt(0xffffffffffffffffffffffffffffffff, m))
            length := or(length, shl(6, lt(0xffffffffffffffff, shr(length, m))))
            length := or(length, shl(5, lt(0xffffffff, shr(length, m))))
            length := or(length, shl(4, lt(0xffff, shr(length, m))))
            length := or(length, shl(3, lt(0xff, shr(length, m))))
            length := or(length, shl(2, lt(0xf, shr(length, m))))
            length := or(length, shl(1, lt(0x3, shr(length, m))))
            length := add(or(length, lt(0x1, shr(length, m))), 1)
        }
    }

    /// @dev At least one operand is infinite or no number.
    function _special(uint256 a, uint256 b, uint256 c, uint256 sign) private pure returns (uint256) {
        (uint256 absA, uint256 absB, uint256 absC) = (a & MAGNITUDE, b & MAGNITUDE, c & MAGNITUDE);
        if (absA > INFINITY || absB > INFINITY || absC > INFINITY) return NOT_A_NUMBER;
        if (absA != INFINITY && absB != INFINITY) return c;
        if (absA == 0 || absB == 0) return NOT_A_NUMBER;
        if (absC == INFINITY && (c & SIGN) != sign) return NOT_A_NUMBER;
        return sign | INFINITY;
    }
}
