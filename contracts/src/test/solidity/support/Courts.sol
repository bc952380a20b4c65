// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "../../../main/solidity/CanonicalArithmetic.sol";
import {DisputeCourt} from "../../../main/solidity/DisputeCourt.sol";
import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {IDisputeCourt} from "../../../main/solidity/interfaces/IDisputeCourt.sol";
import {Rounds} from "./Rounds.sol";

/// @notice A deployment with a court.
abstract contract Courts is Rounds {
    uint128 internal constant JURY_FEE = uint128(PRZ);
    uint128 internal constant DISPUTE_BOND = uint128(10 * PRZ);
    uint40 internal constant MOVE_SECS = 4 hours;

    DisputeCourt internal court;
    CanonicalArithmetic internal arithmetic;

    function modules() internal virtual override returns (PeerzAccessManager.Modules memory m) {
        m = super.modules();
        arithmetic = CanonicalArithmetic(deploy("CanonicalArithmetic", ""));
        court = DisputeCourt(deploy("DisputeCourt", courtArguments(courtConfig())));
        m.disputeCourt = address(court);
    }

    function courtConfig() internal pure returns (IDisputeCourt.Config memory) {
        return IDisputeCourt.Config(MOVE_SECS, 1 days, 1 days, 7, JURY_FEE, DISPUTE_BOND);
    }

    function courtArguments(IDisputeCourt.Config memory config) internal view returns (bytes memory) {
        return abi.encode(token, nodes, models, ledger, market, committee, arithmetic, config);
    }
}
