// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice One element of a linear step's output, with all that decides it.
struct DotProof {
    bytes row; // of the defendant's output, as shown
    uint32 column; // the element
    bytes32 digest; // before the step that made the input
    bytes32[] roots; // from that step up to the disputed one, without it
    bytes input; // row of the first of these roots
    bytes32[] inputPath;
    bytes weight; // row `column` of the tensor, as stored
    bytes32[] weightPath;
    uint32 tensorIndex; // of the tensor in its layer's tree
    uint32 tensorCount;
    bytes32[] tensorPath;
    bytes32[] layerPath; // from the layer's tree to the weights root
}

/// @notice Where a disputed element stands.
struct DotPlace {
    uint32 step; // of the shard, see LayerTrace
    uint16 layerStart; // of the shard
    uint32 rows; // of the chunk
    uint32 row; // of the element
}
