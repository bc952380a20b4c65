// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IDisputeCourt} from "../../main/solidity/interfaces/IDisputeCourt.sol";
import {INodeRegistry} from "../../main/solidity/interfaces/INodeRegistry.sol";
import {FineTuneReceipt, Measurement} from "../../main/solidity/types/FineTuneTypes.sol";
import {BatchHeader, InferenceReceipt} from "../../main/solidity/types/ReceiptTypes.sol";
import {Courts} from "./support/Courts.sol";
import {vm} from "./support/Vm.sol";

contract DisputeCourtTest is Courts {
    address internal constant REPORTER = address(0x4E9);

    bytes32 internal node;

    function setUp() public override {
        super.setUp();
        node = registerNode(SIGNER_KEY);
    }

    function _receipt(bytes32 inDigest) private view returns (InferenceReceipt memory r) {
        (r.nodeId, r.sessionId, r.seq, r.layerEnd, r.inDigest) = (node, "session", 3, 4, inDigest);
    }

    function _prove(InferenceReceipt memory a, InferenceReceipt memory b, uint256 keyA, uint256 keyB) private {
        bytes memory sigA = sign(keyA, ledger.receiptDigest(a));
        bytes memory sigB = sign(keyB, ledger.receiptDigest(b));
        vm.prank(REPORTER);
        court.proveEquivocation(IDisputeCourt.Kind.InferenceReceipt, abi.encode(a), sigA, abi.encode(b), sigB);
    }

    function test_twoReceiptsForOneSlotCostTheWholeStake() public {
        vm.prank(owner);
        nodes.requestUnbond(node, MIN_STAKE);
        _prove(_receipt("a"), _receipt("b"), SIGNER_KEY, SIGNER_KEY);
        vm.assertEq(nodes.slashable(node), 0, "unbonding stake too");
        vm.assertEq(token.balanceOf(REPORTER), 10 * MIN_STAKE / 4, "a quarter");
        vm.assertTrue(nodes.node(node).status == INodeRegistry.Status.Jailed, "jailed");
    }

    function test_evidenceCountsOncePerSlot() public {
        _prove(_receipt("a"), _receipt("b"), SIGNER_KEY, SIGNER_KEY);
        stakeAs(owner, node, MIN_STAKE);
        bytes memory a = abi.encode(_receipt("a"));
        bytes memory c = abi.encode(_receipt("c"));
        bytes memory sigA = sign(SIGNER_KEY, ledger.receiptDigest(_receipt("a")));
        bytes memory sigC = sign(SIGNER_KEY, ledger.receiptDigest(_receipt("c")));
        vm.expectRevert(IDisputeCourt.AlreadyPunished.selector);
        court.proveEquivocation(IDisputeCourt.Kind.InferenceReceipt, a, sigA, c, sigC);
    }

    function test_aRotatedKeyDoesNotHideOldEvidence() public {
        bytes memory binding = bindingSignature(owner, 0xBEEF);
        vm.prank(owner);
        nodes.rotateSigner(node, vm.addr(0xBEEF), binding);
        _prove(_receipt("a"), _receipt("b"), SIGNER_KEY, 0xBEEF);
        vm.assertEq(nodes.slashable(node), 0, "slashed");
    }

    function test_theSameReceiptTwiceOrTwoSlotsAreNoFraud() public {
        bytes memory a = abi.encode(_receipt("a"));
        bytes memory sig = sign(SIGNER_KEY, ledger.receiptDigest(_receipt("a")));
        vm.expectRevert(IDisputeCourt.NotConflicting.selector);
        court.proveEquivocation(IDisputeCourt.Kind.InferenceReceipt, a, sig, a, sig);
        InferenceReceipt memory next = _receipt("b");
        next.seq = 4;
        bytes memory sigNext = sign(SIGNER_KEY, ledger.receiptDigest(next));
        vm.expectRevert(IDisputeCourt.DifferentSlots.selector);
        court.proveEquivocation(IDisputeCourt.Kind.InferenceReceipt, a, sig, abi.encode(next), sigNext);
    }

    function testFuzz_forgedEvidenceNeverSlashes(uint256 key, bytes32 inDigest) public {
        key = bound(key, 1, 2 ** 250);
        vm.assume(key != SIGNER_KEY && inDigest != "a");
        InferenceReceipt memory a = _receipt("a");
        InferenceReceipt memory b = _receipt(inDigest);
        bytes memory sigA = sign(SIGNER_KEY, ledger.receiptDigest(a));
        bytes memory sigB = sign(key, ledger.receiptDigest(b));
        vm.expectRevert(IDisputeCourt.BadSignature.selector);
        court.proveEquivocation(IDisputeCourt.Kind.InferenceReceipt, abi.encode(a), sigA, abi.encode(b), sigB);
    }

    function test_twoBatchesOfOneEpochAreFraud() public {
        BatchHeader memory a = BatchHeader(node, 7, "one", 10, 10, 0, 1, 0);
        BatchHeader memory b = BatchHeader(node, 7, "two", 10, 10, 0, 1, 0);
        court.proveEquivocation(
            IDisputeCourt.Kind.BatchHeader,
            abi.encode(a),
            sign(SIGNER_KEY, ledger.batchDigest(a)),
            abi.encode(b),
            sign(SIGNER_KEY, ledger.batchDigest(b))
        );
        vm.assertEq(nodes.slashable(node), 0, "slashed");
    }

    function test_twoReceiptsForOneUnitAreFraud() public {
        FineTuneReceipt memory a;
        (a.nodeId, a.jobId, a.unit, a.updateRoot) = (node, "job", 2, "one");
        bytes memory sigA = sign(SIGNER_KEY, market.receiptDigest(a));
        bytes memory messageA = abi.encode(a);
        a.updateRoot = "two";
        bytes memory sigB = sign(SIGNER_KEY, market.receiptDigest(a));
        court.proveEquivocation(IDisputeCourt.Kind.FineTuneReceipt, messageA, sigA, abi.encode(a), sigB);
        vm.assertEq(nodes.slashable(node), 0, "slashed");
    }

    function test_twoMeasurementsForOneSeatAreFraud() public {
        Measurement memory a;
        (a.evaluator, a.taskId, a.seat) = (node, "task", 1);
        a.losses = new int64[](3);
        bytes memory sigA = sign(SIGNER_KEY, committee.measurementDigest(a));
        bytes memory messageA = abi.encode(a);
        a.losses[2] = -5;
        bytes memory sigB = sign(SIGNER_KEY, committee.measurementDigest(a));
        court.proveEquivocation(IDisputeCourt.Kind.Measurement, messageA, sigA, abi.encode(a), sigB);
        vm.assertEq(nodes.slashable(node), 0, "slashed");
    }
}
