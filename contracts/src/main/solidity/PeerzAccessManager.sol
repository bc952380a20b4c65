// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {NodeRegistry} from "./NodeRegistry.sol";
import {Committee} from "./Committee.sol";
import {ContributionLedger} from "./ContributionLedger.sol";
import {EpochManager} from "./EpochManager.sol";
import {FineTuneMarket} from "./FineTuneMarket.sol";
import {EntryPausable} from "./access/EntryPausable.sol";

/// @title Who may do what
/// @notice The governor is the admin, with a delay, and can only turn bounded parameters, sponsor from emission, and
///         change governor and guardian. The guardian can only close entries. Modules hold the roles that move bonds. The
///         deployer can name the modules once, and nothing else; from then on the wiring is frozen, so that no key can
///         give itself the power to slash, or take from a module the power to release a bond.
contract PeerzAccessManager is AccessManager {
    /*//////////////////////////////////////////////////////////////
                                 STORAGE
    //////////////////////////////////////////////////////////////*/

    uint64 public constant GUARDIAN = 1; // closes entries
    uint64 public constant LOCKER = 2; // holds bonds
    uint64 public constant LIVENESS_SLASHER = 3; // punishes silence, capped
    uint64 public constant SLASHER = 4; // punishes proven fraud
    uint64 public constant ENTROPY = 5; // mixes entropy into seeds
    uint64 public constant CONSUMER = 6; // opens committee tasks

    /// @notice The contracts to wire; zero for one that is not part of this deployment.
    struct Modules {
        address epochManager;
        address nodeRegistry;
        address paymentChannels;
        address contributionLedger;
        address committee;
        address fineTuneMarket;
        address disputeCourt;
    }

    address public immutable deployer;
    bool public wired;

    event Wired(Modules modules);

    error NotDeployer();
    error AlreadyWired();
    error Frozen();

    /*//////////////////////////////////////////////////////////////
                               CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    /// @param governor admin of every parameter
    /// @param guardian may close entries
    /// @param governorDelay seconds between scheduling and executing a governor call; 0 only on a devnet
    constructor(address governor, address guardian, uint32 governorDelay) AccessManager(governor) {
        deployer = msg.sender;
        _grantRole(ADMIN_ROLE, governor, 0, governorDelay);
        _grantRole(GUARDIAN, guardian, 0, 0);
    }

    /*//////////////////////////////////////////////////////////////
                                  LOGIC
    //////////////////////////////////////////////////////////////*/

    /// @notice Gives the modules their roles. Deployer only, once.
    function wire(Modules calldata m) external {
        if (msg.sender != deployer) revert NotDeployer();
        if (wired) revert AlreadyWired();
        wired = true;
        _openFunctions(m);
        _grantModules(m);
        emit Wired(m);
    }

    function _openFunctions(Modules calldata m) private {
        _setTargetFunctionRole(m.epochManager, EpochManager.mixEntropy.selector, ENTROPY);
        _setTargetFunctionRole(m.nodeRegistry, NodeRegistry.lock.selector, LOCKER);
        _setTargetFunctionRole(m.nodeRegistry, NodeRegistry.unlock.selector, LOCKER);
        _setTargetFunctionRole(m.nodeRegistry, NodeRegistry.slashLiveness.selector, LIVENESS_SLASHER);
        _setTargetFunctionRole(m.nodeRegistry, NodeRegistry.slash.selector, SLASHER);
        _setTargetFunctionRole(m.nodeRegistry, NodeRegistry.jail.selector, SLASHER);
        _setTargetFunctionRole(m.nodeRegistry, EntryPausable.pauseEntries.selector, GUARDIAN);
        _setTargetFunctionRole(m.paymentChannels, EntryPausable.pauseEntries.selector, GUARDIAN);
        _setTargetFunctionRole(m.contributionLedger, ContributionLedger.voidConvicted.selector, SLASHER);
        _setTargetFunctionRole(m.committee, Committee.openTask.selector, CONSUMER);
        _setTargetFunctionRole(m.fineTuneMarket, FineTuneMarket.rejectUnit.selector, SLASHER);
        _setTargetFunctionRole(m.fineTuneMarket, EntryPausable.pauseEntries.selector, GUARDIAN);
    }

    function _grantModules(Modules calldata m) private {
        _grantTo(m.contributionLedger, LOCKER);
        _grantTo(m.contributionLedger, LIVENESS_SLASHER);
        _grantTo(m.committee, LOCKER);
        _grantTo(m.committee, LIVENESS_SLASHER);
        _grantTo(m.committee, ENTROPY);
        _grantTo(m.fineTuneMarket, LOCKER);
        _grantTo(m.fineTuneMarket, LIVENESS_SLASHER);
        _grantTo(m.fineTuneMarket, CONSUMER);
        _grantTo(m.disputeCourt, SLASHER);
        _grantTo(m.disputeCourt, CONSUMER);
    }

    /*//////////////////////////////////////////////////////////////
                              FROZEN WIRING
    //////////////////////////////////////////////////////////////*/

    /// @notice Only the governor and guardian roles can change hands.
    function grantRole(uint64 roleId, address account, uint32 executionDelay) public override {
        _onlyPeopleRoles(roleId);
        super.grantRole(roleId, account, executionDelay);
    }

    /// @notice Only the governor and guardian roles can change hands.
    function revokeRole(uint64 roleId, address account) public override {
        _onlyPeopleRoles(roleId);
        super.revokeRole(roleId, account);
    }

    function setRoleAdmin(uint64, uint64) public pure override {
        revert Frozen();
    }

    function setTargetFunctionRole(address, bytes4[] calldata, uint64) public pure override {
        revert Frozen();
    }

    function setTargetClosed(address, bool) public pure override {
        revert Frozen();
    }

    function updateAuthority(address, address) public pure override {
        revert Frozen();
    }

    function _onlyPeopleRoles(uint64 roleId) private pure {
        if (roleId != ADMIN_ROLE && roleId != GUARDIAN) revert Frozen();
    }

    function _grantTo(address module, uint64 role) private {
        if (module != address(0)) _grantRole(role, module, 0, 0);
    }
}
