// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ICommittee} from "../interfaces/ICommittee.sol";
import {IContributionLedger} from "../interfaces/IContributionLedger.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IFineTuneMarket} from "../interfaces/IFineTuneMarket.sol";
import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {FineTuneReceipt, Measurement} from "../types/FineTuneTypes.sol";
import {BatchHeader, InferenceReceipt} from "../types/ReceiptTypes.sol";

/// @title Evidence that proves itself: two signatures for one slot
/// @dev Digests are asked from the contract that consumes the message, so evidence is bound to its chain and contract.
abstract contract Equivocation is IDisputeCourt {
    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    /// @dev What a signed message says about itself.
    struct Statement {
        bytes32 nodeId;
        bytes32 slotKey;
        bytes32 digest;
    }

    bytes32 private constant OFFENCE_EQUIVOCATION = "EQUIVOCATION";
    uint40 internal constant JAIL_SECS = 30 days;

    INodeRegistry internal immutable nodes;
    IContributionLedger internal immutable ledger;
    IFineTuneMarket internal immutable market;
    ICommittee public immutable committee;

    mapping(bytes32 nodeId => mapping(bytes32 slotKey => bool)) public isPunished;

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    constructor(INodeRegistry nodes_, IContributionLedger ledger_, IFineTuneMarket market_, ICommittee committee_) {
        nodes = nodes_;
        ledger = ledger_;
        market = market_;
        committee = committee_;
    }

    /*//////////////////////////////////////////////////////////////
                                  LOGIC
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IDisputeCourt
    function proveEquivocation(
        Kind kind,
        bytes calldata messageA,
        bytes calldata signatureA,
        bytes calldata messageB,
        bytes calldata signatureB
    ) external {
        Statement memory a = _read(kind, messageA);
        Statement memory b = _read(kind, messageB);
        if (a.nodeId != b.nodeId || a.slotKey != b.slotKey) revert DifferentSlots();
        if (a.digest == b.digest) revert NotConflicting();
        _checkSignature(a, signatureA);
        _checkSignature(b, signatureB);
        if (isPunished[a.nodeId][a.slotKey]) revert AlreadyPunished();
        isPunished[a.nodeId][a.slotKey] = true;
        nodes.jail(a.nodeId, uint40(block.timestamp) + JAIL_SECS);
        uint128 slashed = nodes.slash(a.nodeId, OFFENCE_EQUIVOCATION, type(uint128).max, msg.sender);
        emit EquivocationProven(a.nodeId, a.slotKey, a.digest, b.digest, msg.sender, slashed);
    }

    function _read(Kind kind, bytes calldata message) private view returns (Statement memory) {
        if (kind == Kind.InferenceReceipt) return _readInference(abi.decode(message, (InferenceReceipt)));
        if (kind == Kind.FineTuneReceipt) return _readFineTune(abi.decode(message, (FineTuneReceipt)));
        if (kind == Kind.Measurement) return _readMeasurement(abi.decode(message, (Measurement)));
        return _readBatch(abi.decode(message, (BatchHeader)));
    }

    function _readInference(InferenceReceipt memory r) internal view returns (Statement memory) {
        bytes32 slot = keccak256(abi.encode(Kind.InferenceReceipt, r.sessionId, r.layerStart, r.layerEnd, r.seq));
        return Statement(r.nodeId, slot, ledger.receiptDigest(r));
    }

    function _readFineTune(FineTuneReceipt memory r) internal view returns (Statement memory) {
        bytes32 slot = keccak256(abi.encode(Kind.FineTuneReceipt, r.jobId, r.round, r.unit));
        return Statement(r.nodeId, slot, market.receiptDigest(r));
    }

    function _readMeasurement(Measurement memory m) private view returns (Statement memory) {
        bytes32 slot = keccak256(abi.encode(Kind.Measurement, m.taskId, m.seat));
        return Statement(m.evaluator, slot, committee.measurementDigest(m));
    }

    function _readBatch(BatchHeader memory h) private view returns (Statement memory) {
        bytes32 slot = keccak256(abi.encode(Kind.BatchHeader, h.epoch));
        return Statement(h.nodeId, slot, ledger.batchDigest(h));
    }

    /// @dev By any key that ever belonged to the node.
    function _checkSignature(Statement memory s, bytes calldata signature) internal view {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(s.digest, signature);
        if (err != ECDSA.RecoverError.NoError || nodes.nodeOfSigner(signer) != s.nodeId) revert BadSignature();
    }
}
