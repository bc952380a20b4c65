// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {EntryPausable} from "../../main/solidity/access/EntryPausable.sol";
import {CooperativeClose} from "../../main/solidity/types/VoucherTypes.sol";
import {Batches} from "./support/Batches.sol";
import {vm} from "./support/Vm.sol";

/// @notice A pause closes the ways in and never a way out (I13).
contract PauseTest is Batches {
    function _pause() private {
        vm.startPrank(guardian);
        nodes.pauseEntries();
        channels.pauseEntries();
        vm.stopPrank();
    }

    function test_theWaysInAreClosed() public {
        _pause();
        bytes memory closed = abi.encodeWithSelector(EntryPausable.EntriesClosed.selector, vm.getBlockTimestamp() + 7 days);
        vm.expectRevert(closed);
        nodes.stake(node, 1);
        vm.expectRevert(closed);
        channels.topUp(channelId, 1);
        vm.expectRevert(closed);
        channels.openMany(new bytes32[](1), new uint128[](1), address(0));
        vm.expectRevert(closed);
        nodes.register(address(1), address(1), 1, "h:1", 0, "");
    }

    function test_everyWayOutStaysOpen() public {
        vm.prank(owner);
        nodes.requestUnbond(node, MIN_STAKE);
        (bytes32 id,) = submit(3);
        revealSeed(0);
        bytes32 second = openChannel(node, 100);
        _pause();

        demandAs(address(0xC4A), id, 0);
        ledger.answerOpening(id, 0, openingAt(ledger.samplePoint(id, 0)));
        channels.redeem(voucher(channelId, 50));
        channels.closeByNode(voucher(second, 10), sign(SIGNER_KEY, channels.cooperativeCloseDigest(CooperativeClose(second, 10))));
        vm.prank(payer);
        channels.requestClose(channelId);
        skip(WINDOW_SECS + 1);
        channels.settle(channelId);
        ledger.finalize(id);
        ledger.claim(id);
        vm.startPrank(owner);
        nodes.requestUnbond(node, 1);
        vm.stopPrank();
    }

    function test_stakeThatHasWaitedIsPaidOutDuringAPause() public {
        vm.startPrank(owner);
        nodes.requestUnbond(node, MIN_STAKE);
        skip(UNBOND_SECS);
        vm.stopPrank();
        _pause();
        vm.prank(owner);
        nodes.withdraw(node, 0);
    }

    function test_aPauseEndsByItselfAndCannotBeRenewedAtOnce() public {
        _pause();
        skip(7 days);
        stakeAs(owner, node, 1);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(EntryPausable.PauseTooSoon.selector, vm.getBlockTimestamp() + 7 days));
        nodes.pauseEntries();
        skip(7 days);
        vm.prank(guardian);
        nodes.pauseEntries();
    }

    function test_onlyTheGuardianPausesAndOnlyTheGovernorResumes() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        nodes.pauseEntries();
        _pause();
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        nodes.resumeEntries();
        vm.prank(governor);
        nodes.resumeEntries();
        stakeAs(owner, node, 1);
    }
}
