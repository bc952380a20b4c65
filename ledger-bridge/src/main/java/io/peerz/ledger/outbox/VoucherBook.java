package io.peerz.ledger.outbox;

import io.peerz.ledger.store.Database;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.util.List;
import java.util.Optional;

/** The best voucher of each channel; an older one that arrives late changes nothing. */
public final class VoucherBook {
  private final Database database;

  public VoucherBook(Database database) {
    this.database = database;
  }

  /** Keeps a voucher that was checked by the caller; durable on return. */
  public void accept(SignedVoucher signed) {
    database.with(
        handle -> {
          signed
              .delegation()
              .map(d -> d.sessionKey().key())
              .ifPresent(key -> VoucherDao.keepDelegation(handle, signed, key));
          Optional<SignedVoucher> before = VoucherDao.find(handle, signed.voucher().channelId());
          if (before.isEmpty() || isBetter(signed.voucher(), before.get().voucher())) {
            VoucherDao.replace(handle, signed);
          }
          return null;
        });
  }

  private static boolean isBetter(Voucher candidate, Voucher best) {
    int byAmount = candidate.cumulativeAmountWei().compareTo(best.cumulativeAmountWei());
    int byMacs = candidate.cumulativeMacs().compareTo(best.cumulativeMacs());
    return byAmount > 0 || (byAmount == 0 && byMacs > 0);
  }

  public Optional<SignedVoucher> best(Digest channelId) {
    return database.with(handle -> VoucherDao.find(handle, channelId));
  }

  /** The payer's permission for a key that signed vouchers of this channel, also an earlier key. */
  public Optional<Delegation> delegation(Digest channelId, Address sessionKey) {
    return database
        .with(handle -> VoucherDao.delegated(handle, channelId, sessionKey))
        .flatMap(SignedVoucher::delegation);
  }

  public List<SignedVoucher> all() {
    return database.with(VoucherDao::all);
  }
}
