// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {LayerTrace} from "../../../main/solidity/libraries/LayerTrace.sol";
import {MerklePath} from "../../../main/solidity/libraries/MerklePath.sol";
import {DotProof} from "../../../main/solidity/types/DisputeTypes.sol";
import {Geometry} from "../../../main/solidity/types/ModelTypes.sol";
import {InferenceReceipt} from "../../../main/solidity/types/ReceiptTypes.sol";
import {IDisputeCourt} from "../../../main/solidity/interfaces/IDisputeCourt.sol";
import {Courts} from "./Courts.sol";
import {vm} from "./Vm.sol";

/// @notice A node whose gate projection may lie, in a model of one small layer with weights of known root.
/// @dev Inputs are rows of ones and every weight is one, so an honest element of the gate is 8.0.
abstract contract Disputes is Courts {
    uint256 internal constant GATE = 8; // the disputed step
    uint256 internal constant ROWS = 3;
    address internal challenger = address(0xCA11);

    bytes32 internal defendant;
    bytes32 internal small; // model id
    bytes32[] internal trace; // roots of the thirteen steps, as the defendant claims
    bytes32[] internal chain; // digests, chain[0] before the first
    bytes32[] internal gateRows; // hashes of the rows that the defendant claims
    bytes internal inputRow;
    bytes internal honestRow;
    bytes internal claimedRow;
    InferenceReceipt internal receipt;
    bytes internal message;
    bytes internal nodeSig;

    function setUp() public virtual override {
        super.setUp();
        defendant = registerNode(SIGNER_KEY);
        small = models.register(_weightsRoot(), "tokenizer", smallGeometry());
        token.transfer(challenger, 1_000 * PRZ);
        vm.prank(challenger);
        token.approve(address(court), type(uint256).max);
    }

    function smallGeometry() internal pure returns (Geometry memory) {
        return Geometry(1, 8, 2, 1, 4, 12, 32, 1, 0);
    }

    /// @notice The defendant signs a receipt; with a lie, element 5 of row 1 of the gate is not what the weights give.
    function signReceipt(bool lying) internal {
        delete trace;
        delete chain;
        delete gateRows;
        inputRow = _floats(8, 0x3f800000);
        honestRow = _floats(12, 0x41000000);
        claimedRow = _floats(12, 0x41000000);
        if (lying) claimedRow[5 * 4] = 0x01;
        bytes32[] memory inputs = new bytes32[](ROWS);
        bytes32[] memory outputs = new bytes32[](ROWS);
        for (uint256 i = 0; i < ROWS; ++i) {
            inputs[i] = MerklePath.leafOf(inputRow);
            outputs[i] = MerklePath.leafOf(i == 1 ? claimedRow : honestRow);
            gateRows.push(outputs[i]);
        }
        for (uint256 s = 0; s < LayerTrace.STEPS; ++s) trace.push(keccak256(abi.encode("root", s)));
        trace[GATE - 1] = MerklePath.rootOf(inputs);
        trace[GATE] = MerklePath.rootOf(outputs);
        chain.push(LayerTrace.start("input"));
        for (uint256 s = 0; s < LayerTrace.STEPS; ++s) chain.push(LayerTrace.next(chain[s], trace[s]));
        _signReceipt();
    }

    function _signReceipt() private {
        InferenceReceipt storage r = receipt;
        (r.nodeId, r.sessionId, r.channelId, r.modelId) = (defendant, "session", "channel", small);
        (r.layerStart, r.layerEnd, r.tokens, r.flags) = (0, 1, uint32(ROWS), 2);
        r.cumulativeAmount = uint128(20 * PRZ);
        (r.inDigest, r.epoch) = ("input", epochs.currentEpoch());
        r.outCommit = keccak256(abi.encodePacked(bytes32("salt"), trace[LayerTrace.STEPS - 1]));
        message = abi.encode(receipt);
        nodeSig = sign(SIGNER_KEY, ledger.receiptDigest(receipt));
    }

    /*//////////////////////////////////////////////////////////////
                                  MOVES
    //////////////////////////////////////////////////////////////*/

    function open() internal returns (bytes32) {
        vm.prank(challenger);
        return court.openDispute(message, nodeSig);
    }

    function answer(bytes32 id) internal returns (bytes32[] memory digests) {
        digests = inner();
        vm.prank(vm.addr(SIGNER_KEY));
        court.answer(id, message, "salt", trace[12], chain[12], digests);
    }

    /// @notice The digests between the thirteen steps: they are fewer than sixteen, so one move shows all.
    function inner() internal view returns (bytes32[] memory digests) {
        digests = new bytes32[](LayerTrace.STEPS - 1);
        for (uint256 i = 0; i < digests.length; ++i) digests[i] = chain[i + 1];
    }

    function pick(bytes32 id, uint256 step) internal {
        vm.prank(challenger);
        court.pick(id, inner(), uint8(step));
    }

    function showLeaf(bytes32 id, uint256 step) internal {
        vm.prank(owner);
        court.showLeaf(id, message, trace[step], step == GATE ? gateRows : new bytes32[](0));
    }

    /// @notice Down to the row of the gate.
    function toCompute(bytes32 id) internal {
        answer(id);
        pick(id, GATE);
        showLeaf(id, GATE);
        vm.prank(challenger);
        court.pickRow(id, gateRows, 1);
        vm.prank(owner);
        court.showRow(id, claimedRow, 1);
    }

    function compute(bytes32 id, DotProof memory proof) internal {
        vm.prank(challenger);
        court.computeElement(id, message, 1, abi.encode(proof));
    }

    function dotProof() internal view returns (DotProof memory p) {
        p.row = claimedRow;
        p.column = 5;
        p.digest = chain[GATE - 1];
        p.roots = new bytes32[](1);
        p.roots[0] = trace[GATE - 1];
        p.input = inputRow;
        p.inputPath = new bytes32[](2);
        p.inputPath[0] = MerklePath.leafOf(inputRow);
        p.inputPath[1] = MerklePath.leafOf(inputRow);
        p.weight = _weightRow();
        p.weightPath = _weightPath();
        p.tensorCount = 1;
        p.layerPath = new bytes32[](1);
        p.layerPath[0] = _edges();
    }

    /// @notice A dispute about step 4, which only a jury can settle, and its task with seats drawn.
    function toJury(bytes32 id) internal returns (bytes32 taskId) {
        answer(id);
        pick(id, 4);
        showLeaf(id, 4);
        vm.prank(challenger);
        court.callJury(id, trace[4], new bytes32[](0));
        taskId = court.juryTask(id);
        drawJury(taskId);
    }

    function drawJury(bytes32 taskId) internal {
        uint64 epoch = committee.task(taskId).seedEpoch;
        rollToEpoch(epoch);
        epochs.sealEpoch(epoch);
        committee.draw(taskId);
    }

    /// @notice All seven seats, of which `voting` find this root.
    function vote(bytes32 taskId, int64[] memory values, bytes32 root, uint8 voting) internal {
        bytes32 result = keccak256(abi.encode(values, new uint64[](0), root));
        for (uint8 s = 0; s < voting; ++s) commitSeat(taskId, s, result);
        if (voting < 7) vm.warp(committee.task(taskId).commitBy);
        for (uint8 s = 0; s < voting; ++s) {
            committee.reveal(taskId, s, values, new uint64[](0), root, bytes32(uint256(s)), SALT);
        }
        if (voting < 7) vm.warp(committee.task(taskId).revealBy);
        committee.finalizeTask(taskId);
    }

    function stateOf(bytes32 id) internal view returns (IDisputeCourt.State) {
        return court.dispute(id).state;
    }

    /*//////////////////////////////////////////////////////////////
                                 WEIGHTS
    //////////////////////////////////////////////////////////////*/

    function _weightsRoot() private pure returns (bytes32) {
        bytes32 rowsRoot = MerklePath.climbSha(_weightRow(), 5, 12, _weightPath());
        bytes32 tensor = LayerTrace.tensorDigest(0, LayerTrace.linear(GATE, smallGeometry()), true, rowsRoot);
        bytes32 part = MerklePath.leafOf(abi.encodePacked(tensor));
        bytes32 layer = MerklePath.leafOf(abi.encodePacked(part));
        return keccak256(abi.encodePacked(bytes1(0x01), _edges(), layer));
    }

    function _edges() private pure returns (bytes32) {
        return MerklePath.leafOf("edges");
    }

    /// @dev Twelve equal rows: the sibling at each level is the node itself.
    function _weightPath() private pure returns (bytes32[] memory path) {
        path = new bytes32[](4);
        bytes32 node = sha256(bytes.concat(bytes1(0x00), _weightRow()));
        for (uint256 i = 0; i < 2; ++i) {
            path[i] = node;
            node = sha256(abi.encodePacked(bytes1(0x01), node, node));
        }
        // Three nodes of four rows: row 5 is in the second, and the third moves up alone.
        path[2] = node;
        path[3] = node;
    }

    function _weightRow() internal pure returns (bytes memory row) {
        row = new bytes(16);
        for (uint256 i = 0; i < 8; ++i) (row[2 * i], row[2 * i + 1]) = (0x80, 0x3f);
    }

    function _floats(uint256 count, uint32 bits) internal pure returns (bytes memory row) {
        row = new bytes(count * 4);
        for (uint256 i = 0; i < row.length; ++i) row[i] = bytes1(uint8(bits >> (8 * (i % 4))));
    }
}
