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

    /// forge-config: long.fuzz.runs = 100000
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

    /// forge-config: long.fuzz.runs = 100000
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

    /// forge-config: long.fuzz.runs = 100000
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
    /// forge-config: long.fuzz.runs = 100000
    function testFuzz_I8_theGainsOfARoundAddUpToTheWholeAndMarkedUnitsGetNone(
        int32[16] memory out,
        int32[16] memory back,
        uint32[16] memory noise,
        uint16 marked,
        uint8 size
    ) public pure {
        uint256 n = 1 + size % 16;
        (int64[] memory losses, uint64[] memory errors) = _round(n, out, back, noise, marked);
        Gains.Result memory r = Gains.measure(n, losses, errors, 2_000);
        vm.assertTrue(r.sound, "both ways meet");
        int256 doubled = 0;
        for (uint256 k = 0; k < n; ++k) {
            doubled += r.doubledGains[k];
            if (r.verdicts[k] != Gains.Verdict.Joined) vm.assertEq(uint256(r.paidGains[k]), 0, "marked");
            if (r.paidGains[k] > 0) vm.assertTrue(int256(uint256(r.paidGains[k])) * 2 <= r.doubledGains[k], "never above the mean");
        }
        vm.assertEq(doubled, 2 * r.totalGain, "the gains add up exactly");
    }

    /// @dev A unit's paid gain depends on its own marginals and error alone.
    /// forge-config: long.fuzz.runs = 100000
    function testFuzz_I6_noOtherUnitsErrorChangesWhatAUnitIsPaid(
        int32[16] memory out,
        int32[16] memory back,
        uint32[16] memory noise,
        uint32[16] memory otherNoise,
        uint8 unit
    ) public pure {
        (int64[] memory losses, uint64[] memory errors) = _round(16, out, back, noise, 0);
        uint256 k = unit % 16;
        uint64 paid = Gains.measure(16, losses, errors, 2_000).paidGains[k];
        for (uint256 i = 0; i < 16; ++i) {
            if (i != k) errors[i] = otherNoise[i];
        }
        vm.assertEq(uint256(Gains.measure(16, losses, errors, 2_000).paidGains[k]), paid, "mine");
    }

    function testFuzz_aMarkedUnitThatMovesALossIsUnsound(
        int32[16] memory out,
        int32[16] memory back,
        uint32[16] memory noise,
        uint8 unit
    ) public pure {
        uint256 k = unit % 16;
        if (out[k] == 0) out[k] = 1;
        (int64[] memory losses, uint64[] memory errors) = _round(16, out, back, noise, 0);
        errors[k] = Gains.LEFT_OUT;
        vm.assertFalse(Gains.measure(16, losses, errors, 2_000).sound, "moved");
    }

    function testFuzz_onlyTheFirstUnitCanBeCaught(int32[16] memory out, int32[16] memory back, uint32[16] memory noise, uint8 unit)
        public
        pure
    {
        uint256 k = unit % 16;
        (int64[] memory losses, uint64[] memory errors) = _round(16, out, back, noise, uint16(1 << k));
        errors[k] = Gains.CAUGHT;
        vm.assertTrue(Gains.measure(16, losses, errors, 2_000).sound == (k == 0), "first only");
    }

    function test_lossesOfTheWrongLengthAreUnsound() public pure {
        vm.assertFalse(Gains.measure(2, new int64[](4), new uint64[](2), 2_000).sound, "losses");
        vm.assertFalse(Gains.measure(2, new int64[](5), new uint64[](1), 2_000).sound, "errors");
    }

    function test_lossesBeyondABillionNatsAreUnsound() public pure {
        int64[] memory losses = new int64[](3);
        (losses[0], losses[1], losses[2]) = (1e18, -1e18, -1e18);
        Gains.Result memory r = Gains.measure(1, losses, new uint64[](1), 2_000);
        vm.assertTrue(r.sound, "the widest range");
        vm.assertEq(uint256(r.paidGains[0]), 2e18, "fits");
        losses[0] += 1;
        vm.assertFalse(Gains.measure(1, losses, new uint64[](1), 2_000).sound, "beyond");
    }

    /// @dev Units whose bit in `marked` is set are left out; the others move both ways by any amounts, but for the one that comes
    ///      last on the way back, which lands where the way out ended.
    function _round(uint256 n, int32[16] memory out, int32[16] memory back, uint32[16] memory noise, uint16 marked)
        private
        pure
        returns (int64[] memory losses, uint64[] memory errors)
    {
        losses = new int64[](2 * n + 1);
        errors = new uint64[](n);
        losses[0] = 1e15;
        uint256 left = 0;
        for (uint256 k = 0; k < n; ++k) {
            bool joined = marked >> k & 1 == 0;
            if (joined) ++left;
            errors[k] = joined ? noise[k] / 8 : Gains.LEFT_OUT;
            losses[1 + k] = losses[k] - (joined ? int64(out[k]) : int64(0));
        }
        int64 loss = losses[0];
        for (uint256 b = 0; b < n; ++b) {
            uint256 k = n - 1 - b;
            if (marked >> k & 1 == 0) loss = --left == 0 ? losses[n] : loss - back[k];
            losses[1 + n + b] = loss;
        }
    }
}
