// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ICommittee} from "../../main/solidity/interfaces/ICommittee.sol";
import {Rounds} from "./support/Rounds.sol";
import {vm} from "./support/Vm.sol";

contract CommitteeTest is Rounds {
    function _drawn() private returns (bytes32) {
        post(params());
        revealAll(0);
        return openAndDraw(0);
    }

    function test_weightIsStakeAndOnlyOwnersOfEligibleNodesJoin() public {
        vm.assertEq(committee.totalWeight(), uint256(3) * 10 * MIN_STAKE, "weight");
        bytes32 poor = registerUnstaked(OWNER_KEY, 0xB0B);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotOwner.selector, address(this)));
        committee.join(poor);
        vm.prank(owner);
        vm.expectRevert(ICommittee.NotEligible.selector);
        committee.join(poor);
    }

    function test_nobodyJoinsOrChangesWeightBetweenSeedAndDraw() public {
        post(params());
        revealAll(0);
        market.openEvaluation(jobId, 0);
        bytes32 late = registerNode(0xB0B);
        vm.prank(owner);
        vm.expectRevert(ICommittee.DrawPending.selector);
        committee.join(late);
        bytes32 member = nodes.nodeOfSigner(vm.addr(EVALUATOR_KEYS));
        vm.expectRevert(ICommittee.DrawPending.selector);
        committee.reweigh(member);
    }

    function test_aMemberLeavesAtOnceAndItsBondWhenItsSeatsAreDone() public {
        bytes32 taskId = _drawn();
        bytes32 member = committee.seatOf(taskId, 0).evaluator;
        vm.prank(owner);
        committee.resign(member);
        vm.assertEq(committee.weightOf(member), 0, "never drawn again");
        vm.expectRevert();
        committee.release(member);
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 7);
        committee.release(member);
        vm.assertEq(nodes.node(member).locked, 0, "bond released");
    }

    function test_aCommitmentIsBoundToItsSeatAndCannotBeCopied() public {
        bytes32 taskId = _drawn();
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        bytes32 result = keccak256(abi.encode(losses, stderrs, NEXT_ROOT));
        for (uint8 s = 1; s < 7; ++s) commitSeat(taskId, s, result);
        bytes32 copied = committee.seatOf(taskId, 1).commitment;
        vm.prank(owner);
        committee.commit(taskId, 0, copied);
        vm.expectRevert(ICommittee.CommitMismatch.selector);
        committee.reveal(taskId, 0, losses, stderrs, NEXT_ROOT, bytes32(uint256(1)), SALT);
    }

    function test_nobodyRevealsBeforeAllHaveCommittedOrTheTimeIsUp() public {
        bytes32 taskId = _drawn();
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        commitSeat(taskId, 0, keccak256(abi.encode(losses, stderrs, NEXT_ROOT)));
        vm.expectRevert(ICommittee.TooEarly.selector);
        committee.reveal(taskId, 0, losses, stderrs, NEXT_ROOT, bytes32(0), SALT);
        vm.warp(committee.task(taskId).commitBy);
        committee.reveal(taskId, 0, losses, stderrs, NEXT_ROOT, bytes32(0), SALT);
    }

    /// @dev I10: of seven drawn seats five must agree, however many speak.
    function testFuzz_theQuorumIsTwoThirdsOfTheDrawnSeats(uint8 speaking) public {
        bytes32 taskId = _drawn();
        speaking = uint8(bound(speaking, 0, 7));
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, speaking);
        bool agreed = committee.task(taskId).status == ICommittee.Status.Agreed;
        vm.assertEq(agreed, 3 * uint256(speaking) >= 14, "quorum");
    }

    /// @dev I10: whatever the seats do - stay silent, commit only, tell one of two results - nothing is agreed on without two
    ///      thirds of those that were drawn.
    function testFuzz_I10_onlyTwoThirdsOfTheDrawnSeatsDecide(uint256 dice) public {
        bytes32 taskId = _drawn();
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        uint256[3] memory said;
        for (uint8 s = 0; s < 7; ++s) {
            uint256 does = (dice >> (8 * s)) % 8;
            if (does != 0) commitSeat(taskId, s, _resultOf(losses, stderrs, does));
        }
        vm.warp(committee.task(taskId).commitBy);
        for (uint8 s = 0; s < 7; ++s) {
            uint256 does = (dice >> (8 * s)) % 8;
            if (does < 2) continue;
            committee.reveal(taskId, s, losses, stderrs, _rootOf(does), bytes32(uint256(s)), SALT);
            ++said[does % 3];
        }
        vm.warp(committee.task(taskId).revealBy);
        committee.finalizeTask(taskId);
        bool enough = 3 * said[0] >= 14 || 3 * said[1] >= 14 || 3 * said[2] >= 14;
        vm.assertEq(committee.task(taskId).status == ICommittee.Status.Agreed, enough, "quorum");
    }

    function _rootOf(uint256 does) private pure returns (bytes32) {
        return bytes32(does % 3);
    }

    function _resultOf(int64[] memory losses, uint64[] memory stderrs, uint256 does) private pure returns (bytes32) {
        return keccak256(abi.encode(losses, stderrs, _rootOf(does)));
    }

    function test_aDissenterIsNotPaidAndDoesNotSpoilTheResult() public {
        bytes32 taskId = _drawn();
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        bytes32 honest = keccak256(abi.encode(losses, stderrs, NEXT_ROOT));
        bytes32 lie = keccak256(abi.encode(losses, stderrs, bytes32("lie")));
        for (uint8 s = 0; s < 7; ++s) commitSeat(taskId, s, s < 2 ? lie : honest);
        for (uint8 s = 0; s < 7; ++s) {
            committee.reveal(taskId, s, losses, stderrs, s < 2 ? bytes32("lie") : NEXT_ROOT, bytes32(uint256(s)), SALT);
        }
        committee.finalizeTask(taskId);
        vm.assertEq(committee.task(taskId).resultHash, honest, "majority");
        vm.expectRevert(ICommittee.NothingToPay.selector);
        committee.claimFee(taskId, 0);
        committee.claimFee(taskId, 2);
        vm.assertEq(token.balanceOf(payout), PRZ, "fee");
        vm.expectRevert(ICommittee.NothingToPay.selector);
        committee.claimFee(taskId, 2);
    }

    function test_aSilentSeatLosesPartOfItsStake() public {
        bytes32 taskId = _drawn();
        bytes32 silent = committee.seatOf(taskId, 6).evaluator;
        uint128 before = nodes.node(silent).stake;
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 6);
        vm.assertEq(before - nodes.node(silent).stake, SILENCE_PENALTY, "penalty");
    }

    /// @dev Three members of equal weight and seven seats: three each at most, so nobody holds the five that decide.
    function testFuzz_noMemberHoldsTheSeatsThatDecide(uint8 earlierJobs) public {
        for (uint256 i = 0; i < earlierJobs % 32; ++i) post(params());
        bytes32 taskId = _drawn();
        for (uint8 s = 0; s < 7; ++s) {
            bytes32 evaluator = committee.seatOf(taskId, s).evaluator;
            uint256 held = 0;
            for (uint8 other = 0; other < 7; ++other) {
                if (committee.seatOf(taskId, other).evaluator == evaluator) ++held;
            }
            vm.assertLe(held, 3, "seats of one member");
        }
    }

    function test_whoIsAloneHoldsAllSeats() public {
        for (uint256 i = 1; i < 3; ++i) {
            bytes32 leaving = nodes.nodeOfSigner(vm.addr(EVALUATOR_KEYS + i));
            vm.prank(owner);
            committee.resign(leaving);
        }
        bytes32 taskId = _drawn();
        vm.assertEq(committee.activeMembers(), 1, "members");
        for (uint8 s = 0; s < 7; ++s) {
            vm.assertEq(committee.seatOf(taskId, s).evaluator, nodes.nodeOfSigner(vm.addr(EVALUATOR_KEYS)), "seat");
        }
    }

    function test_anUndrawnTaskFailsInTimeAndGivesTheFeesBack() public {
        post(params());
        revealAll(0);
        market.openEvaluation(jobId, 0);
        bytes32 taskId = market.roundOf(jobId, 0).taskId;
        vm.expectRevert(ICommittee.TooEarly.selector);
        committee.finalizeTask(taskId);
        vm.warp(committee.task(taskId).commitBy);
        committee.finalizeTask(taskId);
        vm.assertEq(token.balanceOf(address(committee)), 0, "fees returned");
        vm.assertEq(committee.pendingDraws(), 0, "joining is open again");
    }

    function test_onlyConsumersOpenTasks() public {
        ICommittee.TaskParams memory p;
        vm.prank(client);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, client));
        committee.openTask("task", p, 0);
    }
}
