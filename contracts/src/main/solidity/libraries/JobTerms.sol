// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IFineTuneMarket} from "../interfaces/IFineTuneMarket.sol";

/// @title What a job may ask for, and what it costs at most
library JobTerms {
    uint8 internal constant MAX_UNITS = 16;
    uint8 internal constant MAX_SEATS = 21;
    uint16 internal constant MAX_ROUNDS = 1000;
    uint32 internal constant MAX_PHASE_SECS = 30 days;
    uint256 internal constant MAX_URI_BYTES = 256;
    /// @dev A bond is at most a tenth of its node's stake, because a module can take no more than that at once.
    uint128 internal constant BOND_SHARE_OF_STAKE = 10;

    /// @notice Reverts unless every number is within its bounds.
    /// @dev One of a round's u units is trained again. A unit that did not do its work earns at most (Base + Improvement) / u
    ///      and loses its bond with probability 1 / u, so a bond of Base + Improvement makes cheating a loss whatever it gains.
    function check(IFineTuneMarket.JobParams calldata p) internal pure {
        _within(p.rounds, MAX_ROUNDS);
        _within(p.unitsPerRound, MAX_UNITS);
        _within(p.seats, MAX_SEATS);
        _within(p.targetGain, type(uint64).max);
        _within(p.bondPerUnit, type(uint128).max / BOND_SHARE_OF_STAKE);
        if (p.bondPerUnit < uint256(p.basePerRound) + p.improvementPerRound) revert IFineTuneMarket.BadParameter();
        _within(p.claimSecs, MAX_PHASE_SECS);
        _within(p.commitSecs, MAX_PHASE_SECS);
        _within(p.revealSecs, MAX_PHASE_SECS);
        _within(p.evalSecs / 2, MAX_PHASE_SECS / 2); // each half is a phase of the committee
        _within(p.challengeSecs, MAX_PHASE_SECS);
    }

    /// @notice The escrow: all rounds' budgets and seat fees, wei.
    function escrow(IFineTuneMarket.JobParams calldata p) internal pure returns (uint128) {
        uint256 perRound = uint256(p.basePerRound) + p.improvementPerRound + uint256(p.seats) * p.feePerSeat;
        uint256 total = p.rounds * perRound;
        _within(total, type(uint128).max);
        return uint128(total);
    }

    /// @notice Reverts unless an address of blobs fits.
    function checkUri(string calldata uri) internal pure {
        if (bytes(uri).length > MAX_URI_BYTES) revert IFineTuneMarket.BadParameter();
    }

    function _within(uint256 value, uint256 max) private pure {
        if (value == 0 || value > max) revert IFineTuneMarket.BadParameter();
    }
}
