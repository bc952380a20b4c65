// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {MacFormula} from "./libraries/MacFormula.sol";
import {Geometry} from "./types/ModelTypes.sol";

/// @title Models, and what work on them costs
contract ModelRegistry is IModelRegistry {
    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    struct Model {
        bytes32 weightsRoot;
        bytes32 tokenizerHash;
        Geometry geometry; // layers == 0: not registered
    }

    mapping(bytes32 modelId => Model) private _models;

    /*//////////////////////////////////////////////////////////////
                                  LOGIC
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IModelRegistry
    function register(bytes32 weightsRoot_, bytes32 tokenizerHash_, Geometry calldata g) external returns (bytes32 modelId) {
        if (!_isSound(g)) revert BadGeometry();
        modelId = keccak256(abi.encode(weightsRoot_, tokenizerHash_, g));
        if (isRegistered(modelId)) revert AlreadyRegistered(modelId);
        _models[modelId] = Model(weightsRoot_, tokenizerHash_, g);
        emit ModelRegistered(modelId, weightsRoot_, tokenizerHash_, g, msg.sender);
    }

    /// @inheritdoc IModelRegistry
    function isRegistered(bytes32 modelId) public view returns (bool) {
        return _models[modelId].geometry.layers != 0;
    }

    /// @inheritdoc IModelRegistry
    function geometry(bytes32 modelId) public view returns (Geometry memory) {
        if (!isRegistered(modelId)) revert UnknownModel(modelId);
        return _models[modelId].geometry;
    }

    /// @inheritdoc IModelRegistry
    function weightsRoot(bytes32 modelId) external view returns (bytes32) {
        return _models[modelId].weightsRoot;
    }

    /// @inheritdoc IModelRegistry
    function tokenizerHash(bytes32 modelId) external view returns (bytes32) {
        return _models[modelId].tokenizerHash;
    }

    /// @inheritdoc IModelRegistry
    function checkLayers(bytes32 modelId, uint16 layerStart, uint16 layerEnd) external view {
        _checkLayers(geometry(modelId), layerStart, layerEnd);
    }

    /// @inheritdoc IModelRegistry
    function macsForward(bytes32 modelId, uint16 a, uint16 b, uint32 p, uint32 n, bool withHead) external view returns (uint128) {
        Geometry memory g = geometry(modelId);
        _checkLayers(g, a, b);
        return MacFormula.forward(g, a, b, p, n, withHead);
    }

    /// @inheritdoc IModelRegistry
    function macsLora(bytes32 modelId, uint32 seqs, uint32 seqLen, uint32 steps, uint16 rank, uint8 targets)
        external
        view
        returns (uint128)
    {
        return MacFormula.lora(geometry(modelId), seqs, seqLen, steps, rank, targets);
    }

    /// @inheritdoc IModelRegistry
    function macsOf(Geometry calldata g, uint16 a, uint16 b, uint32 p, uint32 n, bool withHead) external pure returns (uint128) {
        _checkLayers(g, a, b);
        return MacFormula.forward(g, a, b, p, n, withHead);
    }

    /// @inheritdoc IModelRegistry
    function macsOfLora(Geometry calldata g, uint32 seqs, uint32 seqLen, uint32 steps, uint16 rank, uint8 targets)
        external
        pure
        returns (uint128)
    {
        return MacFormula.lora(g, seqs, seqLen, steps, rank, targets);
    }

    function _checkLayers(Geometry memory g, uint16 a, uint16 b) private pure {
        if (a >= b || b > g.layers) revert BadLayerRange(a, b, g.layers);
    }

    function _isSound(Geometry calldata g) private pure returns (bool) {
        return g.layers != 0 && g.dModel != 0 && g.nHeads != 0 && g.nKvHeads != 0 && g.headDim != 0 && g.dFf != 0 && g.vocab != 0
            && g.nHeads % g.nKvHeads == 0 && g.profile <= 1;
    }
}
