package io.peerz.node.gateway;

import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.sample.AnswerFormat;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.session.AnswerJournal;
import io.peerz.inference.session.FinishReason;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.GenerationResult;
import io.peerz.inference.session.SessionRunner;
import io.peerz.inference.session.Timings;
import io.peerz.inference.session.TokenListener;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves prompts on a swarm of paid nodes. Thread-safe; every method blocks. */
public final class SwarmGateway implements Gateway {
  private final ModelVoice voice;
  private final RouteChooser routes;
  private final SessionRunner runner;
  private final PaidRoutes paid;
  private final ChannelKeeper channels;
  private final ChainClient chain;
  private final JobLog jobs;
  private final AnswerJournal answers;
  private final RouteLog chosen;
  private final GatewayMetrics metrics;
  private final OperatorLog log;
  private final AdapterCatalog adapters;

  SwarmGateway(
      ModelVoice voice,
      RouteChooser routes,
      SessionRunner runner,
      ChannelKeeper channels,
      ChainClient chain,
      JobLog jobs,
      AnswerJournal answers,
      RouteLog chosen,
      GatewayMetrics metrics,
      OperatorLog log,
      AdapterCatalog adapters) {
    this(
        voice, routes, runner, channels, channels, chain, jobs, answers, chosen, metrics, log,
        adapters);
  }

  private SwarmGateway(
      ModelVoice voice,
      RouteChooser routes,
      SessionRunner runner,
      Coffer coffer,
      ChannelKeeper channels,
      ChainClient chain,
      JobLog jobs,
      AnswerJournal answers,
      RouteLog chosen,
      GatewayMetrics metrics,
      OperatorLog log,
      AdapterCatalog adapters) {
    this.voice = voice;
    this.routes = routes;
    this.runner = runner;
    this.paid = new PaidRoutes(routes, coffer, metrics, log);
    this.channels = channels;
    this.chain = chain;
    this.jobs = jobs;
    this.answers = answers;
    this.chosen = chosen;
    this.metrics = metrics;
    this.log = log;
    this.adapters = adapters;
  }

  /** The same swarm, paid out of another coffer; the channels it shows stay the payer's own. */
  SwarmGateway paidBy(SessionRunner otherRunner, Coffer otherCoffer) {
    return new SwarmGateway(
        voice,
        routes,
        otherRunner,
        otherCoffer,
        channels,
        chain,
        jobs,
        answers,
        chosen,
        metrics,
        log,
        adapters);
  }

  @Override
  public GenerationOutcome generate(GenerationJob job, TextListener listener) {
    Optional<AdapterRef> adapter = adapterOf(job.model());
    List<Integer> prompt = voice.encode(job.prompt());
    SamplingParams sampling = formatted(fitting(job.sampling(), prompt.size()), job);
    GenerationRequest request =
        new GenerationRequest(
            voice.modelId(),
            voice.geometry(),
            prompt,
            sampling,
            voice.stopTokens(),
            adapter,
            voice.geometry().isExact(),
            job.traceparent());
    Speaker speaker = new Speaker(voice, job, listener);
    GenerationOutcome outcome = measured(request, job, speaker);
    jobs.add(FinishedJob.of(outcome, voice.name(), System.currentTimeMillis() / 1000));
    log.answered(
        prompt.size(), outcome.completionTokens(), outcome.costWei(), outcome.finishReason());
    return outcome;
  }

  @Override
  public Embedding embed(String model, String text) {
    Embedding embedding = new Embedder(voice, paid, runner, metrics).embed(text, adapterOf(model));
    GenerationOutcome work = embedding.work();
    jobs.add(FinishedJob.of(work, voice.name(), System.currentTimeMillis() / 1000));
    log.answered(work.promptTokens(), 0, work.costWei(), work.finishReason());
    return embedding;
  }

  private GenerationOutcome measured(
      GenerationRequest request, GenerationJob job, Speaker speaker) {
    try (GatewayMetrics.Run run = metrics.begin()) {
      GenerationResult result = resumed(request, job, speaker, run);
      GenerationOutcome outcome = outcome(result, request.prompt().size(), speaker);
      run.answered(outcome);
      return outcome;
    }
  }

  /**
   * Goes on with what a gateway that was killed had drawn of this very answer, if it was; the
   * caller hears all of it. Probabilities are not kept, so answers with them begin anew.
   */
  private GenerationResult resumed(
      GenerationRequest request, GenerationJob job, Speaker speaker, GatewayMetrics.Run run) {
    Optional<AnswerJournal.Draft> draft =
        request.sampling().logprobs().isPresent() ? Optional.empty() : answers.begin(request);
    if (draft.isEmpty()) {
      return run(new Try(request, List.of(), speaker, run), job.wishes());
    }
    try (AnswerJournal.Draft kept = draft.get()) {
      GenerationResult result = goOn(kept, request, job.wishes(), speaker, run);
      kept.done();
      return result;
    }
  }

  private GenerationResult goOn(
      AnswerJournal.Draft kept,
      GenerationRequest request,
      RouteWishes wishes,
      Speaker speaker,
      GatewayMetrics.Run run) {
    List<Integer> earlier = kept.earlier();
    for (int i = 0; i < earlier.size(); i++) {
      if (!speaker.onToken(earlier.get(i), i)) { // it had ended: there is nothing to go on with
        return new GenerationResult(
            earlier.subList(0, i + 1), FinishReason.CANCELLED, List.of(), new Timings(0, 0, 0), 0);
      }
    }
    TokenListener keeping =
        (token, index) -> {
          kept.add(token);
          return speaker.onToken(token, index);
        };
    return run(new Try(request, earlier, keeping, run), wishes);
  }

