// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What one unit earns: a posted price per verified MAC, scaled by measured improvement per MAC
/// @notice reward = c/C * (Base + Improvement * min(1, e/e_target)), with c the unit's MACs, C = units * unitMacs the plan,
///         e = gain/c and e_target = targetGain/unitMacs. Given its gain, a unit's pay does not depend on other units, so
///         splitting identities or harming others wins nothing. Each term is rounded down.
library RewardMath {
    struct Terms {
        uint128 base; // wei per round
        uint128 improvement; // wei per round
        uint8 units; // planned per round
        uint128 unitMacs;
        uint64 targetGain; // nano-nats per token at which a unit earns the full improvement price
    }

    function basePay(Terms memory t, uint128 macs) internal pure returns (uint128) {
        return uint128(Math.mulDiv(t.base, macs, uint256(t.units) * t.unitMacs));
    }

    function improvementPay(Terms memory t, uint128 macs, uint64 gain) internal pure returns (uint128) {
        uint256 earned = Math.min(uint256(gain) * t.unitMacs, uint256(macs) * t.targetGain);
        return uint128(Math.mulDiv(t.improvement, earned, uint256(t.units) * t.unitMacs * t.targetGain));
    }
}
