// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {PeerzToken} from "../PeerzToken.sol";
import {ICommittee} from "../interfaces/ICommittee.sol";
import {IEpochManager} from "../interfaces/IEpochManager.sol";
import {IFineTuneMarket} from "../interfaces/IFineTuneMarket.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {MergeOrder} from "../libraries/MergeOrder.sol";
import {RewardMath} from "../libraries/RewardMath.sol";
import {RoundClock} from "../libraries/RoundClock.sol";
import {FineTuneReceipt} from "../types/FineTuneTypes.sol";

/// @title What the market remembers of jobs, rounds and units, and everything that can be asked about them
abstract contract JobBook is IFineTuneMarket, EIP712 {
    using RoundClock for Round;

    PeerzToken public immutable token;
    IEpochManager public immutable epochs;
    IModelRegistry public immutable models;
    INodeRegistry public immutable nodes;
    ICommittee public immutable committee;

    mapping(address client => uint256) internal _posted;
    mapping(bytes32 jobId => Job) internal _jobs;
    mapping(bytes32 jobId => JobParams) internal _params;
    mapping(bytes32 jobId => mapping(uint16 round => Round)) internal _rounds;
    mapping(bytes32 jobId => mapping(uint16 round => mapping(uint8 unit => Unit))) internal _units;

    constructor(
        PeerzToken token_,
        IEpochManager epochs_,
        IModelRegistry models_,
        INodeRegistry nodes_,
        ICommittee committee_
    ) EIP712("Peerz.FineTuneMarket", "1") {
        token = token_;
        epochs = epochs_;
        models = models_;
        nodes = nodes_;
        committee = committee_;
    }

    /// @inheritdoc IFineTuneMarket
    function phase(bytes32 jobId, uint16 round) public view returns (Phase) {
        return _rounds[jobId][round].phase(_params[jobId], committee);
    }

    /// @inheritdoc IFineTuneMarket
    function dataShard(bytes32 jobId, uint16 round, uint8 unit) public view returns (bytes32) {
        return keccak256(abi.encode(_rounds[jobId][round].dataSeed, jobId, round, unit));
    }

    /// @inheritdoc IFineTuneMarket
    function order(bytes32 jobId, uint16 round) public view returns (uint8[] memory merged) {
        Round storage r = _rounds[jobId][round];
        bytes32 seed = epochs.seed(r.seedEpoch);
        merged = new uint8[](r.revealed);
        uint256 n = 0;
        for (uint8 i = 0; i < r.claimed; ++i) {
            if (r.merging >> i & 1 == 1) merged[n++] = i;
        }
        MergeOrder.shuffle(merged, seed, jobId, round);
    }

    /// @inheritdoc IFineTuneMarket
    function unitReward(bytes32 jobId, uint64 gain) public view returns (uint128 base, uint128 improvement) {
        JobParams storage p = _params[jobId];
        uint128 macs = _jobs[jobId].unitMacs;
        RewardMath.Terms memory t = RewardMath.Terms(p.basePerRound, p.improvementPerRound, p.unitsPerRound, macs, p.targetGain);
        return (RewardMath.basePay(t, macs), RewardMath.improvementPay(t, macs, gain));
    }

    /// @inheritdoc IFineTuneMarket
    function rewardOf(
        uint128 base,
        uint128 improvement,
        uint8 units,
        uint128 unitMacs,
        uint64 targetGain,
        uint128 macs,
        uint64 gain
    ) external pure returns (uint128, uint128) {
        RewardMath.Terms memory t = RewardMath.Terms(base, improvement, units, unitMacs, targetGain);
        return (RewardMath.basePay(t, macs), RewardMath.improvementPay(t, macs, gain));
    }

    /// @inheritdoc IFineTuneMarket
    function job(bytes32 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IFineTuneMarket
    function paramsOf(bytes32 jobId) external view returns (JobParams memory) {
        return _params[jobId];
    }

    /// @inheritdoc IFineTuneMarket
    function roundOf(bytes32 jobId, uint16 round) external view returns (Round memory) {
        return _rounds[jobId][round];
    }

    /// @inheritdoc IFineTuneMarket
    function unitOf(bytes32 jobId, uint16 round, uint8 unit) external view returns (Unit memory) {
        return _units[jobId][round][unit];
    }

    /// @inheritdoc IFineTuneMarket
    function unitsOf(bytes32 jobId, uint16 round) external view returns (Unit[] memory all) {
        all = new Unit[](_rounds[jobId][round].claimed);
        for (uint8 i = 0; i < all.length; ++i) {
            all[i] = _units[jobId][round][i];
        }
    }

    /// @inheritdoc IFineTuneMarket
    function receiptDigest(FineTuneReceipt calldata receipt) external view returns (bytes32) {
        return _hashTypedDataV4(receipt.structHash());
    }
}
