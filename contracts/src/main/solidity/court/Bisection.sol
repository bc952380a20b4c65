// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {CanonicalArithmetic} from "../CanonicalArithmetic.sol";
import {PeerzToken} from "../PeerzToken.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {LayerTrace} from "../libraries/LayerTrace.sol";
import {MerklePath} from "../libraries/MerklePath.sol";
import {DotPlace} from "../types/DisputeTypes.sol";
import {FineTuneReceipt} from "../types/FineTuneTypes.sol";
import {InferenceReceipt} from "../types/ReceiptTypes.sol";
import {Verdicts} from "./Verdicts.sol";

/// @title Disputes about work, narrowed down to one step and, where it is linear, to one number
abstract contract Bisection is Verdicts {
    using SafeERC20 for PeerzToken;

    uint256 private constant WAYS = 16;
    /// @dev Rows of a chunk whose hashes fit a transaction; a longer chunk's linear steps go to a jury too.
    uint256 private constant MAX_ROWS = 512;
    uint8 private constant FLOAT32 = 0;
    uint8 private constant BFLOAT16 = 1;

    IModelRegistry private immutable models;
    CanonicalArithmetic public immutable arithmetic;

    /// @dev Where the disputed work would be paid: an epoch, or a unit of a round.
    struct Place {
        bytes32 message; // hash of the receipt as encoded
        bytes32 jobId;
        uint64 epoch;
        uint16 round;
        uint8 unit;
    }

    mapping(bytes32 disputeId => Place) private _places;

    constructor(PeerzToken token_, IModelRegistry models_, CanonicalArithmetic arithmetic_, Config memory config)
        Verdicts(token_, config)
    {
        models = models_;
        arithmetic = arithmetic_;
    }

    /*//////////////////////////////////////////////////////////////
                                 OPENING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IDisputeCourt
    function openDispute(bytes calldata message, bytes calldata nodeSig) external nonReentrant returns (bytes32 id) {
        InferenceReceipt memory receipt = abi.decode(message, (InferenceReceipt));
        uint40 end = ledger.windowEnd(receipt.epoch);
        if (end != 0 && block.timestamp > end) revert TooLate(end);
        if (models.geometry(receipt.modelId).profile != 0) revert NotDisputable();
        models.checkLayers(receipt.modelId, receipt.layerStart, receipt.layerEnd);
        Statement memory s = _readInference(receipt);
        id = _open(s, nodeSig, receipt.cumulativeAmount, false);
        Dispute storage d = _disputes[id];
        d.hi = uint32(LayerTrace.stepsOf(receipt.layerEnd - receipt.layerStart, receipt.hasHead()));
        d.agreed = LayerTrace.start(receipt.inDigest);
        (_places[id].message, _places[id].epoch) = (keccak256(message), receipt.epoch);
        _pass(id, d, State.Answer, 0, new bytes32[](0));
    }

    /// @inheritdoc IDisputeCourt
    function accuseUnit(bytes calldata message, bytes calldata nodeSig) external nonReentrant returns (bytes32 id) {
        FineTuneReceipt memory receipt = abi.decode(message, (FineTuneReceipt));
        Statement memory s = _readFineTune(receipt);
        id = _open(s, nodeSig, 0, true);
        _places[id] = Place(0, receipt.jobId, 0, receipt.round, receipt.unit);
        int64[] memory guilty = new int64[](1);
        guilty[0] = 1;
        _callJury(id, _disputes[id], receipt.updateRoot, keccak256(abi.encode(guilty, new uint64[](0), bytes32(0))));
    }

    function _open(Statement memory s, bytes calldata nodeSig, uint128 charged, bool isUnit) private returns (bytes32 id) {
        _checkSignature(s, nodeSig);
        if (isConvicted[s.digest]) revert AlreadyPunished();
        id = disputeIdOf(s.digest, msg.sender);
        Dispute storage d = _disputes[id];
        if (d.state != State.None) revert AlreadyDisputed();
        (d.nodeId, d.subject, d.challenger, d.isUnit) = (s.nodeId, s.digest, msg.sender, isUnit);
        uint256 amount = uint256(CHARGES) * charged;
        uint256 least = uint256(BONDS) * bond;
        if (amount < least) amount = least;
        d.amount = amount > type(uint128).max ? type(uint128).max : uint128(amount);
        emit DisputeOpened(id, s.nodeId, s.digest, msg.sender, isUnit);
        token.safeTransferFrom(msg.sender, address(this), bond);
    }

    /*//////////////////////////////////////////////////////////////
                               NARROWING DOWN
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IDisputeCourt
    function answer(
        bytes32 disputeId,
        bytes calldata message,
        bytes32 salt,
        bytes32 outputRoot,
        bytes32 beforeLast,
        bytes32[] calldata digests
    ) external {
        Dispute storage d = _move(disputeId, State.Answer);
        InferenceReceipt memory receipt = _receipt(disputeId, message);
        if (keccak256(abi.encodePacked(salt, outputRoot)) != receipt.outCommit) revert WrongEvidence();
        d.claimed = LayerTrace.next(beforeLast, outputRoot);
        _show(disputeId, d, digests);
    }

    /// @inheritdoc IDisputeCourt
    function split(bytes32 disputeId, bytes32[] calldata digests) external {
        _show(disputeId, _move(disputeId, State.Split), digests);
    }

    /// @inheritdoc IDisputeCourt
    function pick(bytes32 disputeId, bytes32[] calldata digests, uint8 part) external {
        Dispute storage d = _move(disputeId, State.Pick);
        if (keccak256(abi.encode(digests)) != d.shown || part > digests.length) revert WrongEvidence();
        (uint32 lo, uint32 hi) = (d.lo, d.hi);
        d.lo = _boundary(lo, hi, part);
        d.hi = _boundary(lo, hi, uint256(part) + 1);
        if (part != 0) d.agreed = digests[part - 1];
        if (part != digests.length) d.claimed = digests[part];
        _pass(disputeId, d, d.hi - d.lo == 1 ? State.Leaf : State.Split, 0, new bytes32[](0));
    }

    function _show(bytes32 disputeId, Dispute storage d, bytes32[] calldata digests) private {
        if (digests.length != _parts(d.lo, d.hi) - 1) revert WrongEvidence();
        _pass(disputeId, d, State.Pick, keccak256(abi.encode(digests)), digests);
    }

    function _parts(uint32 lo, uint32 hi) private pure returns (uint256 parts) {
        parts = hi - lo;
        if (parts > WAYS) parts = WAYS;
    }

    function _boundary(uint32 lo, uint32 hi, uint256 part) private pure returns (uint32) {
        return lo + uint32(uint256(hi - lo) * part / _parts(lo, hi));
    }

    /*//////////////////////////////////////////////////////////////
                                 ONE STEP
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IDisputeCourt
    function showLeaf(bytes32 disputeId, bytes calldata message, bytes32 root, bytes32[] calldata rowHashes) external {
        Dispute storage d = _move(disputeId, State.Leaf);
        InferenceReceipt memory receipt = _receipt(disputeId, message);
        if (LayerTrace.next(d.agreed, root) != d.claimed) revert WrongEvidence();
        bool computable = _isComputable(d.lo, receipt);
        if (rowHashes.length != (computable ? receipt.tokens : 0)) revert WrongEvidence();
        if (computable && MerklePath.rootOf(rowHashes) != root) revert WrongEvidence();
        _pass(disputeId, d, State.Choose, _hashOf(root, rowHashes), computable ? rowHashes : _single(root));
    }

    function _single(bytes32 root) private pure returns (bytes32[] memory all) {
        all = new bytes32[](1);
        all[0] = root;
    }

    /// @inheritdoc IDisputeCourt
    function callJury(bytes32 disputeId, bytes32 root, bytes32[] calldata rowHashes) external nonReentrant {
        Dispute storage d = _move(disputeId, State.Choose);
        _checkRows(d, root, rowHashes);
        _callJury(disputeId, d, root, keccak256(abi.encode(new int64[](0), new uint64[](0), root)));
    }

    /// @inheritdoc IDisputeCourt
    function pickRow(bytes32 disputeId, bytes32[] calldata rowHashes, uint32 row) external {
        Dispute storage d = _move(disputeId, State.Choose);
        if (row >= rowHashes.length) revert WrongEvidence();
        _checkRows(d, MerklePath.rootOf(rowHashes), rowHashes);
        _pass(disputeId, d, State.Row, keccak256(abi.encode(rowHashes[row], row)), new bytes32[](0));
    }

    /// @inheritdoc IDisputeCourt
    function showRow(bytes32 disputeId, bytes calldata row, uint32 index) external {
        Dispute storage d = _move(disputeId, State.Row);
        bytes32 shown = d.shown;
        if (keccak256(abi.encode(MerklePath.leafOf(row), index)) != shown) revert WrongEvidence();
        emit RowShown(disputeId, row);
        _pass(disputeId, d, State.Compute, shown, new bytes32[](0));
    }

    /// @inheritdoc IDisputeCourt
    function computeElement(bytes32 disputeId, bytes calldata message, uint32 index, bytes calldata proof)
        external
        nonReentrant
    {
        Dispute storage d = _move(disputeId, State.Compute);
        InferenceReceipt memory receipt = _receipt(disputeId, message);
        DotPlace memory place = DotPlace(d.lo, receipt.layerStart, receipt.tokens, index);
        CanonicalArithmetic.Element memory e = arithmetic.element(models.geometry(receipt.modelId), place, proof);
        bool shown = keccak256(abi.encode(e.rowLeaf, index)) == d.shown;
        bool rooted = e.digest == d.agreed && e.weightsRoot == models.weightsRoot(receipt.modelId);
        if (!shown || !rooted) revert WrongEvidence();
        if (e.computed == e.claimed) _acquit(disputeId, d, bond, BY_ARITHMETIC);
        else _convict(disputeId, d, bond, BY_ARITHMETIC);
    }

    function _checkRows(Dispute storage d, bytes32 root, bytes32[] calldata rowHashes) private view {
        if (_hashOf(root, rowHashes) != d.shown) revert WrongEvidence();
    }

    function _hashOf(bytes32 root, bytes32[] calldata rowHashes) private pure returns (bytes32) {
        return keccak256(abi.encode(root, rowHashes));
    }

    function _isComputable(uint256 step, InferenceReceipt memory r) private view returns (bool) {
        uint8 stored = models.geometry(r.modelId).weightDtype;
        bool linear = LayerTrace.isLinear(step, r.layerEnd - r.layerStart);
        return linear && (stored == FLOAT32 || stored == BFLOAT16) && r.tokens <= MAX_ROWS;
    }

    /// @dev The receipt in dispute; any other is refused.
    function _receipt(bytes32 disputeId, bytes calldata message) private view returns (InferenceReceipt memory receipt) {
        if (keccak256(message) != _places[disputeId].message) revert WrongEvidence();
        receipt = abi.decode(message, (InferenceReceipt));
    }

    /*//////////////////////////////////////////////////////////////
                           CONSEQUENCES AND VIEWS
    //////////////////////////////////////////////////////////////*/

    function _voidWork(Dispute storage d) internal override {
        Place memory p = _places[disputeIdOf(d.subject, d.challenger)];
        if (!d.isUnit) {
            ledger.voidConvicted(d.nodeId, p.epoch);
            return;
        }
        // A unit that is settled, or was never revealed, can no longer be rejected.
        try market.rejectUnit(p.jobId, p.round, p.unit) {} catch {}
    }

    /// @inheritdoc IDisputeCourt
    function dispute(bytes32 disputeId) external view returns (Dispute memory) {
        return _disputes[disputeId];
    }

    /// @inheritdoc IDisputeCourt
    function disputeIdOf(bytes32 subject, address challenger) public pure returns (bytes32) {
        return keccak256(abi.encode(subject, challenger));
    }
}
