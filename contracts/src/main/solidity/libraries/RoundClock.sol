// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICommittee} from "../interfaces/ICommittee.sol";
import {IFineTuneMarket} from "../interfaces/IFineTuneMarket.sol";

/// @title Which phase a round is in
/// @notice A function of the time and of who has moved: no transaction is needed to go from one phase to the next.
library RoundClock {
    function schedule(IFineTuneMarket.Round storage r, IFineTuneMarket.JobParams storage p, uint40 claimUntil) internal {
        r.claimUntil = claimUntil;
        r.commitUntil = claimUntil + p.commitSecs;
        r.revealUntil = r.commitUntil + p.revealSecs;
    }

    function phase(IFineTuneMarket.Round storage r, IFineTuneMarket.JobParams storage p, ICommittee committee)
        internal
        view
        returns (IFineTuneMarket.Phase)
    {
        if (r.claimUntil == 0) return IFineTuneMarket.Phase.None;
        if (r.settled) return IFineTuneMarket.Phase.Settled;
        if (block.timestamp < r.claimUntil && r.claimed < p.unitsPerRound) return IFineTuneMarket.Phase.Claim;
        if (r.claimed == 0) return IFineTuneMarket.Phase.Settle;
        if (block.timestamp < r.commitUntil && r.committed < r.claimed) return IFineTuneMarket.Phase.Commit;
        if (r.committed == 0) return IFineTuneMarket.Phase.Settle;
        if (block.timestamp < r.revealUntil) return IFineTuneMarket.Phase.Reveal;
        return _afterReveal(r, p, committee);
    }

    function _afterReveal(IFineTuneMarket.Round storage r, IFineTuneMarket.JobParams storage p, ICommittee committee)
        private
        view
        returns (IFineTuneMarket.Phase)
    {
        if (r.taskId == 0) return r.revealed == 0 ? IFineTuneMarket.Phase.Settle : IFineTuneMarket.Phase.Evaluate;
        uint40 finalizedAt = committee.task(r.taskId).finalizedAt;
        if (finalizedAt == 0) return IFineTuneMarket.Phase.Evaluate;
        bool over = block.timestamp >= finalizedAt + p.challengeSecs;
        return over ? IFineTuneMarket.Phase.Settle : IFineTuneMarket.Phase.Challenge;
    }
}
