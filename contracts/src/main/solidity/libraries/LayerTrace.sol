// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Geometry} from "../types/ModelTypes.sol";

/// @title The steps of a shard's forward pass, as a chain of digests
/// @notice Each step turns a chunk's rows into new rows and has their Merkle root; digests chain the roots: who agrees on one
///         digest agrees on every root before it. A layer has thirteen steps:
///
///         0 norm, 1 query, 2 key, 3 value, 4 attention (with bias, rotation and cache), 5 output, 6 add,
///         7 norm, 8 gate, 9 up, 10 activation, 11 down, 12 add;   a shard with the head has one more: draw tokens.
///
///         Steps 1-3, 5, 8, 9, 11 are linear: each output element is one dot product of an earlier root's row with a row of
///         registered weights.
library LayerTrace {
    uint256 internal constant STEPS = 13;

    /// @notice What a linear step multiplies with what.
    struct Linear {
        uint256 back; // its input is the root this many steps before its own
        string tensor; // name without the layer's prefix
        uint256 rows;
        uint256 cols;
    }

    error NotLinear(uint256 step);

    /// @notice The digest before the first step.
    function start(bytes32 inDigest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x10), inDigest));
    }

    function next(bytes32 digest, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x11), digest, root));
    }

    function stepsOf(uint256 layers, bool withHead) internal pure returns (uint256) {
        return layers * STEPS + (withHead ? 1 : 0);
    }

    /// @param step counts from the shard's first
    function isLinear(uint256 step, uint256 layers) internal pure returns (bool) {
        if (step >= layers * STEPS) return false;
        uint256 s = step % STEPS;
        return (s >= 1 && s <= 3) || s == 5 || s == 8 || s == 9 || s == 11;
    }

    function linear(uint256 step, Geometry memory g) internal pure returns (Linear memory) {
        uint256 s = step % STEPS;
        uint256 query = uint256(g.nHeads) * g.headDim;
        uint256 key = uint256(g.nKvHeads) * g.headDim;
        if (s == 1) return Linear(1, "self_attn.q_proj.weight", query, g.dModel);
        if (s == 2) return Linear(2, "self_attn.k_proj.weight", key, g.dModel);
        if (s == 3) return Linear(3, "self_attn.v_proj.weight", key, g.dModel);
        if (s == 5) return Linear(1, "self_attn.o_proj.weight", g.dModel, query);
        if (s == 8) return Linear(1, "mlp.gate_proj.weight", g.dFf, g.dModel);
        if (s == 9) return Linear(2, "mlp.up_proj.weight", g.dFf, g.dModel);
        if (s == 11) return Linear(1, "mlp.down_proj.weight", g.dModel, g.dFf);
        revert NotLinear(step);
    }

    /// @notice Digest of a tensor in the model's weights root: what it is, then the SHA-256 tree of its rows.
    function tensorDigest(uint256 layer, Linear memory t, bool bfloat16, bytes32 rowsRoot) internal pure returns (bytes32) {
        bytes memory name = bytes.concat("model.layers.", bytes(Strings.toString(layer)), ".", bytes(t.tensor));
        bytes memory shape = bytes.concat(bytes(Strings.toString(t.rows)), ",", bytes(Strings.toString(t.cols)));
        return sha256(bytes.concat(name, hex"00", bfloat16 ? bytes("BF16") : bytes("F32"), hex"00", shape, hex"00", rowsRoot));
    }
}
