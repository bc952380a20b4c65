// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Geometry} from "../types/ModelTypes.sol";

/// @title Models, and what work on them costs
/// @notice Geometry makes compute cost a number that nobody reports: every claim of MACs is recomputed from here.
interface IModelRegistry {
    event ModelRegistered(bytes32 indexed modelId, bytes32 weightsRoot, bytes32 tokenizerHash, Geometry geometry, address indexed by);

    error BadGeometry();
    error AlreadyRegistered(bytes32 modelId);
    error UnknownModel(bytes32 modelId);
    error BadLayerRange(uint16 layerStart, uint16 layerEnd, uint16 layers);

    /// @notice Registers a model under keccak256(abi.encode(weightsRoot, tokenizerHash, geometry)). Anybody may.
    function register(bytes32 weightsRoot, bytes32 tokenizerHash, Geometry calldata geometry) external returns (bytes32 modelId);

    function isRegistered(bytes32 modelId) external view returns (bool);

    function geometry(bytes32 modelId) external view returns (Geometry memory);

    function weightsRoot(bytes32 modelId) external view returns (bytes32);

    function tokenizerHash(bytes32 modelId) external view returns (bytes32);

    /// @notice Reverts unless 0 <= layerStart < layerEnd <= layers of the model.
    function checkLayers(bytes32 modelId, uint16 layerStart, uint16 layerEnd) external view;

    /// @notice MACs of layers [a, b) for n tokens from position p, plus the output projection if `withHead`.
    function macsForward(bytes32 modelId, uint16 a, uint16 b, uint32 p, uint32 n, bool withHead) external view returns (uint128);

    /// @notice MACs of one fine-tune unit, see MacFormula.lora.
    function macsLora(bytes32 modelId, uint32 seqs, uint32 seqLen, uint32 steps, uint16 rank, uint8 targets)
        external
        view
        returns (uint128);

    /// @notice The forward formula for any geometry, registered or not.
    function macsOf(Geometry calldata geometry, uint16 a, uint16 b, uint32 p, uint32 n, bool withHead)
        external
        pure
        returns (uint128);

    /// @notice The fine-tune formula for any geometry, registered or not.
    function macsOfLora(Geometry calldata geometry, uint32 seqs, uint32 seqLen, uint32 steps, uint16 rank, uint8 targets)
        external
        pure
        returns (uint128);
}
