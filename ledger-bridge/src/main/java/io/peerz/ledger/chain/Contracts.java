package io.peerz.ledger.chain;

import io.peerz.contracts.Committee;
import io.peerz.contracts.ContributionLedger;
import io.peerz.contracts.DisputeCourt;
import io.peerz.contracts.EpochManager;
import io.peerz.contracts.FineTuneMarket;
import io.peerz.contracts.ModelRegistry;
import io.peerz.contracts.NodeRegistry;
import io.peerz.contracts.PaymentChannels;
import io.peerz.contracts.PeerzToken;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.io.IOException;
import java.util.List;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.exceptions.ContractCallException;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.tx.gas.DefaultGasProvider;
import tools.jackson.core.JacksonException;

/** The generated wrappers of one deployment. They read and encode; they never send. */
public final class Contracts {
  private final Rpc rpc;
  private final Deployment deployment;
  private final PeerzToken token;
  private final EpochManager epochManager;
  private final ModelRegistry modelRegistry;
  private final NodeRegistry nodeRegistry;
  private final PaymentChannels paymentChannels;
  private final ContributionLedger contributionLedger;
  private final Committee committee;
  private final FineTuneMarket fineTuneMarket;
  private final DisputeCourt disputeCourt;

  Contracts(Rpc rpc, Deployment at) {
    Web3j web3j = rpc.web3j();
    TransactionManager reader = new ReadonlyTransactionManager(web3j, Address.ZERO.hex());
    ContractGasProvider gas = new DefaultGasProvider();
    this.rpc = rpc;
    this.deployment = at;
    this.token = PeerzToken.load(at.token().hex(), web3j, reader, gas);
    this.epochManager = EpochManager.load(at.epochManager().hex(), web3j, reader, gas);
    this.modelRegistry = ModelRegistry.load(at.modelRegistry().hex(), web3j, reader, gas);
    this.nodeRegistry = NodeRegistry.load(at.nodeRegistry().hex(), web3j, reader, gas);
    this.paymentChannels = PaymentChannels.load(at.paymentChannels().hex(), web3j, reader, gas);
    this.contributionLedger =
        ContributionLedger.load(at.contributionLedger().hex(), web3j, reader, gas);
    this.committee = Committee.load(at.committee().hex(), web3j, reader, gas);
    this.fineTuneMarket = FineTuneMarket.load(at.fineTuneMarket().hex(), web3j, reader, gas);
    this.disputeCourt = DisputeCourt.load(at.disputeCourt().hex(), web3j, reader, gas);
  }

  public Deployment deployment() {
    return deployment;
  }

  public PeerzToken token() {
    return token;
  }

  public EpochManager epochManager() {
    return epochManager;
  }

  public ModelRegistry modelRegistry() {
    return modelRegistry;
  }

  public NodeRegistry nodeRegistry() {
    return nodeRegistry;
  }

  public PaymentChannels paymentChannels() {
    return paymentChannels;
  }

  public ContributionLedger contributionLedger() {
    return contributionLedger;
  }

  public Committee committee() {
    return committee;
  }

  public FineTuneMarket fineTuneMarket() {
    return fineTuneMarket;
  }

  public DisputeCourt disputeCourt() {
    return disputeCourt;
  }

  /** Asks a view function. */
  public <T> T read(RemoteFunctionCall<T> view) {
    try {
      return view.send();
    } catch (IOException | ClientConnectionException | JacksonException e) {
      throw rpc.unreachable(e);
    } catch (ContractCallException e) {
      throw new PeerzException(
          ErrorCode.TRANSACTION_REVERTED, "the contract refused a question: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new PeerzException(ErrorCode.BUG, "cannot read from the chain: " + e, e);
    }
  }

  /** The events of one kind that one contract emitted, among the logs of a transaction. */
  public static List<Log> select(List<Log> logs, Address contract, Event event) {
    String topic = EventEncoder.encode(event);
    return logs.stream()
        .filter(log -> Address.ofHex(log.getAddress()).equals(contract))
        .filter(log -> !log.getTopics().isEmpty() && log.getTopics().getFirst().equals(topic))
        .toList();
  }
}
