// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The shape of a Llama-family model: everything that its compute cost depends on.
/// @dev The field order is part of the model id: keccak256(abi.encode(weightsRoot, tokenizerHash, geometry)).
struct Geometry {
    uint16 layers;
    uint32 dModel;
    uint16 nHeads;
    uint16 nKvHeads; // divides nHeads
    uint16 headDim;
    uint32 dFf;
    uint32 vocab;
    uint8 weightDtype; // as served: 0 f32, 1 bf16, 2 q8 and 3 q4 in blocks of 32, 4 f16
    uint8 profile; // 0 exact to the bit, 1 within a tolerance
}
