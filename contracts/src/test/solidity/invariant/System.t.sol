// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {vm} from "../support/Vm.sol";
import {SystemHandler} from "./SystemHandler.sol";

/// @notice What holds after any sequence of moves.
contract SystemInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    SystemHandler internal handler;

    function setUp() public {
        handler = new SystemHandler();
        handler.setUp();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[17] memory moves = [
            SystemHandler.stake.selector,
            SystemHandler.unbond.selector,
            SystemHandler.withdraw.selector,
            SystemHandler.slash.selector,
            SystemHandler.pause.selector,
            SystemHandler.lock.selector,
            SystemHandler.open.selector,
            SystemHandler.redeem.selector,
            SystemHandler.requestClose.selector,
            SystemHandler.settle.selector,
            SystemHandler.commitBatch.selector,
            SystemHandler.challenge.selector,
            SystemHandler.finalizeAndClaim.selector,
            SystemHandler.sponsor.selector,
            SystemHandler.wait_.selector,
            SystemHandler.attack.selector,
            SystemHandler.watch.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](17));
        for (uint256 i = 0; i < 17; ++i) {
            targets[0].selectors[i] = moves[i];
        }
    }

    function invariant_I1_supplyIsBoundedByCapAndCurve() public view {
        vm.assertTrue(handler.supplyIsBounded(), "supply");
    }

    function invariant_I2_stakeIsBackedAndBondsFitIntoIt() public view {
        vm.assertTrue(handler.stakeIsBacked(), "stake");
    }

    function invariant_I3_depositsAreBacked() public view {
        vm.assertTrue(handler.depositsAreBacked(), "deposits");
    }

    function invariant_I11_noNodeGetsBackMoreThanItBurned() public view {
        vm.assertTrue(handler.rebatesStayUnderFees(), "rebates");
    }

    function invariant_I12_aSlashTakesWhatThereIsAndPaysAQuarterAtMost() public view {
        vm.assertFalse(handler.slashedTooMuch(), "slash");
    }

    function invariant_I13_aPauseClosesNoWayOut() public view {
        vm.assertFalse(handler.anExitWasPaused(), "exit");
    }

    function invariant_I14_whatMayOnlyGrowOnlyGrows() public {
        handler.watch();
        vm.assertFalse(handler.somethingFell(), "fell");
    }

    function invariant_I15_strangersGainAndLoseNothing() public view {
        vm.assertTrue(handler.strangersGainNothing(), "strangers");
    }
}
