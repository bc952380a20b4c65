package io.peerz.devnet.demo;

import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.finetune.adapter.PeftAdapter;
import io.peerz.finetune.corpus.Turn;
import io.peerz.ledger.finetune.EvaluatedRound;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobRound;
import io.peerz.ledger.finetune.PostedJob;
import io.peerz.ledger.finetune.UnitPayment;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.finetune.AdapterArchive;
import io.peerz.proof.id.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A fine-tuning job from a data set to a served adapter: three honest nodes and a lazy one teach
 * the base a language that it has never seen. Each figure of the report is read back from the
 * chain. Blocking.
 */
public final class SecondAct {
  private static final int ROUNDS = 5;
  private static final int STEPS = 60;
  private static final int SEATS = 3;
  private static final int MAX_TOKENS = 40;
  private static final String CEILING_PRZ = "2750";

  private final DevNetwork network;
  private final NetworkPlan plan;
  private final PeerzHome home;
  private final Stage stage;
  private final ZorvTask task;

  public SecondAct(DevNetwork network, NetworkPlan plan, PeerzHome home, Stage stage) {
    this.network = network;
    this.plan = plan;
    this.home = home;
    this.stage = stage;
    this.task = new ZorvTask(plan.model());
  }

  /** Plays the act on a network that is not started yet; the caller stops it. */
  public TuningReport play() {
    network.start();
    long asking = System.nanoTime();
    long before = task.answeredByBase();
    step("base", "%d sentences in Zorv asked".formatted(ZorvTask.ASKED), before + " right", asking);
    try (JobClient client = new JobClient(network.gateway())) {
      JsonNode job = submit(client);
      long training = System.nanoTime();
      client.watch(job.path("id").asString(), this::tell);
      step("job", "%d rounds".formatted(ROUNDS), "done", training);
      return report(client.get(job.path("id").asString()), before);
    }
  }

  private JsonNode submit(JobClient client) {
    long started = System.nanoTime();
    Map<String, Object> request = new HashMap<>();
    request.put("training_file", client.upload(task.jsonl()));
    request.put("model", network.modelName());
    request.put("suffix", "zorv");
    request.put(
        "peerz",
        Map.of(
            "rounds",
            ROUNDS,
            "units",
            plan.nodes().size(),
            "steps",
            STEPS,
            "seats",
            SEATS,
            "max_spend",
            CEILING_PRZ,
            "deadlines",
            Map.of("claim", 20, "commit", 180, "reveal", 30, "evaluate", 180, "challenge", 1)));
    JsonNode job = client.create(request);
    step(
        "submit",
        "signed, funded and posted in one transaction, at most " + CEILING_PRZ + " PRZ",
        job.path("id").asString().substring(0, 10),
        started);
    return job;
  }

  private void tell(JsonNode event) {
    stage.line("    " + event.path("message").asString());
  }

  private TuningReport report(JsonNode job, long before) {
    Digest jobId = Digest.ofHex(job.at("/peerz/job").asString());
    JobReader reader = new JobReader(network.client());
    PostedJob posted = reader.job(jobId);
    long fetching = System.nanoTime();
    PeftAdapter adapter = adapter(jobId);
    long after = task.answeredWith(adapter);
    step("adapter", "fetched from the nodes, root as on chain, asked", after + " right", fetching);
    return new TuningReport(
        jobId,
        job.at("/peerz/adapter").asString(),
        posted.adapterRoot(),
        ZorvTask.ASKED,
        before,
        after,
        losses(job),
        reader.settledRounds(jobId),
        earnings(reader, posted),
        rootHolders(posted),
        translate(job.at("/peerz/adapter").asString()),
        posted.offer().escrowWei(),
        stage.seconds());
  }

  private PeftAdapter adapter(Digest jobId) {
    try (NetworkAccess access =
            NetworkAccess.open(home, NetworkPlan.NAME, 1, Duration.ofMinutes(1));
        AdapterArchive archive = AdapterArchive.open(access, home.adapters())) {
      return archive.adapter(jobId, 0);
    }
  }

  private static List<Double> losses(JsonNode job) {
    List<Double> losses = new ArrayList<>();
    for (JsonNode round : job.at("/peerz/rounds")) {
      if (losses.isEmpty()) {
        losses.add(round.path("lossBefore").asDouble(Double.NaN));
      }
      losses.add(round.path("lossAfter").asDouble(Double.NaN));
    }
    return losses;
  }

  private List<TunerEarnings> earnings(JobReader reader, PostedJob posted) {
    Map<Digest, List<TunerEarnings.Unit>> units = new HashMap<>();
    for (EvaluatedRound evaluated : reader.evaluatedRounds(posted.jobId())) {
      JobRound round = reader.round(posted.jobId(), evaluated.round());
      for (EvaluatedRound.Unit unit : evaluated.units()) {
        units
            .computeIfAbsent(round.units().get(unit.unit()).nodeId(), _ -> new ArrayList<>())
            .add(new TunerEarnings.Unit(evaluated.round(), unit));
      }
    }
    List<UnitPayment> payments = reader.payments(posted.jobId());
    return plan.nodes().stream().map(node -> earnings(node, units, posted, payments)).toList();
  }

  private TunerEarnings earnings(
      NodePlan node,
      Map<Digest, List<TunerEarnings.Unit>> units,
      PostedJob posted,
      List<UnitPayment> payments) {
    Digest nodeId = network.nodeIds().get(node.name());
    return TunerEarnings.of(
        node.name(),
        nodeId,
        node.lazy(),
        units.getOrDefault(nodeId, List.of()),
        posted.unitMacs(),
        payments.stream().filter(payment -> payment.nodeId().equals(nodeId)).toList());
  }

  /** Nodes that made this adapter themselves: they keep a state only after checking its root. */
  private List<String> rootHolders(PostedJob posted) {
    return plan.nodes().stream()
        .map(NodePlan::name)
        .filter(name -> Files.exists(state(name, posted)))
        .toList();
  }

  private Path state(String node, PostedJob posted) {
    return home.node(node)
        .path()
        .resolve("jobs")
        .resolve(posted.jobId().hex().substring(2))
        .resolve("states")
        .resolve(posted.adapterRoot().hex().substring(2));
  }

  private TuningReport.Translation translate(String adapter) {
    Turn turn = task.asked();
    try (ChatClient client = new ChatClient(network.gateway())) {
      String answer = client.chat(adapter, turn.user(), MAX_TOKENS, _ -> {}).text();
      return new TuningReport.Translation(turn.user(), answer, turn.assistant());
    }
  }

  private void step(String what, String detail, String outcome, long startedNanos) {
    stage.step(what, detail, outcome, Duration.ofNanos(System.nanoTime() - startedNanos));
  }
}
