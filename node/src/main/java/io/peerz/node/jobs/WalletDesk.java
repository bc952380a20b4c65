package io.peerz.node.jobs;

import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.ledger.finetune.JobDesk;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** One wallet's way to the market. Blocking. */
public final class WalletDesk implements JobPoster, MarketPrices {
  private final ChainClient chain;
  private final SigningKey wallet;
  private final JobDesk desk;

  public WalletDesk(ChainClient chain, TransactionSender sender, SigningKey wallet) {
    this.chain = chain;
    this.wallet = wallet;
    this.desk = new JobDesk(chain, sender, wallet);
  }

  @Override
  public Posted post(JobManifest manifest, JobBudget budget, JobDeadlines deadlines, String uri) {
    JobDesk.Posted posted = desk.post(JobOffers.of(manifest, budget, deadlines), uri);
    return new Posted(posted.jobId(), posted.transaction().hash());
  }

  @Override
  public Optional<Seen> postedIn(Digest transaction) {
    return new JobReader(chain)
        .postedIn(transaction)
        .map(posted -> new Seen(posted.jobId(), posted.uri()));
  }

  @Override
  public void cancel(Digest jobId) {
    desk.cancel(jobId);
  }

  @Override
  public BigInteger pricePerGcuWei(Digest modelId) {
    List<BigInteger> asked =
        new NodeDirectory(chain)
            .active(modelId).stream()
                .flatMap(node -> node.shards().stream())
                .map(shard -> shard.pricePerGcuWei())
                .sorted()
                .toList();
    if (asked.isEmpty()) {
      throw new PeerzException(
          ErrorCode.NO_ROUTE, "no node offers this model, so nobody could train on it either");
    }
    return asked.get(asked.size() / 2);
  }

  @Override
  public BigInteger balanceWei() {
    return chain.tokenBalanceWei(wallet.address());
  }
}
