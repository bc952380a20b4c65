package io.peerz.ledger.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * Reads one chain and hands over signed transactions. Every method blocks for at most the
 * configured call timeout: call it from a virtual thread, never from an event loop. Safe for many
 * threads.
 */
public final class ChainClient implements AutoCloseable {
  private static final int LOG_PAGE_BLOCKS = 4_000;

  private final Rpc rpc;
  private final ChainConfig config;
  private final long chainId;
  private final Optional<Contracts> contracts;

  private ChainClient(Rpc rpc, ChainConfig config, long chainId, Optional<Contracts> contracts) {
    this.rpc = rpc;
    this.config = config;
    this.chainId = chainId;
    this.contracts = contracts;
  }

  /** Connects and checks that this is the chain of the deployment. */
  public static ChainClient connect(URI uri, Deployment deployment) {
    return connect(uri, deployment, ChainConfig.defaults());
  }

  public static ChainClient connect(URI uri, Deployment deployment, ChainConfig config) {
    Rpc rpc = new Rpc(uri, config.callTimeout());
    return checked(
        rpc,
        () -> {
          Optional<Contracts> contracts = Optional.of(new Contracts(rpc, deployment));
          ChainClient client = new ChainClient(rpc, config, chainIdOf(rpc), contracts);
          client.mustBe(deployment, uri);
          return client;
        });
  }

  /** Connects to a chain on which nothing of ours may be deployed yet. */
  public static ChainClient open(URI uri, ChainConfig config) {
    Rpc rpc = new Rpc(uri, config.callTimeout());
    return checked(rpc, () -> new ChainClient(rpc, config, chainIdOf(rpc), Optional.empty()));
  }

  private static long chainIdOf(Rpc rpc) {
    return rpc.require(rpc.web3j().ethChainId()).getChainId().longValueExact();
  }

  private static ChainClient checked(Rpc rpc, Supplier<ChainClient> connect) {
    try {
      return connect.get();
    } catch (RuntimeException e) {
      rpc.close();
      throw e;
    }
  }

  private void mustBe(Deployment deployment, URI uri) {
    if (chainId != deployment.chainId()) {
      throw mismatch(uri, "chain id " + chainId + " instead of " + deployment.chainId());
    }
    if (!genesisHash().equals(deployment.genesisHash())) {
      throw mismatch(uri, "another genesis block " + genesisHash().shortHex());
    }
  }

  private static PeerzException mismatch(URI uri, String what) {
    return new PeerzException(
        ErrorCode.CHAIN_MISMATCH,
        "the chain at "
            + uri
            + " has "
            + what
            + "; use the chain of this deployment or a fresh data folder");
  }

  public long chainId() {
    return chainId;
  }

  public ChainConfig config() {
    return config;
  }

  /** The contracts of the deployment that this client was connected with. */
  public Contracts contracts() {
    return contracts.orElseThrow(
        () -> new IllegalStateException("this client was opened without a deployment"));
  }

  /** The epoch of the newest block. */
  public long currentEpoch() {
    Contracts c = contracts();
    return c.read(c.epochManager().currentEpoch()).longValueExact();
  }

  /** Balance of Peerz tokens, in wei of the token. */
  public BigInteger tokenBalanceWei(Address account) {
    Contracts c = contracts();
    return c.read(c.token().balanceOf(account.hex()));
  }

  public Digest genesisHash() {
    return blockHash(0).orElseThrow();
  }

  /** Number of the newest block. */
  public long head() {
    return rpc.require(rpc.web3j().ethBlockNumber()).getBlockNumber().longValueExact();
  }

  /** Hash of the canonical block at a height, if the chain is that long. */
  public Optional<Digest> blockHash(long number) {
    return Optional.ofNullable(block(DefaultBlockParameter.valueOf(BigInteger.valueOf(number))))
        .map(b -> Digest.ofHex(b.getHash()));
  }

