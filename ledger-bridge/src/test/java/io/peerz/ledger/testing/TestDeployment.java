package io.peerz.ledger.testing;

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
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint16;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint40;

/** Deploys the contracts with small periods; the deployer holds every token at first. */
public final class TestDeployment {
  public static final int EPOCH_BLOCKS = 10;
  public static final long WINDOW_SECONDS = 30;
  public static final long RESPONSE_SECONDS = 600;
  public static final long UNBOND_SECONDS = 1_000;
  public static final long CLOSE_SECONDS = 100;
  public static final BigInteger BATCH_BOND = BigInteger.valueOf(1_000);
  public static final BigInteger CHALLENGE_BOND = BigInteger.valueOf(500);
  public static final BigInteger MIN_STAKE = BigInteger.valueOf(10_000);
  public static final BigInteger MEMBER_BOND = BigInteger.valueOf(1_000);
  public static final BigInteger SILENCE_PENALTY = BigInteger.valueOf(400);
  public static final BigInteger POOL_PER_EPOCH = BigInteger.valueOf(1_000_000);

  private static final BigInteger SUPPLY = BigInteger.TEN.pow(24);
  private static final int FEE_BPS = 200;

  private final ChainClient bare;
  private final TransactionSender sender;

  private TestDeployment(ChainClient bare, TransactionSender sender) {
    this.bare = bare;
    this.sender = sender;
  }

  /** Deploys with one transaction after the other; each must be mined at once. */
  public static Deployment deploy(Anvil anvil, ChainConfig config, SigningKey deployer) {
    try (ChainClient bare = ChainClient.open(anvil.uri(), config);
        TransactionSender sender =
            TransactionSender.start(bare, deployer, new MemoryTransactionLog())) {
      return new TestDeployment(bare, sender).deploy(anvil, sender.address());
    }
  }

  private Deployment deploy(Anvil anvil, Address me) {
    long firstBlock = bare.head();
    Address access =
        create("access", PeerzAccessManager.BINARY, address(me), address(me), new Uint32(0));
    Address epochs =
        create(
            "epochs",
            EpochManager.BINARY,
            address(access),
            new Uint32(EPOCH_BLOCKS),
            new Uint256(100_000_000),
            new Uint256(SUPPLY),
            address(me),
            new Uint256(SUPPLY));
    Address models = create("models", ModelRegistry.BINARY);
    Address token = anvil.addressAt(epochs, "token");
    Address nodes =
        create(
            "nodes",
            NodeRegistry.BINARY,
            address(access),
            address(token),
            address(models),
            new Uint40(UNBOND_SECONDS),
            new Uint128(MIN_STAKE));
    Address channels =
        create(
            "channels",
            PaymentChannels.BINARY,
            address(access),
            address(token),
            address(nodes),
            address(epochs),
            new Uint40(CLOSE_SECONDS),
            new Uint16(FEE_BPS));
    Address ledger =
        create(
            "ledger",
            ContributionLedger.BINARY,
            address(access),
            address(token),
            address(epochs),
            address(models),
            address(nodes),
            address(channels),
            new ContributionLedger.Config(
                BigInteger.valueOf(WINDOW_SECONDS),
                BigInteger.valueOf(RESPONSE_SECONDS),
                BATCH_BOND,
                CHALLENGE_BOND,
                POOL_PER_EPOCH));
    Address committee =
        create(
            "committee",
            Committee.BINARY,
            address(access),
            address(token),
            address(epochs),
            address(nodes),
            new Uint128(MEMBER_BOND),
            new Uint128(SILENCE_PENALTY));
    Address market =
        create(
            "market",
            FineTuneMarket.BINARY,
            address(access),
            address(token),
            address(epochs),
            address(models),
            address(nodes),
            address(committee));
    Address court =
        create(
            "court",
            DisputeCourt.BINARY,
            address(token),
            address(nodes),
            address(models),
            address(ledger),
            address(market),
            address(committee),
            address(create("arithmetic", CanonicalArithmetic.BINARY)),
            new DisputeCourt.Config(
                BigInteger.valueOf(8),
                BigInteger.valueOf(60),
                BigInteger.valueOf(30),
                BigInteger.valueOf(7),
                BigInteger.valueOf(100),
                BigInteger.valueOf(1_000)));
    Deployment deployment =
        new Deployment(
            bare.chainId(),
            token,
            access,
            epochs,
            models,
            nodes,
            channels,
            ledger,
            committee,
            market,
            court,
            firstBlock,
            bare.genesisHash());
    wire(deployment);
    return deployment;
  }

  private Address create(String name, String binary, Type<?>... arguments) {
    String data =
        "0x"
            + binary.replaceFirst("^0x", "")
            + FunctionEncoder.encodeConstructor(List.of(arguments));
    return sender
        .send(PreparedCall.create("deploy:" + name, data, "deploy " + name))
        .created()
        .orElseThrow();
  }

  private static Type<?> address(Address value) {
    return new org.web3j.abi.datatypes.Address(value.hex());
  }

  private void wire(Deployment at) {
    PeerzAccessManager.Modules modules =
        new PeerzAccessManager.Modules(
            at.epochManager().hex(),
            at.nodeRegistry().hex(),
            at.paymentChannels().hex(),
            at.contributionLedger().hex(),
            at.committee().hex(),
            at.fineTuneMarket().hex(),
            at.disputeCourt().hex());
    String data =
        FunctionEncoder.encode(
            new org.web3j.abi.datatypes.Function("wire", List.of(modules), List.of()));
    sender.send(PreparedCall.of("wire", at.accessManager(), data, "wire the modules"));
  }
}
