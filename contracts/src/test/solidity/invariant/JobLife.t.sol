// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IFineTuneMarket} from "../../../main/solidity/interfaces/IFineTuneMarket.sol";
import {Rounds} from "../support/Rounds.sol";
import {vm} from "../support/Vm.sol";

/// @notice Whatever nodes and evaluators do or leave undone, a job ends by calls that anybody can make, and every wei that
///         went in came out (I4, I5, I9).
contract JobLifeTest is Rounds {
    uint256 private _dice;

    function _roll(uint256 sides) private returns (uint256) {
        _dice = uint256(keccak256(abi.encode(_dice)));
        return _dice % sides;
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_everyJobEndsAndConservesItsMoney(uint256 dice) public {
        _dice = dice;
        uint256 before = token.balanceOf(client);
        post(params());
        uint256 escrowed = before - token.balanceOf(client);
        for (uint16 round = 0; round < 2; ++round) {
            _live(round);
            _evaluate(round);
            _settle(round);
        }
        vm.assertTrue(market.job(jobId).closed, "ended");
        uint256 earned = _claimAll();
        vm.assertEq(token.balanceOf(client), before - escrowed + (escrowed - earned), "refund is what was not earned");
        vm.assertEq(token.balanceOf(address(market)), 0, "market is empty");
        vm.assertEq(token.balanceOf(address(committee)), 0, "committee is empty");
        _assertNoBondIsLeft();
    }

    /// @dev Some units are claimed, some of them committed, some of those revealed, one perhaps convicted.
    function _live(uint16 round) private {
        uint256 claims = _roll(4);
        for (uint256 i = 0; i < claims; ++i) claim(round, i);
        if (market.phase(jobId, round) == IFineTuneMarket.Phase.Claim) skip(100);
        for (uint8 i = 0; i < claims; ++i) {
            if (_roll(4) != 0) commitUnit(round, i);
        }
        if (market.phase(jobId, round) == IFineTuneMarket.Phase.Commit) skip(100);
        for (uint8 i = 0; i < claims; ++i) {
            bool committed = market.unitOf(jobId, round, i).status == IFineTuneMarket.UnitStatus.Committed;
            if (committed && _roll(4) != 0) revealUnit(round, i);
        }
        if (market.phase(jobId, round) == IFineTuneMarket.Phase.Reveal) skip(100);
        bool any = market.phase(jobId, round) == IFineTuneMarket.Phase.Evaluate;
        if (any && _roll(5) == 0 && market.unitOf(jobId, round, 0).status == IFineTuneMarket.UnitStatus.Revealed) {
            market.rejectUnit(jobId, round, 0);
        }
    }

    int64[] private _losses;
    uint64[] private _stderrs;

    /// @dev Some seats speak, with losses that may or may not make sense; perhaps nobody draws in time.
    function _evaluate(uint16 round) private {
        delete _losses;
        delete _stderrs;
        if (market.phase(jobId, round) != IFineTuneMarket.Phase.Evaluate) return;
        if (_roll(6) == 0) return _letTheTaskExpire(round);
        bytes32 taskId = openAndDraw(round);
        _report(market.roundOf(jobId, round).revealed);
        agree(taskId, _losses, _stderrs, uint8(_roll(8)));
        skip(50);
    }

    /// @dev A sound report, in which units may be left out and the first one caught, or one that makes no sense.
    function _report(uint256 n) private {
        for (uint256 i = 0; i < 2 * n + 1; ++i) _losses.push(int64(int256(2_000_000 + _roll(4_000_000))));
        for (uint256 k = 0; k < n; ++k) _stderrs.push(uint64(_roll(100_000)));
        if (_roll(4) == 0) return;
        for (uint256 k = 0; k < n; ++k) {
            if (_roll(3) != 0) continue;
            _stderrs[k] = k == 0 && _roll(2) == 0 ? CAUGHT : LEFT_OUT;
            _losses[1 + k] = _losses[k];
        }
        for (uint256 b = 0; b < n; ++b) {
            bool marked = _stderrs[n - 1 - b] >= CAUGHT;
            if (marked) _losses[1 + n + b] = b == 0 ? _losses[0] : _losses[n + b];
        }
        // Both ways meet, wherever the last unit to join on the way back stands.
        for (uint256 b = n; b > 0; --b) {
            _losses[n + b] = _losses[n];
            if (_stderrs[n - b] < CAUGHT) break;
        }
    }

    function _letTheTaskExpire(uint16 round) private {
        market.openEvaluation(jobId, round);
        bytes32 taskId = market.roundOf(jobId, round).taskId;
        vm.warp(committee.task(taskId).commitBy);
        committee.finalizeTask(taskId);
        skip(50);
    }

    function _settle(uint16 round) private {
        market.settleRound(jobId, round, _losses, _stderrs, NEXT_ROOT);
    }

    /// @dev Everything that is owed is claimed; returns the sum.
    function _claimAll() private returns (uint256) {
        uint256 before = token.balanceOf(payout);
        for (uint16 round = 0; round < 2; ++round) {
            for (uint8 unit = 0; unit < 3; ++unit) {
                try market.claimReward(jobId, round, unit) {} catch {}
            }
            bytes32 taskId = market.roundOf(jobId, round).taskId;
            for (uint8 seat = 0; seat < 7; ++seat) {
                try committee.claimFee(taskId, seat) {} catch {}
            }
        }
        return token.balanceOf(payout) - before;
    }

    function _assertNoBondIsLeft() private view {
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 nodeId = nodes.nodeOfSigner(vm.addr(TRAINER_KEYS + i));
            if (nodeId != 0) vm.assertEq(nodes.node(nodeId).locked, 0, "bond");
        }
    }
}
