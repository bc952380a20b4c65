// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IModelRegistry} from "../../main/solidity/interfaces/IModelRegistry.sol";
import {Geometry} from "../../main/solidity/types/ModelTypes.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract ModelRegistryTest is Deployment {
    function test_theIdIsTheHashOfWhatDefinesTheModel() public {
        bytes32 id = registerModel();
        vm.assertEq(id, keccak256(abi.encode(bytes32("weights"), bytes32("tokenizer"), geometry())), "id");
        vm.assertEq(models.weightsRoot(id), bytes32("weights"), "weights");
        vm.assertEq(models.tokenizerHash(id), bytes32("tokenizer"), "tokenizer");
        vm.assertEq(models.geometry(id).dFf, 352, "geometry");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AlreadyRegistered.selector, id));
        models.register(bytes32("weights"), bytes32("tokenizer"), geometry());
    }

    function test_anUnsoundGeometryIsRefused() public {
        Geometry memory g = geometry();
        g.nKvHeads = 3;
        vm.expectRevert(IModelRegistry.BadGeometry.selector);
        models.register(bytes32("w"), bytes32("t"), g);
        g = geometry();
        g.layers = 0;
        vm.expectRevert(IModelRegistry.BadGeometry.selector);
        models.register(bytes32("w"), bytes32("t"), g);
    }

    function test_anUnknownModelOrLayerHasNoCost() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, bytes32("x")));
        models.macsForward(bytes32("x"), 0, 1, 0, 1, false);
        bytes32 id = registerModel();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.BadLayerRange.selector, 3, 9, 8));
        models.macsForward(id, 3, 9, 0, 1, false);
    }

    function test_theFormulaByHand() public view {
        // TinyLlama 1.1B: 44,040,192 linear MACs per layer and token.
        Geometry memory g = Geometry(22, 2048, 32, 4, 64, 5632, 32000, 1, 0);
        uint256 attention = 2 * 32 * 64 * (10 * 5 + 10 * 11 / 2);
        vm.assertEq(models.macsOf(g, 3, 5, 5, 10, false), 2 * (10 * 44_040_192 + attention), "two layers");
        vm.assertEq(models.macsOf(g, 3, 5, 5, 10, true), 2 * (10 * 44_040_192 + attention) + 10 * 2048 * 32000, "and the head");
    }

    function testFuzz_aChunkCutInTwoCostsTheSame(Geometry memory g, uint16 a, uint16 b, uint32 p, uint32 n, uint32 cut) public view {
        (a, b, p, n) = _small(g, a, b, p, n);
        cut = uint32(bound(cut, 0, n));
        uint256 whole = models.macsOf(g, a, b, p, n, true);
        uint256 parts = uint256(models.macsOf(g, a, b, p, cut, true)) + models.macsOf(g, a, b, p + cut, n - cut, true);
        vm.assertEq(whole, parts, "additive over tokens");
    }

    function testFuzz_aLayerRangeCutInTwoCostsTheSame(Geometry memory g, uint16 a, uint16 b, uint32 p, uint32 n, uint16 cut) public view {
        (a, b, p, n) = _small(g, a, b, p, n);
        vm.assume(b - a >= 2);
        cut = uint16(bound(cut, a + 1, b - 1));
        uint256 whole = models.macsOf(g, a, b, p, n, false);
        uint256 parts = uint256(models.macsOf(g, a, cut, p, n, false)) + models.macsOf(g, cut, b, p, n, false);
        vm.assertEq(whole, parts, "additive over layers");
    }

    function testFuzz_trainingCostGrowsByWholeStepsAndSequences(uint8 seqs, uint8 steps, uint8 rank, uint8 targets) public view {
        uint256 one = models.macsOfLora(geometry(), 1, 64, 1, rank, targets & 127);
        vm.assertEq(models.macsOfLora(geometry(), seqs, 64, steps, rank, targets & 127), one * seqs * steps, "linear");
    }

    function _small(Geometry memory g, uint16 a, uint16 b, uint32 p, uint32 n) private pure returns (uint16, uint16, uint32, uint32) {
        g.layers = uint16(bound(g.layers, 1, 1000));
        b = uint16(bound(b, 1, g.layers));
        a = uint16(bound(a, 0, b - 1));
        return (a, b, p % 1_000_000, n % 1_000_000);
    }
}
