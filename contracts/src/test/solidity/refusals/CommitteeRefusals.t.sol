// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICommittee} from "../../../main/solidity/interfaces/ICommittee.sol";
import {Rounds} from "../support/Rounds.sol";
import {vm} from "../support/Vm.sol";

/// @notice What the committee refuses, each for its own reason.
contract CommitteeRefusalsTest is Rounds {
    function _drawn() private returns (bytes32) {
        post(params());
        revealAll(0);
        return openAndDraw(0);
    }

    function _member(uint256 i) private view returns (bytes32) {
        return nodes.nodeOfSigner(vm.addr(EVALUATOR_KEYS + i));
    }

    function _seatRefuses(bytes32 taskId, uint8 seat, bytes32 commitment, bytes memory why) private {
        vm.prank(owner);
        vm.expectRevert(why);
        committee.commit(taskId, seat, commitment);
    }

    function test_aCommitteeNeedsABondThatCoversThePenalty() public {
        vm.expectRevert();
        deploy("Committee", abi.encode(access, token, epochs, nodes, uint128(0), uint128(0)));
        vm.expectRevert();
        deploy("Committee", abi.encode(access, token, epochs, nodes, MEMBER_BOND, MEMBER_BOND + 1));
    }

    function test_membersJoinOnceLeaveOnceAndOnlyMembersAreWeighed() public {
        bytes32 member = _member(0);
        bytes32 stranger = registerNode(0xB0B);
        vm.expectRevert(ICommittee.NotMember.selector);
        committee.reweigh(stranger);
        vm.startPrank(owner);
        vm.expectRevert(ICommittee.AlreadyMember.selector);
        committee.join(member);
        vm.expectRevert(ICommittee.NotMember.selector);
        committee.resign(stranger);
        committee.resign(member);
        vm.assertEq(nodes.node(member).locked, 0, "without seats the bond is free at once");
        vm.expectRevert(ICommittee.NotMember.selector);
        committee.resign(member);
        vm.stopPrank();
        vm.expectRevert(ICommittee.NotMember.selector);
        committee.release(member);
    }

    function test_aMemberThatLeftMayComeBack() public {
        bytes32 member = _member(0);
        vm.startPrank(owner);
        committee.resign(member);
        committee.join(member);
        vm.stopPrank();
        vm.assertEq(committee.weightOf(member), 10 * MIN_STAKE, "weighs again");
    }

    function test_theWeightFollowsTheStake() public {
        bytes32 member = _member(0);
        token.transfer(owner, MIN_STAKE);
        stakeAs(owner, member, MIN_STAKE);
        committee.reweigh(member);
        vm.assertEq(committee.weightOf(member), 11 * MIN_STAKE, "reweighed");
    }

    /// @dev A thousand nodes are too many for a test: the number of given slots is written where snapshots/storage.json says.
    function test_theTreeOfWeightsHasAnEnd() public {
        uint256 slots = uint256(vm.load(address(committee), bytes32(uint256(3))));
        vm.assertEq(slots, 3, "the members of this test");
        vm.store(address(committee), bytes32(uint256(3)), bytes32(uint256(1024)));
        bytes32 late = registerNode(0xB0B);
        vm.prank(owner);
        vm.expectRevert(ICommittee.Full.selector);
        committee.join(late);
    }

    function test_aTaskIsTimelyHasSeatsAndIsOpenedOnce() public {
        vm.startPrank(address(market));
        ICommittee.TaskParams memory p = ICommittee.TaskParams(
            epochs.currentEpoch() + 1, 0, uint40(vm.getBlockTimestamp() + 10), uint40(vm.getBlockTimestamp() + 20), 0
        );
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.openTask("task", p, 0);
        p.seats = 22;
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.openTask("task", p, 0);
        p.seats = 3;
        p.seedEpoch = epochs.currentEpoch();
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.openTask("task", p, 0);
        ++p.seedEpoch;
        p.revealBy = p.commitBy;
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.openTask("task", p, 0);
        ++p.revealBy;
        committee.openTask("task", p, 0);
        vm.expectRevert(ICommittee.TaskExists.selector);
        committee.openTask("task", p, 0);
        vm.stopPrank();
    }

    function test_nothingIsDrawnTooLateOrFromNobody() public {
        post(params());
        revealAll(0);
        market.openEvaluation(jobId, 0);
        bytes32 taskId = market.roundOf(jobId, 0).taskId;
        uint64 seedEpoch = market.roundOf(jobId, 0).seedEpoch;
        rollToEpoch(seedEpoch);
        epochs.sealEpoch(seedEpoch);
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 member = _member(i);
            vm.prank(owner);
            committee.resign(member);
        }
        vm.expectRevert(ICommittee.NotEligible.selector);
        committee.draw(taskId);
        vm.warp(committee.task(taskId).commitBy);
        vm.expectRevert(ICommittee.TooLate.selector);
        committee.draw(taskId);
    }

    function test_aSeatBelongsToItsNodeAndCommitsOnceInTime() public {
        bytes32 taskId = _drawn();
        vm.expectRevert(ICommittee.NotYourSeat.selector);
        committee.commit(taskId, 0, "commitment");
        _seatRefuses(taskId, 7, "commitment", abi.encodeWithSelector(ICommittee.NotYourSeat.selector));
        _seatRefuses(taskId, 0, 0, abi.encodeWithSelector(ICommittee.CommitMismatch.selector));
        vm.prank(owner);
        committee.commit(taskId, 0, "commitment");
        _seatRefuses(taskId, 0, "other", abi.encodeWithSelector(ICommittee.AlreadyCommitted.selector));
        vm.warp(committee.task(taskId).commitBy);
        _seatRefuses(taskId, 1, "commitment", abi.encodeWithSelector(ICommittee.TooLate.selector));
    }

    function test_aSeatRevealsOnceInTimeAndWithinBounds() public {
        bytes32 taskId = _drawn();
        (int64[] memory losses, uint64[] memory errors) = losses3();
        commitSeat(taskId, 0, keccak256(abi.encode(losses, errors, NEXT_ROOT)));
        vm.warp(committee.task(taskId).commitBy);
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.reveal(taskId, 0, new int64[](65), errors, NEXT_ROOT, 0, SALT);
        uint64[] memory negative = new uint64[](1);
        negative[0] = uint64(type(int64).max) + 1;
        vm.expectRevert(ICommittee.BadParameter.selector);
        committee.reveal(taskId, 0, losses, negative, NEXT_ROOT, 0, SALT);
        committee.reveal(taskId, 0, losses, errors, NEXT_ROOT, 0, SALT);
        vm.expectRevert(ICommittee.AlreadyCommitted.selector);
        committee.reveal(taskId, 0, losses, errors, NEXT_ROOT, 0, SALT);
        vm.warp(committee.task(taskId).revealBy);
        vm.expectRevert(ICommittee.TooLate.selector);
        committee.reveal(taskId, 1, losses, errors, NEXT_ROOT, 0, SALT);
    }

    function test_aTaskEndsOnceAndPaysOnlyWhenItAgreed() public {
        bytes32 taskId = _drawn();
        vm.expectRevert(ICommittee.TooEarly.selector);
        committee.finalizeTask(taskId);
        (int64[] memory losses, uint64[] memory errors) = losses3();
        agree(taskId, losses, errors, 2);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStatus.selector, ICommittee.Status.Failed));
        committee.finalizeTask(taskId);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStatus.selector, ICommittee.Status.Failed));
        committee.claimFee(taskId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStatus.selector, ICommittee.Status.Failed));
        committee.draw(taskId);
    }
}
