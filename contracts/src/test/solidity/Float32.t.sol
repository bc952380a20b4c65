// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "../../main/solidity/CanonicalArithmetic.sol";
import {vm} from "./support/Vm.sol";

/// @notice The shipped arithmetic against Java's Math.fma: the operands are drawn from hashes, the results folded.
contract Float32Test {
    string private constant FOLDER = "../proof-of-work-verification/core/src/test/resources/golden/";
    uint256 private constant BLOCK = 256;
    uint32 private constant SIGN = 0x80000000;
    uint32 private constant NO_EXPONENT = 0x807fffff;

    CanonicalArithmetic internal arithmetic;
    uint32[16] private _specials = [
        0,
        SIGN,
        0x3f800000,
        0xbf800000,
        0x7f800000,
        0xff800000,
        0x7fc00000,
        0x7f800001,
        1,
        0x80000001,
        0x007fffff,
        0x00800000,
        0x80800000,
        0x7f7fffff,
        0xff7fffff,
        0x33800000
    ];

    function setUp() public {
        arithmetic = CanonicalArithmetic(vm.deployCode("target/solidity/CanonicalArithmetic.json", ""));
    }

    function test_equalsJavasFmaOnThousandsOfHardCases() public view {
        _checkFold("fma-fold.json");
    }

    /// @dev Minutes: only in the long profile.
    function testLong_equalsJavasFmaOnMillionsOfHardCases() public view {
        _checkFold("fma-fold-long.json");
    }

    function test_namedCases() public view {
        vm.assertEq(arithmetic.fma(0x3f800001, 0x3f800001, 0xbf800002), 0x28800000, "only a fused product keeps 2^-46");
        vm.assertEq(arithmetic.fma(0x00000001, 0x3f000000, 0), 0, "half the smallest subnormal ties to even");
        vm.assertEq(arithmetic.fma(0x00000003, 0x3f000000, 0), 2, "one and a half of it rounds up");
        vm.assertEq(arithmetic.fma(0x7f7fffff, 0x40000000, 0), 0x7f800000, "overflow");
        vm.assertEq(arithmetic.fma(0x7f7fffff, 0x40000000, 0xff7fffff), 0x7f7fffff, "no overflow inside");
        vm.assertEq(arithmetic.fma(0x7f800000, 0, 0x3f800000), 0x7fc00000, "infinity times zero");
        vm.assertEq(arithmetic.fma(SIGN, 0x3f800000, SIGN), SIGN, "two negative zeros");
        vm.assertEq(arithmetic.fma(SIGN, 0x3f800000, 0), 0, "zeros of both signs");
        vm.assertEq(arithmetic.fma(0x3f800000, 0x3f800000, 0xbf800000), 0, "a difference of equals is +0");
    }

    function testFuzz_multiplicationCommutesAndSignsMirror(uint32 a, uint32 b, uint32 c) public view {
        uint32 result = arithmetic.fma(a, b, c);
        vm.assertEq(arithmetic.fma(b, a, c), result, "a b = b a");
        if (result & 0x7fffffff <= 0x7f800000 && result != 0) {
            vm.assertEq(arithmetic.fma(a ^ SIGN, b, c ^ SIGN), result ^ SIGN, "-(a b + c)");
        }
    }

    function test_dotProductsHaveTheEnginesBits() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "dots.json"));
        uint256 i = 0;
        for (; vm.keyExistsJson(json, string.concat("$[", vm.toString(i), "]")); ++i) {
            string memory path = string.concat("$[", vm.toString(i), "]");
            uint256 length = vm.parseJsonUint(json, string.concat(path, ".length"));
            bool bfloat16 = i % 2 == 1;
            (bytes memory x, bytes memory w) = _rows(length, bfloat16);
            vm.assertEq(arithmetic.dot(x, w, bfloat16), vm.parseJsonUint(json, string.concat(path, ".bits")), path);
        }
        vm.assertEq(i, 14, "seven lengths, two types");
    }

    function _rows(uint256 length, bool bfloat16) private pure returns (bytes memory x, bytes memory w) {
        uint256 size = bfloat16 ? 2 : 4;
        (x, w) = (new bytes(length * 4), new bytes(length * size));
        for (uint256 k = 0; k < length; ++k) {
            uint256 word = uint256(keccak256(abi.encode(length, k)));
            uint256 weight = _nearOne(uint32(word >> 32)) >> (bfloat16 ? 16 : 0);
            for (uint256 i = 0; i < 4; ++i) x[4 * k + i] = bytes1(uint8(_nearOne(uint32(word)) >> (8 * i)));
            for (uint256 i = 0; i < size; ++i) w[size * k + i] = bytes1(uint8(weight >> (8 * i)));
        }
    }

    function _nearOne(uint32 raw) private pure returns (uint32) {
        return raw & NO_EXPONENT | ((120 + ((raw >> 23) & 15)) << 23);
    }

    function _checkFold(string memory file) private view {
        string memory json = vm.readFile(string.concat(FOLDER, file));
        uint256 count = vm.parseJsonUint(json, "$.count");
        bytes32 fold = bytes32(0);
        uint32[][3] memory abc;
        for (uint256 k = 0; k < 3; ++k) abc[k] = new uint32[](BLOCK);
        bytes32 heap;
        assembly {
            heap := mload(0x40)
        }
        for (uint256 from = 0; from < count; from += BLOCK) {
            for (uint256 i = 0; i < BLOCK; ++i) _operands(from + i, i, abc);
            fold = keccak256(abi.encode(fold, arithmetic.fmaAll(abc[0], abc[1], abc[2])));
            assembly {
                mstore(0x40, heap) // what the block allocated is done with
            }
        }
        vm.assertEq(fold, vm.parseJsonBytes32(json, "$.fold"), "fold of all results");
    }

    function _operands(uint256 index, uint256 i, uint32[][3] memory abc) private view {
        uint256 word = uint256(keccak256(abi.encode(index)));
        abc[0][i] = _shape(uint32(word), uint8(word >> 96));
        abc[1][i] = _shape(uint32(word >> 32), uint8(word >> 104));
        abc[2][i] = _third(uint32(word >> 64), uint8(word >> 112), abc[0][i], abc[1][i]);
    }

    function _third(uint32 raw, uint8 mode, uint32 a, uint32 b) private view returns (uint32) {
        if (mode < 232) return _shape(raw, mode);
        uint32 product = arithmetic.fma(a, b, 0);
        if (mode >= 240) return product ^ SIGN;
        uint32 exponent = (product >> 23) & 0xff;
        return exponent > 24 ? raw & SIGN | ((exponent - 24) << 23) : _shape(raw, mode);
    }

    function _shape(uint32 raw, uint8 mode) private view returns (uint32) {
        uint32 exponent = raw >> 23;
        uint8 kind = mode >> 5;
        if (kind <= 1) return raw;
        if (kind == 2) return raw & NO_EXPONENT | ((96 + (exponent & 63)) << 23);
        if (kind == 3) return raw & NO_EXPONENT | ((exponent & 3) << 23);
        if (kind == 4) return raw | 0x7e000000;
        if (kind == 5) return raw & 0xfff80000;
        if (kind == 6) return _specials[raw & 15];
        return raw & NO_EXPONENT | ((120 + (exponent & 15)) << 23);
    }
}
