// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IEpochManager} from "../../main/solidity/interfaces/IEpochManager.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract EpochManagerTest is Deployment {
    function test_anEpochIsAFixedNumberOfBlocks() public {
        vm.assertEq(epochs.currentEpoch(), 0, "at genesis");
        vm.roll(epochs.firstBlock(3) - 1);
        vm.assertEq(epochs.currentEpoch(), 2, "last block of 2");
        vm.roll(epochs.firstBlock(3));
        vm.assertEq(epochs.currentEpoch(), 3, "first block of 3");
    }

    function test_aSeedIsNotKnownBeforeTheEpochsFirstBlockIsPast() public {
        vm.roll(epochs.firstBlock(1));
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.SeedNotReady.selector, 1));
        epochs.sealEpoch(1);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.SeedNotReady.selector, 1));
        epochs.seed(1);
    }

    function test_sealingCatchesUpAndNeverChangesASeed() public {
        rollToEpoch(3);
        epochs.sealEpoch(3);
        vm.assertTrue(epochs.seed(1) != epochs.seed(2) && epochs.seed(2) != epochs.seed(3), "seeds differ");
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.AlreadySealed.selector, 2));
        epochs.sealEpoch(2);
    }

    function test_aSeedDependsOnTheBlockHash() public {
        rollToEpoch(1);
        vm.setBlockhash(epochs.firstBlock(1), keccak256("one"));
        epochs.sealEpoch(1);
        bytes32 expected = keccak256(abi.encode(epochs.seed(0), uint64(1), keccak256("one"), bytes32(0)));
        vm.assertEq(epochs.seed(1), expected, "seed");
    }

    function test_sealingIsBoundedToSixtyFourEpochsACall() public {
        // Hashes reach 256 blocks back here: with ten blocks an epoch at most 25 are fresh, so the bound is out of reach
        // unless the chain keeps a longer history; what is asked for beyond the present is refused either way.
        rollToEpoch(20);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.SeedNotReady.selector, 21));
        epochs.sealEpoch(21);
        epochs.sealEpoch(20);
        vm.assertEq(epochs.lastSealed(), 20, "last");
    }

    function test_afterALongSilenceNothingIsStuck() public {
        rollToEpoch(100);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.HashExpired.selector, 1));
        epochs.sealEpoch(100);
        uint64 fresh = epochs.firstFreshEpoch();
        epochs.sealEpoch(fresh);
        epochs.sealEpoch(100);
        epochs.sealMissed(50, 0);
        vm.assertEq(epochs.seed(50), keccak256(abi.encode(epochs.seed(0), "missed", uint64(50))), "missed seed");
    }

    function test_aFreshEpochCannotBePassedOffAsMissed() public {
        rollToEpoch(2);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.NotMissed.selector, 1));
        epochs.sealMissed(1, 0);
    }

    function test_aMissedEpochHasOneAnchorOnly() public {
        rollToEpoch(100);
        epochs.sealEpoch(epochs.firstFreshEpoch());
        uint64 later = epochs.lastSealed();
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.NotMissed.selector, 50));
        epochs.sealMissed(50, later);
        epochs.sealMissed(50, 0);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.NotMissed.selector, 51));
        epochs.sealMissed(51, 50);
    }

    function test_onlyACommitteeMixesEntropy() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        epochs.mixEntropy(bytes32("mine"));
    }

    function test_onlyTheGovernorSponsorsAndOnlyFromTheCurve() public {
        skip(HALVING_SECS / 2);
        uint256 half = EMISSION_CAP / 4;
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        epochs.fund(address(this), 1);
        vm.startPrank(governor);
        vm.expectRevert(abi.encodeWithSelector(IEpochManager.AboveEmission.selector, half + 1, half));
        epochs.fund(address(5), half + 1);
        epochs.fund(address(5), half);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(5)), half, "minted");
    }

    function testFuzz_theCurveOnlyRisesAndStaysUnderTheCap(uint64 a, uint64 b) public view {
        (uint256 early, uint256 late) = a < b ? (a, b) : (b, a);
        uint256 start = epochs.emissionStart();
        vm.assertLe(epochs.emittable(start + early), epochs.emittable(start + late), "monotone");
        vm.assertLe(epochs.emittable(start + late), EMISSION_CAP, "cap");
    }

    function testFuzz_eachPeriodEmitsHalfOfWhatIsLeft(uint8 period) public view {
        uint256 k = bound(period, 0, 80);
        uint256 start = epochs.emissionStart();
        uint256 left = EMISSION_CAP - epochs.emittable(start + k * HALVING_SECS);
        vm.assertEq(left, EMISSION_CAP >> k, "left at the start of the period");
    }

    function test_theCurveReachesTheWholeCap() public view {
        vm.assertEq(epochs.emittable(epochs.emissionStart() + 200 * HALVING_SECS), EMISSION_CAP, "all of it");
    }
}
