package io.peerz.ledger.escrow;

import io.peerz.ledger.store.Database;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a payer has promised on each channel. A promise is on disk before its signature may leave
 * the process, so a restarted payer never signs less than before, the same chunk twice, or more
 * than the deposit. Blocking: for virtual threads.
 */
public final class PurseStore implements AutoCloseable {
  /** A channel with the last voucher promised on it. */
  public record Promised(Digest nodeId, BigInteger depositWei, Voucher last) {
    public Digest channelId() {
      return last.channelId();
    }

    public BigInteger leftWei() {
      return depositWei.subtract(last.cumulativeAmountWei());
    }
  }

  private final Database database;

  private PurseStore(Database database) {
    this.database = database;
  }

  public static PurseStore open(Path file) {
    return new PurseStore(Database.open(file, Database.Kind.PURSE));
  }

  /** Starts to keep a channel, or takes over a raised deposit. */
  public void keep(ChannelTerms terms) {
    database.with(
        handle -> {
          BigInteger promisedWei =
              PurseDao.find(handle, terms.channelId())
                  .map(p -> p.last().cumulativeAmountWei())
                  .orElse(BigInteger.ZERO);
          if (promisedWei.signum() == 0) {
            PurseDao.insert(handle, terms.channelId(), terms.nodeId());
          }
          PurseDao.setDeposit(handle, terms.channelId(), terms.depositWei());
          if (terms.claimedWei().compareTo(promisedWei) > 0) {
            // This file is older than the chain: what was claimed was promised.
            PurseDao.raiseAmount(handle, terms.channelId(), terms.claimedWei());
          }
          return null;
        });
  }

  public Optional<Promised> find(Digest channelId) {
    return database.with(handle -> PurseDao.find(handle, channelId));
  }

  public List<Promised> all() {
    return database.with(PurseDao::all);
  }

  /** Writes a promise down; only afterwards may it be signed. The same one again is a no-op. */
  public void promise(Voucher voucher) {
    database.with(
        handle -> {
          Promised before = mustKnow(handle, voucher.channelId());
          if (!before.last().equals(voucher)) {
            check(before, voucher);
            PurseDao.update(handle, voucher);
          }
          return null;
        });
  }

  /** Forgets a channel that is closed on chain. */
  public void forget(Digest channelId) {
    database.with(
        handle -> {
          PurseDao.delete(handle, channelId);
          return null;
        });
  }

  private static Promised mustKnow(Handle handle, Digest channelId) {
    return PurseDao.find(handle, channelId)
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "the purse does not know channel " + channelId + "; open or import it first"));
  }

  private static void check(Promised before, Voucher voucher) {
    Voucher last = before.last();
    Require.that(
        voucher.cumulativeAmountWei().compareTo(last.cumulativeAmountWei()) >= 0
            && voucher.cumulativeMacs().compareTo(last.cumulativeMacs()) > 0,
        ErrorCode.BAD_VOUCHER,
        "refused to sign a voucher that does not increase on the one promised before");
    Require.that(
        voucher.cumulativeAmountWei().compareTo(before.depositWei()) <= 0,
        ErrorCode.INSUFFICIENT_FUNDS,
        "the deposit of channel "
            + voucher.channelId().shortHex()
            + " is used up ("
            + before.depositWei()
            + " wei); top it up");
  }

  @Override
  public void close() {
    database.close();
  }
}
