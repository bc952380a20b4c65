// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "../../../main/solidity/CanonicalArithmetic.sol";
import {IDisputeCourt} from "../../../main/solidity/interfaces/IDisputeCourt.sol";
import {CanonicalDot} from "../../../main/solidity/libraries/CanonicalDot.sol";
import {LayerTrace} from "../../../main/solidity/libraries/LayerTrace.sol";
import {MerklePath} from "../../../main/solidity/libraries/MerklePath.sol";
import {MerkleSum} from "../../../main/solidity/libraries/MerkleSum.sol";
import {Courts} from "../support/Courts.sol";
import {vm} from "../support/Vm.sol";

/// @notice Libraries have no address: this one lends them its own, so that what they refuse can be expected.
contract Libraries {
    function root(bytes32[] memory level) external pure returns (bytes32) {
        return MerklePath.rootOf(level);
    }

    function climb(bytes32 leaf, uint256 index, uint256 count, bytes32[] memory path) external pure returns (bytes32) {
        return MerklePath.climb(leaf, index, count, path);
    }

    function climbSha(bytes memory row, uint256 index, uint256 count, bytes32[] memory path) external pure returns (bytes32) {
        return MerklePath.climbSha(row, index, count, path);
    }

    function climbSum(MerkleSum.SumNode[] memory path) external pure returns (uint128 total) {
        total = MerkleSum.climb("digest", 1, false, path).macs;
    }
}

contract LibraryRefusalsTest is Courts {
    Libraries private immutable _libraries = new Libraries();

    /// @dev Source of the names and shapes: the tensors of a Llama layer; d = 128, four heads and two key heads of 32, 352 wide.
    function test_sevenOfThirteenStepsAreLinearAndSayWhatTheyMultiply() public {
        string[13] memory names;
        (names[1], names[2], names[3]) = ("self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight");
        (names[5], names[8]) = ("self_attn.o_proj.weight", "mlp.gate_proj.weight");
        (names[9], names[11]) = ("mlp.up_proj.weight", "mlp.down_proj.weight");
        uint256[13] memory rows = [uint256(0), 128, 64, 64, 0, 128, 0, 0, 352, 352, 0, 128, 0];
        uint256[13] memory cols = [uint256(0), 128, 128, 128, 0, 128, 0, 0, 128, 128, 0, 352, 0];
        for (uint256 step = 0; step < 26; ++step) {
            uint256 s = step % 13;
            vm.assertEq(LayerTrace.isLinear(step, 2), rows[s] != 0, "linear or not");
            if (rows[s] == 0) continue;
            LayerTrace.Linear memory linear = LayerTrace.linear(step, geometry());
            vm.assertEq(keccak256(bytes(linear.tensor)), keccak256(bytes(names[s])), names[s]);
            vm.assertEq(linear.rows, rows[s], names[s]);
            vm.assertEq(linear.cols, cols[s], names[s]);
        }
        vm.assertFalse(LayerTrace.isLinear(26, 2), "drawing tokens");
    }

    function test_aPathFitsItsTreeExactly() public {
        bytes32[] memory none = new bytes32[](0);
        bytes32[] memory one = new bytes32[](1);
        vm.expectRevert(MerklePath.BadPath.selector);
        _libraries.root(none);
        for (uint256 i = 0; i < 2; ++i) {
            bool sha = i == 1;
            _refused(sha, 2, 2, one);
            _refused(sha, 0, 2, none);
            _refused(sha, 0, 1, one);
        }
        vm.assertEq(_libraries.climb("leaf", 0, 1, none), "leaf", "a tree of one leaf is the leaf");
    }

    function _refused(bool sha, uint256 index, uint256 count, bytes32[] memory path) private {
        vm.expectRevert(MerklePath.BadPath.selector);
        if (sha) _libraries.climbSha("row", index, count, path);
        else _libraries.climb("leaf", index, count, path);
    }

    function test_aSumPathHasALimit() public {
        vm.assertEq(_libraries.climbSum(new MerkleSum.SumNode[](32)), 1, "thirty-two levels");
        vm.expectRevert(abi.encodeWithSelector(MerkleSum.PathTooLong.selector, 33));
        _libraries.climbSum(new MerkleSum.SumNode[](33));
    }

    function test_aDotProductNeedsEqualLengths() public {
        vm.expectRevert(abi.encodeWithSelector(CanonicalDot.WrongLength.selector, 4));
        arithmetic.dot(new bytes(5), new bytes(4), false);
        vm.expectRevert(abi.encodeWithSelector(CanonicalDot.WrongLength.selector, 4));
        arithmetic.dot(new bytes(4), new bytes(4), true);
        vm.expectRevert(CanonicalArithmetic.WrongShape.selector);
        arithmetic.fmaAll(new uint32[](1), new uint32[](2), new uint32[](1));
        vm.expectRevert(CanonicalArithmetic.WrongShape.selector);
        arithmetic.fmaAll(new uint32[](1), new uint32[](1), new uint32[](2));
    }

    /// @dev Sixteen moves of twelve hours and two juries outlast ten days of unbonding.
    function test_aCourtWhoseDisputesOutlastUnbondingIsRefused() public {
        IDisputeCourt.Config memory slow = courtConfig();
        slow.moveSecs = 12 hours;
        vm.expectRevert();
        deploy("DisputeCourt", courtArguments(slow));
    }
}
