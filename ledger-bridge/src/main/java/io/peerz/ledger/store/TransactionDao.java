package io.peerz.ledger.store;

import io.peerz.ledger.chain.Attempt;
import io.peerz.ledger.chain.Fees;
import io.peerz.ledger.chain.LoggedTransaction;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of the tables {@code transactions} and {@code attempts}. */
final class TransactionDao {
  private TransactionDao() {}

  static List<LoggedTransaction> live(Handle handle, Address sender) {
    return handle
        .createQuery(
            "SELECT * FROM transactions WHERE sender = :sender AND settled = 0 ORDER BY nonce")
        .bind("sender", sender.bytes())
        .map((row, context) -> read(handle, sender, row))
        .list();
  }

  static Optional<LoggedTransaction> latest(Handle handle, Address sender, String intentId) {
    return handle
        .createQuery(
            "SELECT * FROM transactions WHERE sender = :sender AND intent_id = :intent"
                + " ORDER BY nonce DESC LIMIT 1")
        .bind("sender", sender.bytes())
        .bind("intent", intentId)
        .map((row, context) -> read(handle, sender, row))
        .findOne();
  }

  private static LoggedTransaction read(Handle handle, Address sender, ResultSet row)
      throws SQLException {
    long nonce = row.getLong("nonce");
    PreparedCall call =
        new PreparedCall(
            row.getString("intent_id"),
            Optional.ofNullable(row.getBytes("to_address")).map(Address::of),
            row.getString("data"),
            new BigInteger(row.getString("value_wei")),
            row.getString("what"));
    return new LoggedTransaction(
        sender,
        nonce,
        call,
        new BigInteger(row.getString("gas_limit")),
        attempts(handle, sender, nonce),
        row.getBoolean("settled"));
  }

  private static List<Attempt> attempts(Handle handle, Address sender, long nonce) {
    return handle
        .createQuery(
            "SELECT * FROM attempts WHERE sender = :sender AND nonce = :nonce ORDER BY attempt")
        .bind("sender", sender.bytes())
        .bind("nonce", nonce)
        .map(
            (row, context) ->
                new Attempt(
                    Digest.of(row.getBytes("hash")),
                    row.getString("signed_hex"),
                    new Fees(
                        new BigInteger(row.getString("tip_wei")),
                        new BigInteger(row.getString("max_fee_wei")))))
        .list();
  }

  static void delete(Handle handle, Address sender, long nonce) {
    for (String table : List.of("transactions", "attempts")) {
      handle
          .createUpdate("DELETE FROM " + table + " WHERE sender = :sender AND nonce = :nonce")
          .bind("sender", sender.bytes())
          .bind("nonce", nonce)
          .execute();
    }
  }

  static void insert(Handle handle, LoggedTransaction transaction) {
    PreparedCall call = transaction.call();
    handle
        .createUpdate(
            "INSERT INTO transactions VALUES (:sender, :nonce, :intent, :to, :data, :value, :what,"
                + " :gas, :settled)")
        .bind("sender", transaction.sender().bytes())
        .bind("nonce", transaction.nonce())
        .bind("intent", call.intentId())
        .bind("to", call.to().map(Address::bytes).orElse(null))
        .bind("data", call.data())
        .bind("value", call.valueWei().toString())
        .bind("what", call.what())
        .bind("gas", transaction.gasLimit().toString())
        .bind("settled", transaction.settled())
        .execute();
    for (int i = 0; i < transaction.attempts().size(); i++) {
      insert(handle, transaction, i);
    }
  }

  private static void insert(Handle handle, LoggedTransaction transaction, int index) {
    Attempt attempt = transaction.attempts().get(index);
    handle
        .createUpdate(
            "INSERT INTO attempts VALUES (:sender, :nonce, :index, :hash, :signed, :tip, :fee)")
        .bind("sender", transaction.sender().bytes())
        .bind("nonce", transaction.nonce())
        .bind("index", index)
        .bind("hash", attempt.hash().bytes())
        .bind("signed", attempt.signedHex())
        .bind("tip", attempt.fees().tipWei().toString())
        .bind("fee", attempt.fees().maxFeeWei().toString())
        .execute();
  }
}
