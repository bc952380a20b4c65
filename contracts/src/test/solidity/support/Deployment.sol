// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ContributionLedger} from "../../../main/solidity/ContributionLedger.sol";
import {EpochManager} from "../../../main/solidity/EpochManager.sol";
import {ModelRegistry} from "../../../main/solidity/ModelRegistry.sol";
import {NodeRegistry} from "../../../main/solidity/NodeRegistry.sol";
import {PaymentChannels} from "../../../main/solidity/PaymentChannels.sol";
import {PeerzAccessManager} from "../../../main/solidity/PeerzAccessManager.sol";
import {PeerzToken} from "../../../main/solidity/PeerzToken.sol";
import {INodeRegistry} from "../../../main/solidity/interfaces/INodeRegistry.sol";
import {Geometry} from "../../../main/solidity/types/ModelTypes.sol";
import {NodeBinding} from "../../../main/solidity/types/NodeTypes.sol";
import {SessionKey, SignedVoucher, Voucher} from "../../../main/solidity/types/VoucherTypes.sol";
import {vm} from "./Vm.sol";

/// @notice A whole deployment, actors with keys, and the moves that most tests start from.
abstract contract Deployment {
    uint256 internal constant PRZ = 1e18;
    uint32 internal constant EPOCH_BLOCKS = 10;
    uint256 internal constant HALVING_SECS = 365 days;
    uint256 internal constant EMISSION_CAP = 1e27;
    uint256 internal constant GENESIS_SUPPLY = 1e27;
    uint40 internal constant UNBOND_SECS = 10 days;
    uint128 internal constant MIN_STAKE = uint128(100 * PRZ);
    uint40 internal constant CLOSE_SECS = 1 days;
    uint16 internal constant FEE_BPS = 200;
    uint40 internal constant WINDOW_SECS = 2 days;
    uint40 internal constant RESPONSE_SECS = 1 days;
    uint128 internal constant BATCH_BOND = uint128(10 * PRZ);
    uint128 internal constant CHALLENGE_BOND = uint128(PRZ);
    uint128 internal constant POOL_PER_EPOCH = uint128(50 * PRZ);

    uint256 internal constant OWNER_KEY = 0xA11CE;
    uint256 internal constant SIGNER_KEY = 0x51657;
    uint256 internal constant PAYER_KEY = 0xBA7E5;
    uint256 internal constant SESSION_KEY = 0x5E55;
    uint256 internal constant DELEGATE_KEY = 0xDE1E;

    address internal governor = address(0x60);
    address internal guardian = address(0x61);
    address internal owner = vm.addr(OWNER_KEY);
    address internal payout = address(0x9a71);
    address internal payer = vm.addr(PAYER_KEY);

    PeerzAccessManager internal access;
    EpochManager internal epochs;
    PeerzToken internal token;
    ModelRegistry internal models;
    NodeRegistry internal nodes;
    PaymentChannels internal channels;
    ContributionLedger internal ledger;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        access = PeerzAccessManager(deploy("PeerzAccessManager", abi.encode(governor, guardian, 0)));
        epochs = EpochManager(
            deploy(
                "EpochManager",
                abi.encode(access, EPOCH_BLOCKS, HALVING_SECS, EMISSION_CAP, address(this), GENESIS_SUPPLY)
            )
        );
        token = epochs.token();
        models = ModelRegistry(deploy("ModelRegistry", ""));
        nodes = NodeRegistry(deploy("NodeRegistry", abi.encode(access, token, models, UNBOND_SECS, MIN_STAKE)));
        channels = PaymentChannels(
            deploy("PaymentChannels", abi.encode(access, token, nodes, epochs, CLOSE_SECS, FEE_BPS))
        );
        ledger = deployLedger(WINDOW_SECS);
        access.wire(modules());
        token.transfer(owner, 10_000 * PRZ);
        token.transfer(payer, 10_000 * PRZ);
    }

    /// @dev The very bytecode that ships, from tools/compile.mjs.
    function deploy(string memory name, bytes memory args) internal returns (address) {
        return vm.deployCode(string.concat("target/solidity/", name, ".json"), args);
    }

    function deployLedger(uint40 windowSecs) internal returns (ContributionLedger) {
        ContributionLedger.Config memory config =
            ContributionLedger.Config(windowSecs, RESPONSE_SECS, BATCH_BOND, CHALLENGE_BOND, POOL_PER_EPOCH);
        return ContributionLedger(
            deploy("ContributionLedger", abi.encode(access, token, epochs, models, nodes, channels, config))
        );
    }

    /// @dev Later modules join by overriding this.
    function modules() internal virtual returns (PeerzAccessManager.Modules memory m) {
        m.epochManager = address(epochs);
        m.nodeRegistry = address(nodes);
        m.paymentChannels = address(channels);
        m.contributionLedger = address(ledger);
    }

    /*//////////////////////////////////////////////////////////////
                                  NODES
    //////////////////////////////////////////////////////////////*/

    /// @notice A node of `owner`, with a stake of ten times the minimum.
    function registerNode(uint256 signerKey) internal returns (bytes32 nodeId) {
        nodeId = registerUnstaked(OWNER_KEY, signerKey);
        stakeAs(owner, nodeId, 10 * MIN_STAKE);
    }

    function registerUnstaked(uint256 ownerKey, uint256 signerKey) internal returns (bytes32) {
        bytes memory binding = bindingSignature(vm.addr(ownerKey), signerKey);
        vm.prank(vm.addr(ownerKey));
        return nodes.register(vm.addr(signerKey), payout, 15, "127.0.0.1:9000", bytes32("spki"), binding);
    }

    function bindingSignature(address owner_, uint256 signerKey) internal view returns (bytes memory) {
        address signer = vm.addr(signerKey);
        return sign(signerKey, nodes.bindingDigest(NodeBinding(owner_, signer, nodes.nonces(signer))));
    }

    function stakeAs(address staker, bytes32 nodeId, uint128 amount) internal {
        vm.startPrank(staker);
        token.approve(address(nodes), amount);
        nodes.stake(nodeId, amount);
        vm.stopPrank();
    }

    function registerModel() internal returns (bytes32) {
        return models.register(bytes32("weights"), bytes32("tokenizer"), geometry());
    }

    function geometry() internal pure returns (Geometry memory) {
        return Geometry(8, 128, 4, 2, 32, 352, 260, 1, 0);
    }

    /*//////////////////////////////////////////////////////////////
                                 CHANNELS
    //////////////////////////////////////////////////////////////*/

    function openChannel(bytes32 nodeId, uint128 deposit) internal returns (bytes32) {
        return openChannel(nodeId, deposit, address(0));
    }

    function openChannel(bytes32 nodeId, uint128 deposit, address delegate) internal returns (bytes32) {
        bytes32[] memory ids = new bytes32[](1);
        uint128[] memory deposits = new uint128[](1);
        (ids[0], deposits[0]) = (nodeId, deposit);
        vm.startPrank(payer);
        token.approve(address(channels), deposit);
        bytes32 id = channels.openMany(ids, deposits, delegate)[0];
        vm.stopPrank();
        return id;
    }

    /// @notice A voucher signed by the payer's wallet.
    function voucher(bytes32 channelId, uint128 amount) internal view returns (SignedVoucher memory signed) {
        signed.voucher = Voucher(channelId, amount, amount, bytes32("head"));
        signed.signature = sign(PAYER_KEY, channels.voucherDigest(signed.voucher));
    }

    /// @notice A voucher signed by a session key that the payer granted.
    function sessionVoucher(bytes32 channelId, uint128 amount, uint128 maxAmount, uint40 validUntil)
        internal
        view
        returns (SignedVoucher memory signed)
    {
        signed.voucher = Voucher(channelId, amount, amount, bytes32("head"));
        signed.session = SessionKey(channelId, vm.addr(SESSION_KEY), maxAmount, validUntil);
        signed.signature = sign(SESSION_KEY, channels.voucherDigest(signed.voucher));
        signed.sessionSignature = sign(PAYER_KEY, channels.sessionKeyDigest(signed.session));
    }

    /// @notice A voucher signed by a session key that somebody else than the payer granted.
    function grantedVoucher(bytes32 channelId, uint128 amount, uint256 granterKey) internal view returns (SignedVoucher memory signed) {
        signed = sessionVoucher(channelId, amount, amount, uint40(vm.getBlockTimestamp() + 100));
        signed.sessionSignature = sign(granterKey, channels.sessionKeyDigest(signed.session));
    }

    /*//////////////////////////////////////////////////////////////
                             KEYS, TIME, BLOCKS
    //////////////////////////////////////////////////////////////*/

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function skip(uint256 secs) internal {
        vm.warp(vm.getBlockTimestamp() + secs);
    }

    /// @notice Moves to the second block of an epoch, so that its first block's hash is known.
    function rollToEpoch(uint64 epoch) internal {
        vm.roll(epochs.firstBlock(epoch) + 1);
    }

    function rollEpochs(uint64 count) internal {
        rollToEpoch(epochs.currentEpoch() + count);
    }

    /// @dev Folds any number into [low, high].
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + x % (high - low + 1);
    }
}
