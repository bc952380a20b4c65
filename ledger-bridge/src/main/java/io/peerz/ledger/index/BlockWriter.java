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

  /** Writes blocks in a few batches: on a server every statement by itself is a journey. */
  void write(Handle handle, List<BlockView> blocks) {
    Batches batches = new Batches(handle);
    for (BlockView block : blocks) {
      batches.add(block);
      for (TransactionView transaction : block.transactions()) {
        add(batches, block.number(), transaction);
      }
    }
    batches.execute();
  }

  private void add(Batches batches, long block, TransactionView tx) {
    long id = id(block, tx.position());
    batches.add(
        id,
        tx,
        tx.to().flatMap(book::nameOf).orElse(null),
        tx.to().flatMap(to -> book.methodOf(to, tx.input())).orElse(null));
    for (Log log : tx.outcome().logs()) {
      long event = id(block, log.getLogIndex().longValueExact());
      book.decode(log).ifPresent(decoded -> batches.add(event, id, log, decoded));
    }
  }

  /** What one call writes into each table. */
  private static final class Batches {
    private final PreparedBatch blocks;
    private final PreparedBatch transactions;
    private final PreparedBatch parties;
    private final PreparedBatch events;
    private final PreparedBatch keys;

    Batches(Handle handle) {
      blocks =
          handle.prepareBatch(
              "INSERT INTO blocks VALUES (:number, :hash, :parent, :time, :gasUsed, :gasLimit,"
                  + " :baseFee, :count)");
      transactions =
          handle.prepareBatch(
              "INSERT INTO transactions VALUES (:id, :hash, :from, :to, :created, :contract,"
                  + " :method, :nonce, :value, :gasLimit, :gasUsed, :gasPrice, :ok, :input)");
      parties = handle.prepareBatch("INSERT INTO parties VALUES (:account, :id)");
      events =
          handle.prepareBatch(
              "INSERT INTO events VALUES (:id, :transaction, :address, :contract, :name,"
                  + " :subject, :args)");
      keys =
          handle.prepareBatch(
              "INSERT INTO event_keys VALUES (:key, :name, :id) ON CONFLICT DO NOTHING");
    }

    void add(BlockView block) {
      blocks
          .bind("number", block.number())
          .bind("hash", block.hash().bytes())
          .bind("parent", block.parent().bytes())
          .bind("time", block.timeSeconds())
          .bind("gasUsed", block.gasUsed())
          .bind("gasLimit", block.gasLimit())
          .bind("baseFee", block.baseFeeWei().toString())
          .bind("count", block.transactions().size())
          .add();
    }

    void add(long id, TransactionView tx, String contract, String method) {
      transactions
          .bind("id", id)
          .bind("hash", tx.outcome().hash().bytes())
          .bind("from", tx.from().bytes())
          .bind("to", tx.to().map(Address::bytes).orElse(null))
          .bind("created", tx.outcome().created().map(Address::bytes).orElse(null))
          .bind("contract", contract)
          .bind("method", method)
          .bind("nonce", tx.nonce())
          .bind("value", tx.valueWei().toString())
          .bind("gasLimit", tx.gasLimit())
          .bind("gasUsed", tx.outcome().gasUsed())
          .bind("gasPrice", tx.gasPriceWei().toString())
          .bind("ok", tx.outcome().succeeded())
          .bind("input", Hex.decode("input", tx.input(), (tx.input().length() - 2) / 2))
          .add();
      Set<Address> all = new HashSet<>();
      all.add(tx.from());
      tx.to().ifPresent(all::add);
      tx.outcome().created().ifPresent(all::add);
      all.forEach(account -> parties.bind("account", account.bytes()).bind("id", id).add());
    }

    void add(long id, long transaction, Log log, DecodedEvent decoded) {
      events
          .bind("id", id)
          .bind("transaction", transaction)
          .bind("address", Address.ofHex(log.getAddress()).bytes())
          .bind("contract", decoded.contract())
          .bind("name", decoded.name())
          .bind("subject", decoded.subject().orElse(null))
          .bind("args", decoded.args().toString())
          .add();
      for (byte[] key : decoded.keys()) {
        keys.bind("key", key).bind("name", decoded.name()).bind("id", id).add();
      }
    }

    void execute() {
      for (PreparedBatch batch : List.of(blocks, transactions, parties, events, keys)) {
        if (batch.size() > 0) {
          batch.execute();
        }
      }
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