  /**
   * A block with its transactions and their outcomes; empty above the head, and where a
   * reorganisation takes the block away while it is being read.
   */
  public Optional<BlockView> blockView(long number) {
    DefaultBlockParameter at = DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
    EthBlock.Block block = rpc.require(rpc.web3j().ethGetBlockByNumber(at, true)).getBlock();
    if (block == null) {
      return Optional.empty();
    }
    if (block.getTransactions().isEmpty()) {
      return Optional.of(BlockView.of(block, List.of()));
    }
    Map<String, TransactionReceipt> receipts = new HashMap<>();
    rpc.require(rpc.web3j().ethGetBlockReceipts(at))
        .getBlockReceipts()
        .orElse(List.of())
        .forEach(receipt -> receipts.put(receipt.getTransactionHash(), receipt));
    List<TransactionView> transactions = new ArrayList<>();
    for (EthBlock.TransactionResult<?> result : block.getTransactions()) {
      EthBlock.TransactionObject sent = (EthBlock.TransactionObject) result.get();
      TransactionReceipt receipt = receipts.get(sent.getHash());
      if (receipt == null || !receipt.getBlockHash().equals(block.getHash())) {
        return Optional.empty();
      }
      transactions.add(TransactionView.of(sent, receipt));
    }
    return Optional.of(BlockView.of(block, transactions));
  }

  /** Clock of the newest block, in seconds since 1970: the time that contracts see. */
  public long headTimeSeconds() {
    return latestBlock().getTimestamp().longValueExact();
  }

  BigInteger baseFeeWei() {
    EthBlock.Block block = latestBlock();
    return block.getBaseFeePerGasRaw() == null ? BigInteger.ZERO : block.getBaseFeePerGas();
  }

  private EthBlock.Block latestBlock() {
    return block(DefaultBlockParameterName.LATEST);
  }

  private EthBlock.Block block(DefaultBlockParameter at) {
    return rpc.require(rpc.web3j().ethGetBlockByNumber(at, false)).getBlock();
  }

  /** Balance of the chain's own coin, which pays for gas. */
  public BigInteger balanceWei(Address account) {
    return rpc.require(rpc.web3j().ethGetBalance(account.hex(), DefaultBlockParameterName.LATEST))
        .getBalance();
  }

  /** The nonce that the chain expects next from an account. */
  public long transactionCount(Address account) {
    return rpc.require(
            rpc.web3j().ethGetTransactionCount(account.hex(), DefaultBlockParameterName.LATEST))
        .getTransactionCount()
        .longValueExact();
  }

  /** What happened to a transaction, if it is in the present canonical chain. */
  public Optional<TxReceiptView> receipt(Digest transaction) {
    return rpc.require(rpc.web3j().ethGetTransactionReceipt(transaction.hex()))
        .getTransactionReceipt()
        .map(TxReceiptView::of);
  }

  /** Events of one contract, oldest first, fetched in pages that every node accepts. */
  public List<Log> logs(Address contract, List<String> topics, long fromBlock, long toBlock) {
    List<Log> found = new ArrayList<>();
    for (long from = fromBlock; from <= toBlock; from += LOG_PAGE_BLOCKS) {
      found.addAll(logPage(contract, topics, from, Math.min(toBlock, from + LOG_PAGE_BLOCKS - 1)));
    }
    return found;
  }

  private List<Log> logPage(Address contract, List<String> topics, long from, long to) {
    EthFilter filter =
        new EthFilter(
            DefaultBlockParameter.valueOf(BigInteger.valueOf(from)),
            DefaultBlockParameter.valueOf(BigInteger.valueOf(to)),
            contract.hex());
    topics.forEach(topic -> addTopic(filter, topic));
    return rpc.require(rpc.web3j().ethGetLogs(filter)).getLogs().stream()
        .map(entry -> ((EthLog.LogObject) entry.get()).get())
        .toList();
  }

  private static void addTopic(EthFilter filter, String topic) {
    if (topic.isEmpty()) {
      filter.addNullTopic();
    } else {
      filter.addSingleTopic(topic);
    }
  }

  /** Runs a call without sending it; returns 0x-hex, or throws what the contract said. */
  String call(Address from, PreparedCall call, DefaultBlockParameter at) throws RpcRefusal {
    return rpc.ask(rpc.web3j().ethCall(asRequest(from, call), at)).getValue();
  }

  BigInteger estimateGas(Address from, PreparedCall call) throws RpcRefusal {
    return rpc.ask(rpc.web3j().ethEstimateGas(asRequest(from, call))).getAmountUsed();
  }

  void sendSigned(String signedHex) throws RpcRefusal {
    rpc.ask(rpc.web3j().ethSendRawTransaction(signedHex));
  }

  private static Transaction asRequest(Address from, PreparedCall call) {
    return new Transaction(
        from.hex(),
        null,
        null,
        null,
        call.to().map(Address::hex).orElse(null),
        call.valueWei(),
        call.data());
  }

  @Override
  public void close() {
    rpc.close();
  }
}
