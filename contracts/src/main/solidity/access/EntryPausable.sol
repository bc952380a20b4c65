// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title A pause that can stop entering and never leaving
/// @notice The guardian may close the entry functions for at most seven days, and not again for seven days after that.
///         Functions that pay out, withdraw, settle or answer never carry `whenEntriesOpen`.
abstract contract EntryPausable is AccessManaged {
    /*//////////////////////////////////////////////////////////////
                                 EVENTS
    //////////////////////////////////////////////////////////////*/

    event EntriesPaused(uint40 until);
    event EntriesResumed();

    error EntriesClosed(uint40 until);
    error PauseTooSoon(uint40 allowedAt);

    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    uint40 public constant MAX_PAUSE_SECS = 7 days;

    uint40 private _pausedUntil;

    /*//////////////////////////////////////////////////////////////
                                  LOGIC
    //////////////////////////////////////////////////////////////*/

    modifier whenEntriesOpen() {
        if (block.timestamp < _pausedUntil) revert EntriesClosed(_pausedUntil);
        _;
    }

    /// @notice Closes the entries for seven days. Guardian only.
    function pauseEntries() external restricted {
        uint40 allowedAt = _pausedUntil == 0 ? 0 : _pausedUntil + MAX_PAUSE_SECS;
        if (block.timestamp < allowedAt) revert PauseTooSoon(allowedAt);
        _pausedUntil = uint40(block.timestamp) + MAX_PAUSE_SECS;
        emit EntriesPaused(_pausedUntil);
    }

    /// @notice Opens the entries before the pause runs out. Governor only.
    function resumeEntries() external restricted {
        if (block.timestamp < _pausedUntil) _pausedUntil = uint40(block.timestamp);
        emit EntriesResumed();
    }

    /// @notice Entries are closed while the time is before this; seconds.
    function pausedUntil() external view returns (uint40) {
        return _pausedUntil;
    }
}
