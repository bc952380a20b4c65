package io.peerz.node.jobs;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.node.gateway.AdapterCatalog;
import io.peerz.node.gateway.NamedAdapter;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adapters by the names that models have in the API: {@code ft:BASE:SUFFIX:JOB} with the first
 * eight digits of a job submitted here, or the whole id of any job, and perhaps {@code
 * :ckpt-round-N}. Thread-safe; blocks for a question to the chain.
 */
public final class AdapterNames implements AdapterCatalog {
  private static final Pattern NAME =
      Pattern.compile("ft:[^:]*:[^:]*:(0x[0-9a-f]{64}|[0-9a-f]{8})(?::ckpt-round-([0-9]{1,4}))?");

  private final RoundMarket market;
  private final JobOffice office;
  private final Digest baseModel;

  /** Names of adapters of one base. */
  public AdapterNames(RoundMarket market, JobOffice office, Digest baseModel) {
    this.market = market;
    this.office = office;
    this.baseModel = baseModel;
  }

  @Override
  public Optional<AdapterRef> find(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    JobView job = market.job(jobId(matcher.group(1)));
    Require.that(
        job.modelId().equals(baseModel),
        ErrorCode.BAD_REQUEST,
        "adapter '%s' belongs to base %s, and this gateway serves %s"
            .formatted(name, job.modelId().shortHex(), baseModel.shortHex()));
    Digest root =
        matcher.group(2) == null
            ? job.adapterRoot()
            : rootAfter(job, Integer.parseInt(matcher.group(2)));
    return Optional.of(new AdapterRef(job.jobId(), root));
  }

  private Digest jobId(String written) {
    return written.startsWith("0x")
        ? Digest.ofHex(written)
        : office.list().stream()
            .filter(record -> record.jobId().startsWith(written, 2))
            .map(JobRecord::digest)
            .findFirst()
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.MODEL_NOT_FOUND,
                        "no job %s… was submitted here; name it by its whole id"
                            .formatted(written)));
  }

  private Digest rootAfter(JobView job, int rounds) {
    int settled = job.closed() ? job.currentRound() + 1 : job.currentRound();
    if (rounds < 1 || rounds > settled) {
      throw new PeerzException(
          ErrorCode.MODEL_NOT_FOUND,
          "job %s has %d settled rounds, so no checkpoint %d"
              .formatted(job.jobId().shortHex(), settled, rounds));
    }
    return rounds <= job.currentRound()
        ? market.round(job.jobId(), rounds).baseRoot()
        : job.adapterRoot();
  }

  @Override
  public List<NamedAdapter> all() {
    List<NamedAdapter> named = new ArrayList<>();
    for (JobRecord record : office.list()) {
      JobView job = market.job(record.digest());
      if (!job.adapterRoot().equals(job.firstAdapterRoot())) {
        named.add(
            new NamedAdapter(record.adapterName(), new AdapterRef(job.jobId(), job.adapterRoot())));
      }
    }
    return named;
  }
}
