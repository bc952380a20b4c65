// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IContributionLedger} from "../../../main/solidity/interfaces/IContributionLedger.sol";
import {BatchHeader, Delivery, InferenceReceipt} from "../../../main/solidity/types/ReceiptTypes.sol";
import {Deployment} from "./Deployment.sol";
import {SumTree} from "./SumTree.sol";
import {vm} from "./Vm.sol";

/// @notice Receipts of one node and one channel, and batches made of them.
abstract contract Batches is Deployment {
    bytes32 internal node;
    bytes32 internal model;
    bytes32 internal channelId;
    InferenceReceipt[] internal receipts; // of the last batch, ascending by digest
    uint32 internal lateSeq = type(uint32).max; // the receipt with this number came late; of the later ones every third

    function setUp() public virtual override {
        super.setUp();
        node = registerNode(SIGNER_KEY);
        model = registerModel();
        channelId = openChannel(node, uint128(1_000 * PRZ));
        token.transfer(address(ledger), 1_000 * PRZ);
    }

    function receipt(uint32 seq, uint32 tokens, uint64 epoch) internal view returns (InferenceReceipt memory r) {
        r.nodeId = node;
        r.sessionId = bytes32("session");
        r.channelId = channelId;
        r.modelId = model;
        r.seq = seq;
        (r.layerStart, r.layerEnd) = (2, 6);
        r.tokens = tokens;
        r.flags = 2;
        r.macs = models.macsForward(model, 2, 6, 0, tokens, false);
        r.epoch = epoch;
        r.issuedAt = uint40(vm.getBlockTimestamp());
    }

    /// @notice A batch of `count` receipts of the current epoch, submitted in the next one.
    function submit(uint32 count) internal returns (bytes32 batchId, BatchHeader memory h) {
        h = header(count, epochs.currentEpoch());
        rollEpochs(1);
        batchId = submitSigned(h);
    }

    function header(uint32 count, uint64 epoch) internal returns (BatchHeader memory h) {
        _makeReceipts(count, epoch);
        (SumTree.Leaf memory top,) = SumTree.open(leaves(), 0);
        h = BatchHeader(node, epoch, top.digest, top.macs, top.onTimeMacs, 0, count, bytes32("data"));
    }

    function submitSigned(BatchHeader memory h) internal returns (bytes32) {
        return ledger.submitBatch(h, sign(SIGNER_KEY, ledger.batchDigest(h)));
    }

    /// @notice The seed that samples the batches of `epoch` becomes known.
    function revealSeed(uint64 epoch) internal {
        rollToEpoch(epoch + 2);
        epochs.sealEpoch(epoch + 2);
    }

    function leaves() internal view returns (SumTree.Leaf[] memory all) {
        all = new SumTree.Leaf[](receipts.length);
        for (uint256 i = 0; i < all.length; ++i) {
            uint128 macs = receipts[i].macs;
            all[i] = SumTree.Leaf(ledger.receiptDigest(receipts[i]), macs, onTime(receipts[i]) ? macs : 0);
        }
    }

    /// @notice What the requester says of a receipt.
    function onTime(InferenceReceipt memory r) internal view returns (bool) {
        return r.seq < lateSeq || (r.seq - lateSeq) % 3 != 0;
    }

    function countersigned(uint256 key, InferenceReceipt memory r, bool inTime) internal view returns (bytes memory) {
        return sign(key, ledger.deliveryDigest(Delivery(r.structHash(), inTime)));
    }

    /// @notice The opening of the receipt that covers `point`.
    function openingAt(uint128 point) internal view returns (IContributionLedger.Opening memory) {
        uint128 start = 0;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (point < start + receipts[i].macs) return openingOf(i);
            start += receipts[i].macs;
        }
        revert("no receipt covers the point");
    }

    function openingOf(uint256 index) internal view returns (IContributionLedger.Opening memory o) {
        o.receipt = receipts[index];
        bytes32 digest = ledger.receiptDigest(o.receipt);
        o.nodeSig = sign(SIGNER_KEY, digest);
        o.onTime = onTime(o.receipt);
        o.requesterSig = countersigned(PAYER_KEY, o.receipt, o.onTime);
        (, o.path) = SumTree.open(leaves(), index);
    }

    function demandAs(address challenger, bytes32 batchId, uint8 sample) internal {
        token.transfer(challenger, CHALLENGE_BOND);
        vm.startPrank(challenger);
        token.approve(address(ledger), CHALLENGE_BOND);
        ledger.demandOpening(batchId, sample);
        vm.stopPrank();
    }

    function _makeReceipts(uint32 count, uint64 epoch) private {
        delete receipts;
        for (uint32 i = 0; i < count; ++i) {
            receipts.push(receipt(i, 1 + i % 7, epoch));
            // Insertion sort by digest: leaves ascend strictly.
            for (uint256 j = i; j > 0 && _digest(j) < _digest(j - 1); --j) {
                InferenceReceipt memory moved = receipts[j];
                receipts[j] = receipts[j - 1];
                receipts[j - 1] = moved;
            }
        }
    }

    function _digest(uint256 index) private view returns (bytes32) {
        return ledger.receiptDigest(receipts[index]);
    }
}
