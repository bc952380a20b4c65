// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IFineTuneMarket} from "../../../main/solidity/interfaces/IFineTuneMarket.sol";
import {FineTuneReceipt} from "../../../main/solidity/types/FineTuneTypes.sol";
import {Rounds} from "../support/Rounds.sol";
import {vm} from "../support/Vm.sol";

/// @notice What the market refuses, each for its own reason.
contract MarketRefusalsTest is Rounds {
    function test_aJobWithoutWorkIsRefused() public {
        IFineTuneMarket.JobParams memory p = params();
        p.steps = 0;
        _refused(p);
        p = params();
        p.seqs = 0;
        _refused(p);
        p = params();
        p.seqLen = 0;
        _refused(p);
        p = params();
        p.unitsPerRound = 17;
        _refused(p);
    }

    function _refused(IFineTuneMarket.JobParams memory p) private {
        vm.prank(client);
        vm.expectRevert(IFineTuneMarket.BadParameter.selector);
        market.postJob(p, JOB_URI);
    }

    function test_aPermitFundsAJobAndAUsedPermitDoesNoHarm() public {
        uint256 key = 0xC0FFEE;
        address wallet = vm.addr(key);
        token.transfer(wallet, 10_000 * PRZ);
        uint256 deadline = vm.getBlockTimestamp() + 1;
        bytes32 digest = _permit(wallet, 10_000 * PRZ, deadline);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        vm.prank(wallet);
        bytes32 first = market.postJobWithPermit(params(), JOB_URI, 10_000 * PRZ, deadline, v, r, s);
        vm.prank(wallet);
        bytes32 second = market.postJobWithPermit(params(), JOB_URI, 10_000 * PRZ, deadline, v, r, s);
        vm.assertTrue(first != second, "two jobs on one allowance");
        vm.assertEq(market.job(second).client, wallet, "its own");
    }

    function _permit(address wallet, uint256 value, uint256 deadline) private view returns (bytes32) {
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typehash, wallet, address(market), value, token.nonces(wallet), deadline));
        return keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
    }

    function test_anUnknownJobHasNoPhaseAndAnOpenRoundsUnitsAreListed() public {
        vm.assertTrue(market.phase("nothing", 0) == IFineTuneMarket.Phase.None, "none");
        post(params());
        claim(0, 0);
        claim(0, 1);
        vm.assertEq(market.unitsOf(jobId, 0).length, 2, "claimed units");
        (uint128 base, uint128 improvement) = market.unitReward(jobId, params().targetGain);
        vm.assertEq(base, 10 * PRZ, "a third of the base");
        vm.assertEq(improvement, 20 * PRZ, "a third of the improvement, at the target");
    }

    function test_onlyTrainersWithTheirBondClaimForThemselves() public {
        post(params());
        bytes32 poor = registerUnstaked(OWNER_KEY, 0xB0B);
        vm.startPrank(owner);
        vm.expectRevert(IFineTuneMarket.NotEligible.selector);
        market.claimUnit(jobId, 0, poor);
        vm.stopPrank();
        token.transfer(owner, MIN_STAKE);
        stakeAs(owner, poor, MIN_STAKE);
        vm.prank(owner);
        vm.expectRevert(IFineTuneMarket.NotEligible.selector);
        market.claimUnit(jobId, 0, poor);
        bytes32 rich = registerNode(TRAINER_KEYS);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.NotYourUnit.selector, address(this)));
        market.claimUnit(jobId, 0, rich);
        vm.prank(vm.addr(TRAINER_KEYS));
        market.claimUnit(jobId, 0, rich);
    }

    function test_aUnitIsCommittedOnceAndRevealedOnce() public {
        post(params());
        for (uint8 i = 0; i < 3; ++i) claim(0, i);
        commitUnit(0, 0);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Committed));
        market.commitUnit(jobId, 0, 0, "again");
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.NotYourUnit.selector, address(this)));
        market.commitUnit(jobId, 0, 1, "not mine");
        commitUnit(0, 1);
        vm.warp(market.roundOf(jobId, 0).commitUntil);
        FineTuneReceipt memory silent = receiptOf(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Claimed));
        market.revealUnit(jobId, 0, 2, silent, SALT, "", JOB_URI);
        FineTuneReceipt memory elsewhere = receiptOf(0, 0);
        elsewhere.unit = 1;
        vm.expectRevert(IFineTuneMarket.WrongReceipt.selector);
        market.revealUnit(jobId, 0, 0, elsewhere, SALT, "", JOB_URI);
        elsewhere = receiptOf(0, 0);
        elsewhere.round = 1;
        vm.expectRevert(IFineTuneMarket.WrongReceipt.selector);
        market.revealUnit(jobId, 0, 0, elsewhere, SALT, "", JOB_URI);
        revealUnit(0, 0);
        FineTuneReceipt memory again = receiptOf(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Revealed));
        market.revealUnit(jobId, 0, 0, again, SALT, "", JOB_URI);
    }

    function test_anEvaluationIsOpenedOnceAndOnlyRevealedUnitsAreRejected() public {
        post(params());
        claim(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, IFineTuneMarket.UnitStatus.Claimed));
        market.rejectUnit(jobId, 0, 0);
        for (uint8 i = 1; i < 3; ++i) claim(0, i);
        for (uint8 i = 0; i < 3; ++i) commitUnit(0, i);
        for (uint8 i = 0; i < 3; ++i) revealUnit(0, i);
        market.openEvaluation(jobId, 0);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongPhase.selector, IFineTuneMarket.Phase.Evaluate));
        market.openEvaluation(jobId, 0);
    }

    function test_aSettledRoundsUnitsStandAndItsPhaseSaysSo() public {
        post(params());
        revealAll(0);
        (int64[] memory losses, uint64[] memory errors) = losses3();
        settle(0, losses, errors);
        vm.assertTrue(market.phase(jobId, 0) == IFineTuneMarket.Phase.Settled, "settled");
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongUnit.selector, market.unitOf(jobId, 0, 0).status));
        market.rejectUnit(jobId, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IFineTuneMarket.WrongPhase.selector, IFineTuneMarket.Phase.Settled));
        market.openEvaluation(jobId, 0);
    }
}
