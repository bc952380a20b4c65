// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Measured improvement of each unit of a round, from losses along one order and its full reverse
/// @notice Evaluators report integers only, in nano-nats per token, for n units in a drawn order:
///         losses[0]          the round's base
///         losses[1 + k]      after the k-th unit of the order had its turn
///         losses[1 + n + b]  the same from the other end: b = 0 is the last unit of the order
///         errors[k]          standard error of the k-th unit's gain, or a mark
///         A unit that joins moves the loss on both ways; one with a mark moves neither. LEFT_OUT marks an update that did
///         not lower the loss by itself. CAUGHT marks one that was trained again and came out differently: only the first
///         unit of the order is, so only it can carry that mark.
///         Both ways end with the same units, so they must end at the same loss. A unit's gain is the mean of its two
///         marginals: the gains of a round add up to first loss minus last loss, exactly, because every marginal is a
///         difference of neighbours. What is paid is that mean minus kappa standard errors, never below zero.
library Gains {
    enum Verdict {
        Joined,
        LeftOut,
        Caught
    }

    struct Result {
        bool sound; // lengths and losses are within bounds, marks are where they may be, both ways meet
        Verdict[] verdicts; // by position in the order
        int256[] doubledGains; // nano-nats per token, times two, so that the mean stays an integer
        uint64[] paidGains; // nano-nats per token
        int256 totalGain; // first loss minus last loss
    }

    uint64 internal constant LEFT_OUT = uint64(type(int64).max);
    uint64 internal constant CAUGHT = LEFT_OUT - 1;
    uint256 internal constant MILLI = 1000;
    /// @dev A billion nats: no sum of four losses leaves 64 bits, in any language.
    int64 internal constant MAX_LOSS = 1e18;

    function measure(uint256 n, int64[] memory losses, uint64[] memory errors, uint16 kappaMilli)
        internal
        pure
        returns (Result memory r)
    {
        r.verdicts = new Verdict[](n);
        r.doubledGains = new int256[](n);
        r.paidGains = new uint64[](n);
        if (losses.length != 2 * n + 1 || errors.length != n || !_bounded(losses)) return r;
        r.sound = losses[n] == losses[2 * n];
        r.totalGain = int256(losses[0]) - losses[n];
        for (uint256 k = 0; k < n; ++k) {
            int256 out = int256(losses[k]) - losses[k + 1];
            int256 back = _lossBefore(n, losses, k) - losses[2 * n - k];
            r.verdicts[k] = verdictOf(errors[k]);
            r.doubledGains[k] = out + back;
            if (r.verdicts[k] == Verdict.Joined) {
                r.paidGains[k] = lowerBound(r.doubledGains[k], errors[k], kappaMilli);
            } else if (out != 0 || back != 0 || (k != 0 && r.verdicts[k] == Verdict.Caught)) {
                r.sound = false;
            }
        }
    }

    function verdictOf(uint64 error_) internal pure returns (Verdict) {
        if (error_ == LEFT_OUT) return Verdict.LeftOut;
        return error_ == CAUGHT ? Verdict.Caught : Verdict.Joined;
    }

    /// @notice max(0, floor(doubledGain / 2 - kappa * error)).
    function lowerBound(int256 doubledGain, uint64 error_, uint16 kappaMilli) internal pure returns (uint64) {
        int256 scaled = doubledGain * int256(MILLI) - 2 * int256(uint256(kappaMilli) * error_);
        if (scaled <= 0) return 0;
        return uint64(uint256(scaled) / (2 * MILLI));
    }

    function _bounded(int64[] memory losses) private pure returns (bool) {
        for (uint256 i = 0; i < losses.length; ++i) {
            if (losses[i] > MAX_LOSS || losses[i] < -MAX_LOSS) return false;
        }
        return true;
    }

    /// @dev On the way back the last unit of the order comes right after the base.
    function _lossBefore(uint256 n, int64[] memory losses, uint256 k) private pure returns (int256) {
        return k == n - 1 ? losses[0] : losses[2 * n - k - 1];
    }
}
