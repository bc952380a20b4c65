package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** What the chain says about a mined transaction; a later reorganisation may still drop it. */
public record TxReceiptView(
    Digest hash,
    Digest blockHash,
    long block,
    boolean succeeded,
    long gasUsed,
    Optional<Address> created,
    List<Log> logs) {

  static TxReceiptView of(TransactionReceipt receipt) {
    return new TxReceiptView(
        Digest.ofHex(receipt.getTransactionHash()),
        Digest.ofHex(receipt.getBlockHash()),
        receipt.getBlockNumber().longValueExact(),
        receipt.isStatusOK(),
        receipt.getGasUsed().longValueExact(),
        Optional.ofNullable(receipt.getContractAddress()).map(Address::ofHex),
        List.copyOf(receipt.getLogs()));
  }
}
