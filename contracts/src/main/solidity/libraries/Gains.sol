// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Measured improvement of each unit of a round, from losses along one order and its reverse
/// @notice Evaluators report integers only, in nano-nats per token, for n units in a drawn order:
///         losses[0]            the round's base
///         losses[1 + k]        units kept so far plus the k-th unit
///         losses[1 + n + k]    the same on the way back: kept units from the end of the order, plus the k-th from the end
///         stderrs[k]           standard error of the k-th unit's mean marginal gain
///         On the way out a unit is kept if its marginal gain exceeds kappa standard errors; the way back runs over the
///         kept units only, so both ways end at the same set and must report the same last loss. A kept unit's gain is the
///         mean of its two marginals: the gains of a round add up to first loss minus last loss, exactly, because every
///         marginal is a difference of neighbours. What is paid is that mean minus kappa standard errors, never below zero.
library Gains {
    struct Result {
        bool sound; // lengths fit and both ways meet
        bool[] kept; // by position in the order
        int256[] doubledGains; // nano-nats per token, times two, so that the mean stays an integer
        uint64[] paidGains; // nano-nats per token
        int256 totalGain; // first loss minus last loss
    }

    uint256 internal constant MILLI = 1000;

    function measure(uint256 n, int64[] memory losses, uint64[] memory stderrs, uint16 kappaMilli)
        internal
        pure
        returns (Result memory r)
    {
        r.kept = new bool[](n);
        r.doubledGains = new int256[](n);
        r.paidGains = new uint64[](n);
        if (losses.length != 2 * n + 1 || stderrs.length != n) return r;
        int256 last = _wayOut(r, n, losses, stderrs, kappaMilli);
        r.sound = _wayBack(r, n, losses) == last;
        r.totalGain = int256(losses[0]) - last;
        for (uint256 k = 0; k < n; ++k) {
            r.paidGains[k] = lowerBound(r.doubledGains[k], stderrs[k], kappaMilli);
        }
    }

    /// @notice max(0, floor(doubledGain / 2 - kappa * stderr)).
    function lowerBound(int256 doubledGain, uint64 stderr_, uint16 kappaMilli) internal pure returns (uint64) {
        int256 scaled = doubledGain * int256(MILLI) - 2 * int256(uint256(kappaMilli) * stderr_);
        if (scaled <= 0) return 0;
        uint256 gain = uint256(scaled) / (2 * MILLI);
        return gain > type(uint64).max ? type(uint64).max : uint64(gain);
    }

    function _wayOut(Result memory r, uint256 n, int64[] memory losses, uint64[] memory stderrs, uint16 kappaMilli)
        private
        pure
        returns (int256 loss)
    {
        loss = losses[0];
        for (uint256 k = 0; k < n; ++k) {
            int256 marginal = loss - losses[1 + k];
            r.kept[k] = marginal * int256(MILLI) > int256(uint256(kappaMilli) * stderrs[k]);
            if (!r.kept[k]) continue;
            r.doubledGains[k] = marginal;
            loss = losses[1 + k];
        }
    }

    function _wayBack(Result memory r, uint256 n, int64[] memory losses) private pure returns (int256 loss) {
        loss = losses[0];
        for (uint256 back = 0; back < n; ++back) {
            uint256 k = n - 1 - back;
            if (!r.kept[k]) continue;
            int256 candidate = losses[1 + n + back];
            r.doubledGains[k] += loss - candidate;
            loss = candidate;
        }
    }
}