  /**
   * One answer to be computed.
   *
   * @param earlier tokens of it that are known
   * @param listener hears the others
   * @param run what is measured of it
   */
  private record Try(
      GenerationRequest request,
      List<Integer> earlier,
      TokenListener listener,
      GatewayMetrics.Run run) {}

  /** Empty for the base; an adapter for its name; a refusal for anything else. */
  private Optional<AdapterRef> adapterOf(String name) {
    if (voice.isNamed(name)) {
      return Optional.empty();
    }
    Optional<AdapterRef> adapter = adapters.find(name);
    if (adapter.isEmpty()) {
      throw new PeerzException(
          ErrorCode.MODEL_NOT_FOUND,
          "model '%s' is not served here; GET /v1/models lists what is".formatted(name));
    }
    return adapter;
  }

  /** A finished text in a format is ended by the model's own stop tokens. */
  private SamplingParams formatted(SamplingParams sampling, GenerationJob job) {
    ToolUse tools = job.prompt().toolUse();
    Optional<String> schema =
        tools.forced() ? voice.tools().map(s -> tools.schema(s.argumentsKey())) : job.schema();
    return schema
        .map(text -> sampling.withFormat(new AnswerFormat(text, voice.stopTokens())))
        .orElse(sampling);
  }

  /** No more tokens than the context has room for. */
  private SamplingParams fitting(SamplingParams asked, int promptTokens) {
    int room = voice.context() - promptTokens;
    return asked.maxTokens() <= room ? asked : asked.withMaxTokens(room);
  }

  private GenerationResult run(Try wanted, RouteWishes wishes) {
    try (AnswerRoutes taken = paid.choose(wanted.request(), wishes)) {
      RoutePlan plan = taken.first();
      wanted.run().routed();
      return runPaid(plan, taken, wanted);
    }
  }

  private GenerationResult runPaid(RoutePlan plan, AnswerRoutes taken, Try wanted) {
    long startedAt = System.currentTimeMillis() / 1000;
    GenerationResult result =
        runner.run(plan, taken, wanted.request(), wanted.earlier(), wanted.listener());
    RouteChoice choice = taken.choice();
    chosen.add(RecordedRoute.of(Reports.sessions(result.hops()), startedAt, choice));
    metrics.routeChanged("failover", result.failovers());
    if (result.failovers() == 0 && result.timings().meanTokenMicros() > 0) {
      routes.observed(choice, Duration.of(result.timings().meanTokenMicros(), ChronoUnit.MICROS));
    }
    return result;
  }

  private GenerationOutcome outcome(GenerationResult result, int promptTokens, Speaker speaker) {
    String finish = speaker.finish(result.finish());
    return new GenerationOutcome(
        speaker.text(),
        speaker.calls(),
        finish,
        promptTokens,
        result.tokens(),
        speaker.chosen(),
        Reports.first(result.hops()),
        Reports.paid(result.hops()),
        result.timings().firstTokenMicros(),
        result.timings().totalMicros());
  }

  /** Opens channels to every node of the model, before anybody waits for them. */
  void openChannels() {
    channels.recover();
    try {
      channels.open(routes.registered());
    } catch (PeerzException e) {
      if (e.code() != ErrorCode.INSUFFICIENT_FUNDS) {
        throw e;
      }
      log.noChannelsYet(e.getMessage());
    }
  }

  @Override
  public List<ServedModel> models() {
    ServedModel base = Coverage.of(voice, routes.offers());
    return Stream.concat(
            Stream.of(base), adapters.all().stream().map(adapter -> base.through(adapter)))
        .toList();
  }

  @Override
  public List<FinishedJob> jobs(int limit) {
    return jobs.newest(limit);
  }

  @Override
  public SwarmReport swarm() {
    return routes.report(voice.name());
  }

  @Override
  public ExplainedRoute route(int promptTokens, int newTokens, RouteWishes wishes) {
    RouteChoice choice = routes.look(promptTokens, newTokens, wishes);
    String problem =
        choice.plan().isPresent()
            ? ""
            : NoRoute.exception(choice.offers(), choice.request()).getMessage();
    long now = System.currentTimeMillis() / 1000;
    return new ExplainedRoute("", now, choice, choice.explain(), problem);
  }

  @Override
  public ExplainedRoute routeOf(String sessionId) {
    RecordedRoute recorded =
        chosen
            .find(sessionId)
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.NOT_FOUND,
                        "this gateway remembers no route of session %s; GET /peerz/v1/jobs lists sessions"
                            .formatted(sessionId)));
    RouteChoice choice = recorded.toChoice();
    return new ExplainedRoute(sessionId, recorded.chosenAtSeconds(), choice, choice.explain(), "");
  }

  @Override
  public List<ChannelStatus> channels() {
    return channels.list();
  }

  @Override
  public List<String> closeChannels() {
    return hashes(channels.requestClose());
  }

  @Override
  public List<String> settleChannels() {
    return hashes(channels.settle(chain.headTimeSeconds()));
  }

  private static List<String> hashes(List<ConfirmedTx> sent) {
    return sent.stream().map(tx -> tx.hash().hex()).toList();
  }
}
