// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Gains} from "../../main/solidity/libraries/Gains.sol";
import {MergeOrder} from "../../main/solidity/libraries/MergeOrder.sol";
import {vm} from "./support/Vm.sol";

/// @notice Thousands of reports and orders, derived from keccak alone, folded into one hash that Java makes too
///         (GainsVectorsTest in finetune): the contract and every node compute the same gains.
contract GainsVectorsTest {
    string private constant FILE = "../finetune/src/test/resources/golden/gains-fold.json";
    uint16 private constant KAPPA_MILLI = 1_500;

    function test_gainsAndOrdersAreThoseOfJava() public view {
        string memory json = vm.readFile(FILE);
        uint256 count = vm.parseJsonUint(json, ".count");
        bytes32 fold = 0;
        for (uint256 i = 0; i < count; ++i) {
            fold = _fold(fold, uint256(keccak256(abi.encode(i))));
        }
        vm.assertEq(fold, vm.parseJsonBytes32(json, ".fold"), "fold");
    }

    function _fold(bytes32 fold, uint256 w) private pure returns (bytes32) {
        uint256 n = 1 + w % 16;
        (int64[] memory losses, uint64[] memory errors) = _report(n, w);
        Gains.Result memory r = Gains.measure(n, losses, errors, KAPPA_MILLI);
        fold = keccak256(abi.encode(fold, r.sound, r.totalGain));
        uint8[] memory order = new uint8[](n);
        for (uint8 k = 0; k < n; ++k) order[k] = k;
        MergeOrder.shuffle(order, bytes32(w), bytes32(w >> 1), uint16(w));
        for (uint256 k = 0; k < n; ++k) {
            fold = keccak256(abi.encode(fold, uint8(r.verdicts[k]), r.doubledGains[k], r.paidGains[k], order[k]));
        }
        return fold;
    }

    /// @dev Three of four reports are mended so that they are sound.
    function _report(uint256 n, uint256 w) private pure returns (int64[] memory losses, uint64[] memory errors) {
        losses = new int64[](2 * n + 1);
        errors = new uint64[](n);
        for (uint256 j = 0; j < losses.length; ++j) {
            losses[j] = int64(uint64(uint256(keccak256(abi.encode(w, j))) % 4e9)) - 1e9;
        }
        for (uint256 k = 0; k < n; ++k) {
            uint256 y = uint256(keccak256(abi.encode(w, 100 + k)));
            errors[k] = uint64(y % 1e8);
            if ((y >> 64) % 4 == 0) errors[k] = k == 0 && (y >> 72) % 2 == 0 ? Gains.CAUGHT : Gains.LEFT_OUT;
        }
        if ((w >> 32) % 4 != 0) _mend(n, losses, errors);
    }

    /// @dev Units with a mark move nothing, and both ways end at one loss.
    function _mend(uint256 n, int64[] memory losses, uint64[] memory errors) private pure {
        for (uint256 k = 0; k < n; ++k) {
            if (errors[k] >= Gains.CAUGHT) losses[k + 1] = losses[k];
        }
        uint256 first = 0;
        while (first < n && errors[first] >= Gains.CAUGHT) ++first;
        for (uint256 at = n + 1; at <= 2 * n; ++at) {
            uint256 k = 2 * n - at;
            if (k <= first) losses[at] = losses[n];
            else if (errors[k] >= Gains.CAUGHT) losses[at] = k == n - 1 ? losses[0] : losses[at - 1];
        }
    }
}
