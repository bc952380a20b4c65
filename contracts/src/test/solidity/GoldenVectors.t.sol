// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MacFormula} from "../../main/solidity/libraries/MacFormula.sol";
import {MerkleSum} from "../../main/solidity/libraries/MerkleSum.sol";
import {RewardMath} from "../../main/solidity/libraries/RewardMath.sol";
import {FineTuneReceipt, Measurement} from "../../main/solidity/types/FineTuneTypes.sol";
import {Geometry} from "../../main/solidity/types/ModelTypes.sol";
import {NodeBinding, ShardAnnouncement} from "../../main/solidity/types/NodeTypes.sol";
import {BatchHeader, Delivery, InferenceReceipt} from "../../main/solidity/types/ReceiptTypes.sol";
import {CooperativeClose, SessionKey, Voucher} from "../../main/solidity/types/VoucherTypes.sol";
import {vm} from "./support/Vm.sol";

/// @notice The vectors that the Java side wrote and checks too: both sides hash, count and pay alike.
contract GoldenVectorsTest {
    string private constant FOLDER = "../proof-of-work-verification/core/src/test/resources/golden/";

    string private _json;
    string private _at; // path of the case being read

    /*//////////////////////////////////////////////////////////////
                               TYPED DATA
    //////////////////////////////////////////////////////////////*/

    function test_everyTypedMessageHashesAndRecoversAsInJava() public {
        _json = vm.readFile(string.concat(FOLDER, "typed-data.json"));
        uint256 count = 0;
        for (; _enter(count); ++count) {
            bytes32 structHash = _structHash(vm.parseJsonString(_json, _path(".type")));
            vm.assertEq(structHash, _word(".structHash"), string.concat(_at, " struct hash"));
            bytes32 digest = keccak256(abi.encodePacked("\x19\x01", _domainSeparator(), structHash));
            vm.assertEq(digest, _word(".digest"), string.concat(_at, " digest"));
            vm.assertEq(_recover(digest), vm.parseJsonAddress(_json, _path(".signer")), string.concat(_at, " signer"));
        }
        vm.assertGe(count, 27, "three of each of nine types");
    }

    function _structHash(string memory name) private view returns (bytes32) {
        bytes32 kind = keccak256(bytes(name));
        if (kind == keccak256("NodeBinding")) return _nodeBinding();
        if (kind == keccak256("ShardAnnouncement")) return _shardAnnouncement();
        if (kind == keccak256("SessionKey")) return _sessionKey();
        if (kind == keccak256("Voucher")) return _voucher();
        if (kind == keccak256("CooperativeClose")) return _cooperativeClose();
        if (kind == keccak256("InferenceReceipt")) return _inferenceReceipt();
        if (kind == keccak256("Delivery")) return _delivery();
        if (kind == keccak256("BatchHeader")) return _batchHeader();
        if (kind == keccak256("FineTuneReceipt")) return _fineTuneReceipt();
        if (kind == keccak256("Measurement")) return _measurement();
        revert(string.concat("unknown type ", name));
    }

    function _nodeBinding() private view returns (bytes32) {
        return NodeBinding(_address("owner"), _address("signer"), _uint("nonce")).structHash();
    }

    function _shardAnnouncement() private view returns (bytes32) {
        ShardAnnouncement memory a;
        (a.nodeId, a.modelId, a.endpointHash) = (_bytes32("nodeId"), _bytes32("modelId"), _bytes32("endpointHash"));
        (a.layerStart, a.layerEnd) = (uint16(_uint("layerStart")), uint16(_uint("layerEnd")));
        (a.profile, a.pricePerGcu) = (uint8(_uint("profile")), uint96(_uint("pricePerGcu")));
        (a.seq, a.validUntil) = (uint64(_uint("seq")), uint40(_uint("validUntil")));
        return a.structHash();
    }

    function _sessionKey() private view returns (bytes32) {
        return SessionKey(_bytes32("channelId"), _address("key"), uint128(_uint("maxAmount")), uint40(_uint("validUntil")))
            .structHash();
    }

    function _cooperativeClose() private view returns (bytes32) {
        return CooperativeClose(_bytes32("channelId"), uint128(_uint("finalAmount"))).structHash();
    }

    function _voucher() private view returns (bytes32) {
        uint128 amount = uint128(_uint("cumulativeAmount"));
        return Voucher(_bytes32("channelId"), amount, uint128(_uint("cumulativeMacs")), _bytes32("receiptHead")).structHash();
    }

    function _inferenceReceipt() private view returns (bytes32) {
        InferenceReceipt memory r;
        (r.nodeId, r.sessionId) = (_bytes32("nodeId"), _bytes32("sessionId"));
        (r.channelId, r.modelId) = (_bytes32("channelId"), _bytes32("modelId"));
        (r.seq, r.layerStart, r.layerEnd) = (uint32(_uint("seq")), uint16(_uint("layerStart")), uint16(_uint("layerEnd")));
        (r.posStart, r.tokens, r.flags) = (uint32(_uint("posStart")), uint32(_uint("tokens")), uint8(_uint("flags")));
        (r.macs, r.cumulativeMacs) = (uint128(_uint("macs")), uint128(_uint("cumulativeMacs")));
        r.cumulativeAmount = uint128(_uint("cumulativeAmount"));
        (r.inDigest, r.outCommit, r.prevReceipt) = (_bytes32("inDigest"), _bytes32("outCommit"), _bytes32("prevReceipt"));
        (r.epoch, r.issuedAt) = (uint64(_uint("epoch")), uint40(_uint("issuedAt")));
        return r.structHash();
    }

    function _delivery() private view returns (bytes32) {
        return Delivery(_bytes32("receipt"), vm.parseJsonBool(_json, _path(".message.onTime"))).structHash();
    }

    function _batchHeader() private view returns (bytes32) {
        BatchHeader memory h;
        (h.nodeId, h.epoch, h.root) = (_bytes32("nodeId"), uint64(_uint("epoch")), _bytes32("root"));
        (h.totalMacs, h.onTimeMacs) = (uint128(_uint("totalMacs")), uint128(_uint("onTimeMacs")));
        h.totalFees = uint128(_uint("totalFees"));
        (h.leaves, h.dataHash) = (uint32(_uint("leaves")), _bytes32("dataHash"));
        return h.structHash();
    }

    function _fineTuneReceipt() private view returns (bytes32) {
        FineTuneReceipt memory r;
        (r.nodeId, r.jobId) = (_bytes32("nodeId"), _bytes32("jobId"));
        (r.round, r.unit) = (uint16(_uint("round")), uint8(_uint("unit")));
        (r.baseRoot, r.dataShard, r.recipeHash) = (_bytes32("baseRoot"), _bytes32("dataShard"), _bytes32("recipeHash"));
        (r.steps, r.tokens, r.macs) = (uint32(_uint("steps")), uint32(_uint("tokens")), uint128(_uint("macs")));
        (r.updateRoot, r.traceRoot, r.issuedAt) = (_bytes32("updateRoot"), _bytes32("traceRoot"), uint40(_uint("issuedAt")));
        return r.structHash();
    }

    function _measurement() private view returns (bytes32) {
        Measurement memory m;
        (m.evaluator, m.taskId, m.seat) = (_bytes32("evaluator"), _bytes32("taskId"), uint8(_uint("seat")));
        (m.baseRoot, m.order, m.evalSubset) = (_bytes32("baseRoot"), _bytes32("order"), _bytes32("evalSubset"));
        int256[] memory losses = vm.parseJsonIntArray(_json, _path(".message.losses"));
        uint256[] memory stderrs = vm.parseJsonUintArray(_json, _path(".message.stderrs"));
        m.losses = new int64[](losses.length);
        m.stderrs = new uint64[](stderrs.length);
        for (uint256 i = 0; i < losses.length; ++i) m.losses[i] = int64(losses[i]);
        for (uint256 i = 0; i < stderrs.length; ++i) m.stderrs[i] = uint64(stderrs[i]);
        m.traceRoot = _bytes32("traceRoot");
        return m.structHash();
    }

    function _domainSeparator() private view returns (bytes32) {
        bytes32 typehash = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 name = keccak256(bytes(vm.parseJsonString(_json, _path(".domain.name"))));
        uint256 chainId = vm.parseJsonUint(_json, _path(".domain.chainId"));
        address verifier = vm.parseJsonAddress(_json, _path(".domain.verifyingContract"));
        return keccak256(abi.encode(typehash, name, keccak256("1"), chainId, verifier));
    }

    function _recover(bytes32 digest) private view returns (address) {
        bytes memory signature = vm.parseJsonBytes(_json, _path(".signature"));
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        return ecrecover(digest, uint8(signature[64]), r, s);
    }

    /*//////////////////////////////////////////////////////////////
                         COST, COMMITMENTS, PAY
    //////////////////////////////////////////////////////////////*/

    struct MacCase {
        uint16 layers;
        uint32 dModel;
        uint16 nHeads;
        uint16 nKvHeads;
        uint16 headDim;
        uint32 dFf;
        uint32 vocab;
        uint16 layerStart;
        uint16 layerEnd;
        uint32 posStart;
        uint32 tokens;
        bool withHead;
        uint128 macsForward;
        uint32 seqs;
        uint32 seqLen;
        uint32 steps;
        uint16 rank;
        uint8 targets;
        uint128 macsLora;
    }

    string private constant MAC_CASE =
        "MacCase(uint16 layers,uint32 dModel,uint16 nHeads,uint16 nKvHeads,uint16 headDim,uint32 dFf,uint32 vocab,uint16 layerStart,uint16 layerEnd,uint32 posStart,uint32 tokens,bool withHead,uint128 macsForward,uint32 seqs,uint32 seqLen,uint32 steps,uint16 rank,uint8 targets,uint128 macsLora)";

    function test_everyGeometryCostsTheSameAsInJava() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "macs.json"));
        MacCase[] memory cases = abi.decode(vm.parseJsonTypeArray(json, "$", MAC_CASE), (MacCase[]));
        vm.assertGe(cases.length, 200, "cases");
        for (uint256 i = 0; i < cases.length; ++i) {
            MacCase memory c = cases[i];
            Geometry memory g = Geometry(c.layers, c.dModel, c.nHeads, c.nKvHeads, c.headDim, c.dFf, c.vocab, 0, 0);
            uint128 forward = MacFormula.forward(g, c.layerStart, c.layerEnd, c.posStart, c.tokens, c.withHead);
            vm.assertEq(forward, c.macsForward, string.concat("forward ", vm.toString(i)));
            uint128 lora = MacFormula.lora(g, c.seqs, c.seqLen, c.steps, c.rank, c.targets);
            vm.assertEq(lora, c.macsLora, string.concat("lora ", vm.toString(i)));
        }
    }

    function test_everyOpeningClimbsToTheRootThatJavaBuilt() public {
        _json = vm.readFile(string.concat(FOLDER, "sum-trees.json"));
        uint256 openings = 0;
        for (uint256 i = 0; _enter(i); ++i) {
            bytes32 root = _word(".root");
            uint256 total = vm.parseJsonUint(_json, _path(".totalMacs"));
            uint256 onTime = vm.parseJsonUint(_json, _path(".onTimeMacs"));
            string memory tree = _at;
            for (uint256 j = 0; _enterAt(string.concat(tree, ".openings[", vm.toString(j), "]")); ++j) {
                _checkOpening(root, total, onTime);
                ++openings;
            }
        }
        vm.assertGe(openings, 10, "openings");
    }

    function _checkOpening(bytes32 root, uint256 total, uint256 onTime) private view {
        uint128 leafMacs = uint128(vm.parseJsonUint(_json, _path(".macs")));
        uint256 point = vm.parseJsonUint(_json, _path(".point"));
        bool leafOnTime = vm.parseJsonBool(_json, _path(".onTime"));
        MerkleSum.Top memory top = MerkleSum.climb(_word(".receiptDigest"), leafMacs, leafOnTime, _sumPath());
        vm.assertEq(top.root, root, string.concat(_at, " root"));
        vm.assertEq(top.macs, total, string.concat(_at, " total"));
        vm.assertEq(top.onTimeMacs, onTime, string.concat(_at, " on time"));
        vm.assertTrue(top.start <= point && point < uint256(top.start) + leafMacs, string.concat(_at, " point"));
    }

    function _sumPath() private view returns (MerkleSum.SumNode[] memory path) {
        bytes32[] memory hashes = vm.parseJsonBytes32Array(_json, _path(".pathHashes"));
        uint256[] memory macs = vm.parseJsonUintArray(_json, _path(".pathMacs"));
        uint256[] memory onTime = vm.parseJsonUintArray(_json, _path(".pathOnTimeMacs"));
        bool[] memory lefts = vm.parseJsonBoolArray(_json, _path(".pathIsLeft"));
        path = new MerkleSum.SumNode[](hashes.length);
        for (uint256 k = 0; k < hashes.length; ++k) {
            path[k] = MerkleSum.SumNode(hashes[k], uint128(macs[k]), uint128(onTime[k]), lefts[k]);
        }
    }

    struct RewardCase {
        uint128 base;
        uint128 improvement;
        uint8 unitsPerRound;
        uint128 unitMacs;
        uint64 targetGain;
        uint128 macs;
        uint64 gain;
        uint256 reward;
    }

    string private constant REWARD_CASE =
        "RewardCase(uint128 base,uint128 improvement,uint8 unitsPerRound,uint128 unitMacs,uint64 targetGain,uint128 macs,uint64 gain,uint256 reward)";

    function test_everyUnitEarnsTheSameAsInJava() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "rewards.json"));
        RewardCase[] memory cases = abi.decode(vm.parseJsonTypeArray(json, "$", REWARD_CASE), (RewardCase[]));
        vm.assertGe(cases.length, 50, "cases");
        for (uint256 i = 0; i < cases.length; ++i) {
            RewardCase memory c = cases[i];
            RewardMath.Terms memory t =
                RewardMath.Terms(c.base, c.improvement, c.unitsPerRound, c.unitMacs, c.targetGain);
            uint256 paid = uint256(RewardMath.basePay(t, c.macs)) + RewardMath.improvementPay(t, c.macs, c.gain);
            vm.assertEq(paid, c.reward, string.concat("reward ", vm.toString(i)));
        }
    }

    /*//////////////////////////////////////////////////////////////
                                READING
    //////////////////////////////////////////////////////////////*/

    function _enter(uint256 index) private returns (bool) {
        return _enterAt(string.concat("$[", vm.toString(index), "]"));
    }

    function _enterAt(string memory path) private returns (bool) {
        _at = path;
        return vm.keyExistsJson(_json, path);
    }

    function _path(string memory field) private view returns (string memory) {
        return string.concat(_at, field);
    }

    function _word(string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(_json, _path(field));
    }

    function _bytes32(string memory field) private view returns (bytes32) {
        return _word(string.concat(".message.", field));
    }

    function _uint(string memory field) private view returns (uint256) {
        return vm.parseJsonUint(_json, _path(string.concat(".message.", field)));
    }

    function _address(string memory field) private view returns (address) {
        return vm.parseJsonAddress(_json, _path(string.concat(".message.", field)));
    }
}
