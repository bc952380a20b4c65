package io.peerz.ledger.chain;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.Log;

/** A successful transaction, deep enough in the canonical chain when it was handed out. */
public record ConfirmedTx(
    Digest hash, long block, long gasUsed, Optional<Address> created, List<Log> logs) {

  static ConfirmedTx of(TxReceiptView receipt) {
    return new ConfirmedTx(
        receipt.hash(), receipt.block(), receipt.gasUsed(), receipt.created(), receipt.logs());
  }
}
