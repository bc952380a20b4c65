package io.peerz.node.jobs;

import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.JobTerms;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundView;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.finetune.JobDeadlines;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.score.RoundTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An office on the shipped model whose chain is a list of what was posted. */
public final class TestOffice implements JobPoster, MarketPrices {
  public static final Path PEBBLE = Path.of("..", "models", "pebble-1.6m");
  public static final String NAME = "pebble-1.6m";

  final List<JobBudget> posted = new ArrayList<>();
  final List<JobManifest> manifests = new ArrayList<>();
  final Map<Digest, Seen> seen = new HashMap<>();
  final SilentMarket market = new SilentMarket();
  BigInteger balanceWei = BigInteger.TEN.pow(21);

  private final Path folder;
  private final FileShelf files;
  private final JobOffice office;

  public TestOffice(Path folder) {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000));
    this.folder = folder;
    this.files = new FileShelf(folder.resolve("files"), clock);
    JobOfficeDoors doors =
        new JobOfficeDoors(
            folder,
            files,
            new BlobStore(folder.resolve("blobs")),
            new NodeAddress("127.0.0.1", 1, Digest.ZERO),
            market,
            this,
            this);
    this.office = new JobOffice(doors, ModelFolder.open(PEBBLE), clock);
  }

  public JobOffice office() {
    return office;
  }

  public FileShelf files() {
    return files;
  }

  /** How many jobs cost money. */
  public int posted() {
    return posted.size();
  }

  /** {@code count} different conversations. */
  public static String conversations(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"messages":[{"role":"user","content":"say %d"},{"role":"assistant","content":"%d"}]}
                """
                    .formatted(i, i))
        .collect(Collectors.joining());
  }

  UploadedFile upload(String text) {
    return upload(text.getBytes(StandardCharsets.UTF_8));
  }

  UploadedFile upload(byte[] bytes) {
    try {
      Path file = Files.write(folder.resolve("upload"), bytes);
      return files.put(file, "data.jsonl", "fine-tune");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobRequest request(String fileId) {
    return new JobRequest(
        fileId,
        NAME,
        "test",
        JobOrder.DEFAULT,
        new JobDeadlines(1, 1, 1, 4, 1),
        BigInteger.ZERO,
        1,
        "");
  }

  @Override
  public Posted post(JobManifest manifest, JobBudget budget, JobDeadlines deadlines, String uri) {
    posted.add(budget);
    manifests.add(manifest);
    Digest jobId = Keccak.hash("job " + posted.size());
    market.jobs.put(jobId, fresh(jobId, manifest, budget));
    market.rounds.put(0, round(jobId, manifest));
    return new Posted(jobId, Keccak.hash("tx"));
  }

  private static JobView fresh(Digest jobId, JobManifest manifest, JobBudget budget) {
    return new JobView(
        jobId,
        manifest.baseModel(),
        manifest.recipe().hash(),
        manifest.trainRoot(),
        manifest.heldOutRoot(),
        manifest.adapterRoot(),
        new JobTerms(budget.terms(BigInteger.ONE), budget.rounds(), budget.seats(), 2000, 4, 1),
        "",
        0,
        false,
        manifest.adapterRoot());
  }

  private static RoundView round(Digest jobId, JobManifest manifest) {
    return new RoundView(
        jobId, 0, 1, 2, 3, false, manifest.adapterRoot(), Digest.ZERO, List.of(), Optional.empty());
  }

  /** A job that somebody's wallet posted, by the terms of a draft. */
  public Digest postElsewhere(String uri) {
    Digest transaction = Keccak.hash("elsewhere " + seen.size());
    Digest jobId = Keccak.hash("job elsewhere " + seen.size());
    JobTerms terms =
        new JobTerms(
            new RoundTerms(BigInteger.ONE, BigInteger.ONE, 1, BigInteger.ONE, 1), 1, 1, 0, 4, 1);
    JobView job =
        new JobView(
            jobId,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            Digest.ZERO,
            terms,
            uri,
            0,
            false,
            Digest.ZERO);
    market.jobs.put(jobId, job);
    market.rounds.put(
        0,
        new RoundView(
            jobId, 0, 1, 2, 3, false, Digest.ZERO, Digest.ZERO, List.of(), Optional.empty()));
    seen.put(transaction, new Seen(jobId, uri));
    return transaction;
  }

  @Override
  public Optional<Seen> postedIn(Digest transaction) {
    return Optional.ofNullable(seen.get(transaction));
  }

  @Override
  public void cancel(Digest jobId) {}

  @Override
  public BigInteger pricePerGcuWei(Digest modelId) {
    return BigInteger.TEN.pow(15);
  }

  @Override
  public BigInteger balanceWei() {
    return balanceWei;
  }
}
