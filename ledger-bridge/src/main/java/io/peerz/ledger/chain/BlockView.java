package io.peerz.ledger.chain;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import org.web3j.protocol.core.methods.response.EthBlock;

/** One block with everything that happened in it, as the chain tells it now. */
public record BlockView(
    long number,
    Digest hash,
    Digest parent,
    long timeSeconds,
    long gasUsed,
    long gasLimit,
    BigInteger baseFeeWei,
    List<TransactionView> transactions) {

  public BlockView {
    transactions = List.copyOf(transactions);
  }

  static BlockView of(EthBlock.Block block, List<TransactionView> transactions) {
    return new BlockView(
        block.getNumber().longValueExact(),
        Digest.ofHex(block.getHash()),
        Digest.ofHex(block.getParentHash()),
        block.getTimestamp().longValueExact(),
        block.getGasUsed().longValueExact(),
        block.getGasLimit().longValueExact(),
        block.getBaseFeePerGasRaw() == null ? BigInteger.ZERO : block.getBaseFeePerGas(),
        transactions);
  }
}
