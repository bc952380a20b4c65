// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Gains} from "../../main/solidity/libraries/Gains.sol";
import {RewardMath} from "../../main/solidity/libraries/RewardMath.sol";
import {vm} from "./support/Vm.sol";

/// @notice Laws of the pay formula and of the measured gains, for any numbers (I4, I6, I7, I8).
contract RewardsTest {
    function _terms(uint128 base, uint128 improvement, uint8 units, uint128 unitMacs, uint64 target)
        private
        pure
        returns (RewardMath.Terms memory)
    {
        return RewardMath.Terms(base, improvement, 1 + units % 16, 1 + unitMacs % 1e24, 1 + target % 1e15);
    }

    function _pay(RewardMath.Terms memory t, uint128 macs, uint64 gain) private pure returns (uint256) {
        return uint256(RewardMath.basePay(t, macs)) + RewardMath.improvementPay(t, macs, gain);
    }

    function testFuzz_I4_aRoundNeverPaysMoreThanItsBudget(
        uint128 base,
        uint128 improvement,
        uint8 units,
        uint128 unitMacs,
        uint64 target,
        uint64[16] memory gains
    ) public pure {
        RewardMath.Terms memory t = _terms(base, improvement, units, unitMacs, target);
        uint256 paid = 0;
        for (uint256 i = 0; i < t.units; ++i) {
            paid += _pay(t, t.unitMacs, gains[i]);
        }
        vm.assertLe(paid, uint256(base) + improvement, "budget");
    }

    function testFuzz_I6_payRisesWithTheGainAndOnlyWithOnesOwn(
        uint128 base,
        uint128 improvement,
        uint8 units,
        uint128 unitMacs,
        uint64 target,
        uint64 less,
        uint64 more
    ) public pure {
        RewardMath.Terms memory t = _terms(base, improvement, units, unitMacs, target);
        (less, more) = less < more ? (less, more) : (more, less);
        vm.assertLe(_pay(t, t.unitMacs, less), _pay(t, t.unitMacs, more), "monotone");
    }

    function testFuzz_I7_cuttingAUnitInTwoNeverPays(
        uint128 base,
        uint128 improvement,
        uint8 units,
        uint128 unitMacs,
        uint64 target,
        uint128 cutMacs,
        uint64 gain,
        uint64 cutGain
    ) public pure {
        RewardMath.Terms memory t = _terms(base, improvement, units, unitMacs, target);
        cutMacs = cutMacs % (t.unitMacs + 1);
        cutGain = gain == 0 ? 0 : cutGain % gain;
        uint256 parts = _pay(t, cutMacs, cutGain) + _pay(t, t.unitMacs - cutMacs, gain - cutGain);
        vm.assertLe(parts, _pay(t, t.unitMacs, gain), "split");
    }

    /// @dev Builds losses whose two ways meet, from free marginals, and checks the sums.
    function testFuzz_I8_theGainsOfARoundAddUpToTheWholeAndSkippedUnitsGetNone(int32[16] memory steps, uint32[16] memory noise, uint8 size)
        public
        pure
    {
        uint256 n = 1 + size % 16;
        uint64[] memory stderrs = new uint64[](n);
        for (uint256 k = 0; k < n; ++k) stderrs[k] = noise[k] / 8;
        int64[] memory losses = _losses(n, steps, stderrs);
        Gains.Result memory r = Gains.measure(n, losses, stderrs, 2_000);
        vm.assertTrue(r.sound, "both ways meet");
        int256 doubled = 0;
        for (uint256 k = 0; k < n; ++k) {
            doubled += r.doubledGains[k];
            if (!r.kept[k]) vm.assertEq(uint256(r.paidGains[k]), 0, "skipped");
            if (r.paidGains[k] > 0) vm.assertTrue(int256(uint256(r.paidGains[k])) * 2 <= r.doubledGains[k], "never above the mean");
        }
        vm.assertEq(doubled, 2 * r.totalGain, "the gains of the kept units add up exactly");
    }

    function test_lossesOfTheWrongLengthAreUnsound() public pure {
        vm.assertFalse(Gains.measure(2, new int64[](4), new uint64[](2), 2_000).sound, "losses");
        vm.assertFalse(Gains.measure(2, new int64[](5), new uint64[](1), 2_000).sound, "errors");
    }

    function test_extremeLossesDoNotOverflow() public pure {
        int64[] memory losses = new int64[](3);
        (losses[0], losses[1], losses[2]) = (type(int64).max, type(int64).min, type(int64).min);
        Gains.Result memory r = Gains.measure(1, losses, new uint64[](1), 2_000);
        vm.assertEq(r.totalGain, int256(uint256(type(uint64).max)), "whole range");
        vm.assertEq(uint256(r.paidGains[0]), type(uint64).max, "fits");
    }

    function _losses(uint256 n, int32[16] memory steps, uint64[] memory stderrs) private pure returns (int64[] memory losses) {
        losses = new int64[](2 * n + 1);
        losses[0] = 1e15;
        bool[] memory kept = new bool[](n);
        int64 loss = losses[0];
        uint256 keptCount = 0;
        for (uint256 k = 0; k < n; ++k) {
            losses[1 + k] = loss - steps[k];
            kept[k] = int256(steps[k]) > 2 * int256(uint256(stderrs[k]));
            if (kept[k]) (loss, keptCount) = (losses[1 + k], keptCount + 1);
        }
        int64 back = losses[0];
        for (uint256 b = 0; b < n; ++b) {
            uint256 k = n - 1 - b;
            if (!kept[k]) continue;
            // Any path back will do, as long as the last kept unit lands on the same loss.
            back = --keptCount == 0 ? loss : back - steps[b] / 2;
            losses[1 + n + b] = back;
        }
    }
}
