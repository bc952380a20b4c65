// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalDot} from "./libraries/CanonicalDot.sol";
import {Float32} from "./libraries/Float32.sol";
import {LayerTrace} from "./libraries/LayerTrace.sol";
import {MerklePath} from "./libraries/MerklePath.sol";
import {DotPlace, DotProof} from "./types/DisputeTypes.sol";
import {Geometry} from "./types/ModelTypes.sol";

/// @title The exact engine's arithmetic, on chain
/// @notice Pure functions at an address of their own, so that anybody can check a disputed number with a call, and the court
///         need not carry them. Floats are their 32 bits.
contract CanonicalArithmetic {
    uint8 private constant BFLOAT16 = 1;

    /// @notice A disputed element: what it is said to be, what it is, and what both rest on.
    struct Element {
        bytes32 rowLeaf; // of the row that the claim is read from
        uint32 claimed;
        uint32 computed;
        bytes32 digest; // before the disputed step, if the input is the one in the trace
        bytes32 weightsRoot; // of the model, if the weights are its own
    }

    error WrongShape();

    /// @notice a * b + c with one rounding, as Java's Math.fma.
    function fma(uint32 a, uint32 b, uint32 c) external pure returns (uint32) {
        return uint32(Float32.fma(a, b, c));
    }

    /// @notice fma of each a[i], b[i], c[i]; for checking many at once.
    function fmaAll(uint32[] calldata a, uint32[] calldata b, uint32[] calldata c) external pure returns (uint32[] memory results) {
        if (b.length != a.length || c.length != a.length) revert WrongShape();
        results = new uint32[](a.length);
        for (uint256 i = 0; i < results.length; ++i) {
            results[i] = uint32(Float32.fma(a[i], b[i], c[i]));
        }
    }

    /// @notice One element of a linear layer's output, see CanonicalDot.
    function dot(bytes calldata x, bytes calldata w, bool bfloat16) external pure returns (uint32) {
        return uint32(CanonicalDot.dot(x, w, bfloat16));
    }

    /// @notice Computes an element of a linear step. Who asks must compare both roots with what it knows.
    /// @param encoded abi-encoded DotProof
    function element(Geometry calldata g, DotPlace calldata place, bytes calldata encoded) external pure returns (Element memory e) {
        DotProof memory proof = abi.decode(encoded, (DotProof));
        LayerTrace.Linear memory step = LayerTrace.linear(place.step, g);
        bool bfloat16 = g.weightDtype == BFLOAT16;
        e.rowLeaf = MerklePath.leafOf(proof.row);
        e.claimed = uint32(CanonicalDot.element(proof.row, proof.column));
        e.computed = uint32(CanonicalDot.dot(proof.input, proof.weight, bfloat16));
        e.digest = _digest(step, place, proof);
        uint256 layer = place.layerStart + place.step / LayerTrace.STEPS;
        e.weightsRoot = _weightsRoot(step, layer, g.layers, bfloat16, proof);
    }

    /// @dev The input is a row of the root that the digest contains `back` steps ago.
    function _digest(LayerTrace.Linear memory step, DotPlace calldata place, DotProof memory proof)
        private
        pure
        returns (bytes32 digest)
    {
        if (proof.roots.length != step.back || proof.input.length != 4 * step.cols) revert WrongShape();
        bytes32 leaf = MerklePath.leafOf(proof.input);
        if (MerklePath.climb(leaf, place.row, place.rows, proof.inputPath) != proof.roots[0]) revert WrongShape();
        digest = proof.digest;
        for (uint256 i = 0; i < step.back; ++i) digest = LayerTrace.next(digest, proof.roots[i]);
    }

    /// @dev The weights are row `column` of the step's tensor in the tree of their layer.
    function _weightsRoot(LayerTrace.Linear memory step, uint256 layer, uint256 layers, bool bfloat16, DotProof memory proof)
        private
        pure
        returns (bytes32)
    {
        bytes32 rowsRoot = MerklePath.climbSha(proof.weight, proof.column, step.rows, proof.weightPath);
        bytes32 tensor = LayerTrace.tensorDigest(layer, step, bfloat16, rowsRoot);
        bytes32 leaf = MerklePath.leafOf(abi.encodePacked(tensor));
        bytes32 part = MerklePath.climb(leaf, proof.tensorIndex, proof.tensorCount, proof.tensorPath);
        // The model's tree: what is outside of the layers first, then layer after layer.
        return MerklePath.climb(MerklePath.leafOf(abi.encodePacked(part)), layer + 1, layers + 1, proof.layerPath);
    }
}
