// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CanonicalArithmetic} from "./CanonicalArithmetic.sol";
import {PeerzToken} from "./PeerzToken.sol";
import {Bisection} from "./court/Bisection.sol";
import {Equivocation} from "./court/Equivocation.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {IContributionLedger} from "./interfaces/IContributionLedger.sol";
import {IDisputeCourt} from "./interfaces/IDisputeCourt.sol";
import {IFineTuneMarket} from "./interfaces/IFineTuneMarket.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";

/// @title Where fraud is proved
contract DisputeCourt is Bisection {
    constructor(
        PeerzToken token_,
        INodeRegistry nodes_,
        IModelRegistry models_,
        IContributionLedger ledger_,
        IFineTuneMarket market_,
        ICommittee committee_,
        CanonicalArithmetic arithmetic_,
        IDisputeCourt.Config memory config
    ) Equivocation(nodes_, ledger_, market_, committee_) Bisection(token_, models_, arithmetic_, config) {}
}
