package io.peerz.ledger.index;

import io.peerz.ledger.chain.BlockView;
import io.peerz.ledger.chain.TransactionView;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Hex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.web3j.protocol.core.methods.response.Log;

/** Writes blocks into the tables of the index. Row ids say where on the chain a thing is. */
final class BlockWriter {
  /** A block has fewer transactions and fewer logs than this. */
  private static final int PLACES = 20;

  private final ContractBook book;

  BlockWriter(ContractBook book) {
    this.book = book;
  }

  /** Id of what stands at a place in a block; ids grow along the chain. */
  static long id(long block, long place) {
    return block << PLACES | place;
  }

  void write(Handle handle, BlockView block) {
    handle
        .createUpdate(
            "INSERT INTO blocks VALUES (:number, :hash, :parent, :time, :gasUsed, :gasLimit,"
                + " :baseFee, :count)")
        .bind("number", block.number())
        .bind("hash", block.hash().bytes())
        .bind("parent", block.parent().bytes())
        .bind("time", block.timeSeconds())
        .bind("gasUsed", block.gasUsed())
        .bind("gasLimit", block.gasLimit())
        .bind("baseFee", block.baseFeeWei().toString())
        .bind("count", block.transactions().size())
        .execute();
    for (TransactionView transaction : block.transactions()) {
      write(handle, block.number(), transaction);
    }
  }

  private void write(Handle handle, long block, TransactionView tx) {
    long id = id(block, tx.position());
    handle
        .createUpdate(
            "INSERT INTO transactions VALUES (:id, :hash, :from, :to, :created, :contract,"
                + " :method, :nonce, :value, :gasLimit, :gasUsed, :gasPrice, :ok, :input)")
        .bind("id", id)
        .bind("hash", tx.outcome().hash().bytes())
        .bind("from", tx.from().bytes())
        .bind("to", tx.to().map(Address::bytes).orElse(null))
        .bind("created", tx.outcome().created().map(Address::bytes).orElse(null))
        .bind("contract", tx.to().flatMap(book::nameOf).orElse(null))
        .bind("method", tx.to().flatMap(to -> book.methodOf(to, tx.input())).orElse(null))
        .bind("nonce", tx.nonce())
        .bind("value", tx.valueWei().toString())
        .bind("gasLimit", tx.gasLimit())
        .bind("gasUsed", tx.outcome().gasUsed())
        .bind("gasPrice", tx.gasPriceWei().toString())
        .bind("ok", tx.outcome().succeeded())
        .bind("input", Hex.decode("input", tx.input(), (tx.input().length() - 2) / 2))
        .execute();
    writeParties(handle, id, tx);
    for (Log log : tx.outcome().logs()) {
      long event = id(block, log.getLogIndex().longValueExact());
      book.decode(log).ifPresent(decoded -> write(handle, event, id, log, decoded));
    }
  }

  private static void writeParties(Handle handle, long id, TransactionView tx) {
    Set<Address> parties = new HashSet<>();
    parties.add(tx.from());
    tx.to().ifPresent(parties::add);
    tx.outcome().created().ifPresent(parties::add);
    PreparedBatch batch = handle.prepareBatch("INSERT INTO parties VALUES (:account, :id)");
    parties.forEach(account -> batch.bind("account", account.bytes()).bind("id", id).add());
    batch.execute();
  }

  private static void write(
      Handle handle, long id, long transaction, Log log, DecodedEvent decoded) {
    handle
        .createUpdate(
            "INSERT INTO events VALUES (:id, :transaction, :address, :contract, :name, :subject,"
                + " :args)")
        .bind("id", id)
        .bind("transaction", transaction)
        .bind("address", Address.ofHex(log.getAddress()).bytes())
        .bind("contract", decoded.contract())
        .bind("name", decoded.name())
        .bind("subject", decoded.subject().orElse(null))
        .bind("args", decoded.args().toString())
        .execute();
    List<byte[]> keys = decoded.keys();
    PreparedBatch batch =
        handle.prepareBatch("INSERT OR IGNORE INTO event_keys VALUES (:key, :name, :id)");
    for (byte[] key : keys) {
      batch.bind("key", key).bind("name", decoded.name()).bind("id", id).add();
    }
    if (!keys.isEmpty()) {
      batch.execute();
    }
  }

  static void deleteFrom(Handle handle, long number) {
    long from = id(number, 0);
    handle.createUpdate("DELETE FROM event_keys WHERE event >= :from").bind("from", from).execute();
    handle.createUpdate("DELETE FROM events WHERE id >= :from").bind("from", from).execute();
    handle
        .createUpdate("DELETE FROM parties WHERE transaction_id >= :from")
        .bind("from", from)
        .execute();
    handle.createUpdate("DELETE FROM transactions WHERE id >= :from").bind("from", from).execute();
    handle.createUpdate("DELETE FROM blocks WHERE number >= :n").bind("n", number).execute();
  }
}
