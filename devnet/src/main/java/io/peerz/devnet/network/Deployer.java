package io.peerz.devnet.network;

import io.peerz.contracts.CanonicalArithmetic;
import io.peerz.contracts.Committee;
import io.peerz.contracts.ContributionLedger;
import io.peerz.contracts.DisputeCourt;
import io.peerz.contracts.EpochManager;
import io.peerz.contracts.FineTuneMarket;
import io.peerz.contracts.ModelRegistry;
import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.contracts.PeerzAccessManager;
import io.peerz.proof.id.Address;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint16;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint40;
import org.web3j.crypto.ContractUtils;

/**
 * Creates all contracts of a network in order and wires their roles. The deployer becomes governor
 * and guardian without any delay: right for a development network, wrong for any other.
 */
final class Deployer {
  private final TransactionPipe pipe;
  private final Address deployer;
  private final DevParameters parameters;

  Deployer(TransactionPipe pipe, Address deployer, DevParameters parameters) {
    this.pipe = pipe;
    this.deployer = deployer;
    this.parameters = parameters;
  }

  /**
   * Sends everything; the addresses are known at once, the contracts are there when the pipe is
   * empty.
   */
  DeployedAddresses deploy() {
    Address access = accessManager();
    Address epochs = epochManager(access);
    Address token =
        Address.ofHex(
            ContractUtils.generateContractAddress(
                epochs.hex(), BigInteger.ONE)); // its first creation
    Address models = create("create ModelRegistry", ModelRegistry.BINARY);
    Address nodes = nodeRegistry(access, token, models);
    Address channels = paymentChannels(access, token, nodes, epochs);
    Address ledger = contributionLedger(access, token, epochs, models, nodes, channels);
    Address committee = committee(access, token, epochs, nodes);
    Address market = fineTuneMarket(access, token, epochs, models, nodes, committee);
    Address court = disputeCourt(token, nodes, models, ledger, market, committee);
    DeployedAddresses contracts =
        new DeployedAddresses(
            token, access, epochs, models, nodes, channels, ledger, committee, market, court);
    wire(contracts);
    return contracts;
  }

  private Address accessManager() {
    return create(
        "create PeerzAccessManager",
        PeerzAccessManager.BINARY,
        address(deployer),
        address(deployer),
        new Uint32(0));
  }

  private Address epochManager(Address access) {
    return create(
        "create EpochManager",
        EpochManager.BINARY,
        address(access),
        new Uint32(parameters.epochBlocks()),
        new Uint256(parameters.halvingSeconds()),
        new Uint256(parameters.emissionCapWei()),
        address(deployer),
        new Uint256(parameters.genesisSupplyWei()));
  }

  private Address nodeRegistry(Address access, Address token, Address models) {
    return create(
        "create NodeRegistry",
        NodeRegistry.BINARY,
        address(access),
        address(token),
        address(models),
        new Uint40(parameters.unbondSeconds()),
        new Uint128(parameters.minStakeWei()));
  }

  private Address paymentChannels(Address access, Address token, Address nodes, Address epochs) {
    return create(
        "create PaymentChannels",
        PaymentChannels.BINARY,
        address(access),
        address(token),
        address(nodes),
        address(epochs),
        new Uint40(parameters.closeSeconds()),
        new Uint16(parameters.feeBasisPoints()));
  }

  private Address contributionLedger(
      Address access,
      Address token,
      Address epochs,
      Address models,
      Address nodes,
      Address channels) {
    return create(
        "create ContributionLedger",
        ContributionLedger.BINARY,
        address(access),
        address(token),
        address(epochs),
        address(models),
        address(nodes),
        address(channels),
        new ContributionLedger.Config(
            BigInteger.valueOf(parameters.windowSeconds()),
            BigInteger.valueOf(parameters.responseSeconds()),
            parameters.batchBondWei(),
            parameters.challengeBondWei(),
            parameters.poolPerEpochWei()));
  }

  private Address committee(Address access, Address token, Address epochs, Address nodes) {
    return create(
        "create Committee",
        Committee.BINARY,
        address(access),
        address(token),
        address(epochs),
        address(nodes),
        new Uint128(parameters.memberBondWei()),
        new Uint128(parameters.silencePenaltyWei()));
  }

  private Address fineTuneMarket(
      Address access,
      Address token,
      Address epochs,
      Address models,
      Address nodes,
      Address committee) {
    return create(
        "create FineTuneMarket",
        FineTuneMarket.BINARY,
        address(access),
        address(token),
        address(epochs),
        address(models),
        address(nodes),
        address(committee));
  }

  private Address disputeCourt(
      Address token,
      Address nodes,
      Address models,
      Address ledger,
      Address market,
      Address committee) {
    Address arithmetic = create("create CanonicalArithmetic", CanonicalArithmetic.BINARY);
    CourtParameters court = parameters.court();
    return create(
        "create DisputeCourt",
        DisputeCourt.BINARY,
        address(token),
        address(nodes),
        address(models),
        address(ledger),
        address(market),
        address(committee),
        address(arithmetic),
        new DisputeCourt.Config(
            BigInteger.valueOf(court.moveSeconds()),
            BigInteger.valueOf(court.juryCommitSeconds()),
            BigInteger.valueOf(court.juryRevealSeconds()),
            BigInteger.valueOf(court.jurySeats()),
            court.juryFeeWei(),
            court.bondWei()));
  }

  private void wire(DeployedAddresses contracts) {
    PeerzAccessManager.Modules modules =
        new PeerzAccessManager.Modules(
            contracts.epochManager().hex(),
            contracts.nodeRegistry().hex(),
            contracts.paymentChannels().hex(),
            contracts.contributionLedger().hex(),
            contracts.committee().hex(),
            contracts.fineTuneMarket().hex(),
            contracts.disputeCourt().hex());
    pipe.call(
        "wire the roles",
        contracts.accessManager(),
        Calls.data(PeerzAccessManager.FUNC_WIRE, modules));
  }

  private Address create(String what, String bytecode, Type<?>... arguments) {
    return pipe.create(what, bytecode, FunctionEncoder.encodeConstructor(List.of(arguments)));
  }

  private static org.web3j.abi.datatypes.Address address(Address address) {
    return new org.web3j.abi.datatypes.Address(address.hex());
  }
}
