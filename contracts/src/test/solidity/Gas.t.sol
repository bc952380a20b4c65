// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "../../main/solidity/CanonicalArithmetic.sol";
import {IContributionLedger} from "../../main/solidity/interfaces/IContributionLedger.sol";
import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {BatchHeader} from "../../main/solidity/types/ReceiptTypes.sol";
import {SignedVoucher} from "../../main/solidity/types/VoucherTypes.sol";
import {Batches} from "./support/Batches.sol";
import {Disputes} from "./support/Disputes.sol";
import {Rounds} from "./support/Rounds.sol";
import {vm} from "./support/Vm.sol";

/// @notice What each call costs as a transaction of its own; the figures are checked in as snapshots/gas.json.
/// forge-config: default.isolate = true
contract GasTest is Batches {
    function _note(string memory name) private {
        vm.snapshotGasLastCall("gas", name);
    }

    function test_gasOfANodesLife() public {
        bytes memory binding = bindingSignature(owner, 0xB0B);
        vm.startPrank(owner);
        bytes32 id = nodes.register(vm.addr(0xB0B), payout, 15, "127.0.0.1:9000", bytes32("spki"), binding);
        _note("register node");
        token.approve(address(nodes), 2 * MIN_STAKE);
        nodes.stake(id, 2 * MIN_STAKE);
        _note("stake");
        nodes.announceShard(id, model, INodeRegistry.Shard(0, 4, 0, uint40(vm.getBlockTimestamp() + 1), 5));
        _note("announce shard");
        uint256 index = nodes.requestUnbond(id, MIN_STAKE);
        _note("request unbond");
        skip(UNBOND_SECS);
        nodes.withdraw(id, index);
        _note("withdraw");
        vm.stopPrank();
    }

    function test_gasOfOpeningChannels() public {
        bytes32[] memory ids = new bytes32[](8);
        uint128[] memory deposits = new uint128[](8);
        for (uint256 i = 0; i < 8; ++i) {
            (ids[i], deposits[i]) = (node, 10);
        }
        vm.startPrank(payer);
        token.approve(address(channels), 80);
        channels.openMany(ids, deposits, address(0));
        _note("open 8 channels");
        vm.stopPrank();
    }

    function test_gasOfRedeeming() public {
        channels.redeem(voucher(channelId, 1_000));
        _note("redeem, first of a node");
        channels.redeem(voucher(channelId, 2_000));
        _note("redeem, later");
        channels.redeem(sessionVoucher(channelId, 3_000, 9_000, type(uint40).max));
        _note("redeem by session key");
        SignedVoucher[] memory eight = new SignedVoucher[](8);
        for (uint256 i = 0; i < 8; ++i) {
            eight[i] = voucher(openChannel(node, 1_000), 1_000);
        }
        channels.redeemMany(eight);
        _note("redeem 8 vouchers");
    }

    function test_gasOfABatch() public {
        (bytes32 id, BatchHeader memory h) = submit(9);
        _note("submit batch, first of an epoch");
        revealSeed(h.epoch);
        token.approve(address(ledger), CHALLENGE_BOND);
        ledger.demandOpening(id, 0);
        _note("demand opening");
        IContributionLedger.Opening memory o = openingAt(ledger.samplePoint(id, 0));
        ledger.answerOpening(id, 0, o);
        _note("answer opening, 9 leaves");
        skip(WINDOW_SECS + 1);
        ledger.finalize(id);
        _note("finalize batch");
        channels.redeem(voucher(channelId, uint128(100 * PRZ)));
        ledger.claim(id);
        _note("claim rebate");
    }

    function test_gasOfADotProduct() public {
        CanonicalArithmetic arithmetic = CanonicalArithmetic(deploy("CanonicalArithmetic", ""));
        (bytes memory x, bytes memory w) = (new bytes(2_048 * 4), new bytes(2_048 * 4));
        for (uint256 i = 0; i < x.length; ++i) {
            (x[i], w[i]) = (bytes1(uint8(i * 167 + 13)), bytes1(uint8(i * 59 + 5)));
            if (i % 4 == 3) (x[i], w[i]) = (bytes1(uint8(0x3f)), bytes1(uint8(0xbf)));
        }
        arithmetic.dot(x, w, false);
        _note("dot of 2048 in float32");
    }

    function test_gasOfSealing() public {
        rollToEpoch(1);
        epochs.sealEpoch(1);
        _note("seal epoch");
    }
}

/// forge-config: default.isolate = true
contract RoundGasTest is Rounds {
    function _note(string memory name) private {
        vm.snapshotGasLastCall("gas", name);
    }

    function test_gasOfARound() public {
        post(params());
        _note("post job");
        claim(0, 0);
        claim(0, 1);
        claim(0, 2);
        _note("claim unit");
        for (uint8 i = 0; i < 3; ++i) commitUnit(0, i);
        _note("commit unit");
        for (uint8 i = 0; i < 3; ++i) revealUnit(0, i);
        _note("reveal unit");
        bytes32 taskId = openAndDraw(0);
        _note("draw 7 seats");
        (int64[] memory losses, uint64[] memory stderrs) = losses3();
        agree(taskId, losses, stderrs, 7);
        _note("finalize task of 7 seats");
        skip(50);
        market.settleRound(jobId, 0, losses, stderrs, NEXT_ROOT);
        _note("settle round of 3 units");
        market.claimReward(jobId, 0, 0);
        _note("claim reward");
    }
}

/// forge-config: default.isolate = true
contract DisputeGasTest is Disputes {
    function _note(string memory name) private {
        vm.snapshotGasLastCall("gas", name);
    }

    function test_gasOfADisputeSettledByArithmetic() public {
        signReceipt(true);
        bytes32 id = open();
        _note("open dispute");
        answer(id);
        _note("answer dispute, 12 digests");
        pick(id, GATE);
        _note("pick a part");
        showLeaf(id, GATE);
        _note("show leaf, 3 rows");
        vm.prank(challenger);
        court.pickRow(id, gateRows, 1);
        _note("pick row");
        vm.prank(owner);
        court.showRow(id, claimedRow, 1);
        _note("show row of 12");
        compute(id, dotProof());
        _note("compute element of 8 and convict");
    }

    function test_gasOfADisputeSettledByAJury() public {
        signReceipt(true);
        bytes32 id = open();
        answer(id);
        pick(id, 4);
        showLeaf(id, 4);
        vm.prank(challenger);
        court.callJury(id, trace[4], new bytes32[](0));
        _note("call jury of 7");
        drawJury(court.juryTask(id));
        vote(court.juryTask(id), new int64[](0), "true root", 7);
        court.resolve(id);
        _note("resolve by jury");
    }
}
