// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Geometry} from "../types/ModelTypes.sol";

/// @title Compute cost in multiply-accumulates (MACs), from geometry alone
/// @notice Conventions, not measurements: a matrix product of (m, k) and (k, n) costs m*k*n, attention costs two
///         products over the visible positions, and norms, activations and rotations cost nothing. The forward formula
///         is additive: a chunk cut in two, or a layer range cut in two, costs the same in total.
library MacFormula {
    using SafeCast for uint256;

    /// @dev Bits of the `targets` mask of an adapter.
    uint8 internal constant TARGET_Q = 1;
    uint8 internal constant TARGET_K = 2;
    uint8 internal constant TARGET_V = 4;
    uint8 internal constant TARGET_O = 8;
    uint8 internal constant TARGET_GATE = 16;
    uint8 internal constant TARGET_UP = 32;
    uint8 internal constant TARGET_DOWN = 64;

    /// @notice MACs of layers [a, b) for n tokens from position p, plus the output projection if `head`.
    /// @dev (b-a) * (n * linear + 2*nHeads*headDim * (n*p + n(n+1)/2)) + (head ? n*dModel*vocab : 0)
    function forward(Geometry memory g, uint16 a, uint16 b, uint32 p, uint32 n, bool head) internal pure returns (uint128) {
        uint256 perLayer = uint256(n) * linear(g) + attention(g, p, n);
        return (uint256(b - a) * perLayer + (head ? headProjection(g, n) : 0)).toUint128();
    }

    /// @notice MACs of `steps` training steps over `seqs` sequences of `seqLen` tokens through the whole model.
    /// @dev Forward plus the backward pass of the activations: linear products twice, attention three times; then, for
    ///      each adapted projection and token, 3*rank*(in+out): one forward and two backward products of both factors.
    function lora(Geometry memory g, uint32 seqs, uint32 seqLen, uint32 steps, uint16 rank, uint8 targets)
        internal
        pure
        returns (uint128)
    {
        uint256 base = uint256(g.layers) * (2 * uint256(seqLen) * linear(g) + 3 * attention(g, 0, seqLen)) + 2 * headProjection(g, seqLen);
        uint256 adapters = uint256(g.layers) * seqLen * 3 * rank * targetDims(g, targets);
        return (uint256(steps) * seqs * (base + adapters)).toUint128();
    }

    /// @notice MACs per token and layer of the seven projections.
    function linear(Geometry memory g) internal pure returns (uint256) {
        uint256 d = g.dModel;
        return 2 * d * g.nHeads * g.headDim + 2 * d * g.nKvHeads * g.headDim + 3 * d * g.dFf;
    }

    /// @notice MACs of one layer's attention for n tokens from position p: each token sees itself and all before it.
    function attention(Geometry memory g, uint256 p, uint256 n) internal pure returns (uint256) {
        return 2 * uint256(g.nHeads) * g.headDim * (n * p + n * (n + 1) / 2);
    }

    function headProjection(Geometry memory g, uint256 n) internal pure returns (uint256) {
        return n * g.dModel * g.vocab;
    }

    /// @notice Sum of (in + out) over the adapted projections of one layer.
    function targetDims(Geometry memory g, uint8 targets) internal pure returns (uint256 dims) {
        uint256 d = g.dModel;
        uint256 q = uint256(g.nHeads) * g.headDim;
        uint256 kv = uint256(g.nKvHeads) * g.headDim;
        if (targets & TARGET_Q != 0) dims += d + q;
        if (targets & TARGET_K != 0) dims += d + kv;
        if (targets & TARGET_V != 0) dims += d + kv;
        if (targets & TARGET_O != 0) dims += q + d;
        if (targets & TARGET_GATE != 0) dims += d + g.dFf;
        if (targets & TARGET_UP != 0) dims += d + g.dFf;
        if (targets & TARGET_DOWN != 0) dims += g.dFf + d;
    }
}
