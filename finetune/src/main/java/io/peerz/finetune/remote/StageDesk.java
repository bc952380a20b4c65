package io.peerz.finetune.remote;

import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.HeldStage;
import io.peerz.finetune.pipeline.StageBackward;
import io.peerz.finetune.pipeline.StageLoss;
import io.peerz.finetune.remote.proto.StageFrames.Description;
import io.peerz.finetune.remote.proto.StageFrames.Open;
import io.peerz.finetune.remote.proto.StageFrames.Reply;
import io.peerz.finetune.remote.proto.StageFrames.Request;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Recovery;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Answers requests. A payload is read only when it is known who sends it and how long it must be.
 * Thread-safe; blocks while layers compute.
 */
final class StageDesk {
  private static final long MIB = 1 << 20;

  private final LentLayers layers;
  private final Digest serverKey;
  private final StageLimits limits;
  private final Predicate<Address> guests;
  private final LendingWatch watch;
  private final StageSessions sessions;

  /** Lends {@code layers} to those of whom {@code guests} holds. */
  StageDesk(
      LentLayers layers,
      Digest serverKey,
      StageLimits limits,
      Predicate<Address> guests,
      LendingWatch watch) {
    this.layers = layers;
    this.serverKey = serverKey;
    this.limits = limits;
    this.guests = guests;
    this.watch = watch;
    this.sessions = new StageSessions(limits);
  }

  StageSessions sessions() {
    return sessions;
  }

  /** Reads the payload through {@code payload}, given its length. */
  Answer answer(Request request, IntFunction<byte[]> payload) {
    return switch (request.getWhatCase()) {
      case DESCRIBE -> Answer.of(Reply.newBuilder().setDescription(description()));
      case OPEN -> open(request, payload);
      case CLOSE -> close(request);
      case FORWARD, LOSS, BACKWARD, APPLY, COLLECT -> {
        StageSession session =
            sessions.get(StageProtocol.digest(request.getSession(), ErrorCode.BAD_REQUEST));
        yield session.alone(() -> work(session, request, payload));
      }
      case WHAT_NOT_SET ->
          throw new PeerzException(ErrorCode.BAD_REQUEST, "the request asks for nothing known");
    };
  }

  private Description.Builder description() {
    return Description.newBuilder()
        .setModelId(StageProtocol.bytes(layers.modelId()))
        .setLayerStart(layers.layerStart())
        .setLayerEnd(layers.layerEnd());
  }

  private Answer open(Request request, IntFunction<byte[]> payload) {
    Open open = request.getOpen();
    StageTerms terms = StageTerms.decode(open);
    Address guest = Recovery.signer(terms.digestOf(open, serverKey), StageTerms.signatureOf(open));
    Require.that(
        guests.test(guest),
        ErrorCode.BAD_SIGNATURE,
        "this node lends its layers to others, not to " + guest.hex());
    Payloads payloads = new Payloads(terms, layers.config());
    requireLent(terms, payloads);
    Digest id =
        sessions.add(
            guest,
            () -> {
              ParameterSet start =
                  payloads.readAdapter(read(request, payloads.adapterBytes(), payload));
              return new StageSession(guest, terms, layers.open(terms, start), payloads, watch);
            });
    return Answer.of(Reply.newBuilder().setSession(StageProtocol.bytes(id)));
  }

  private void requireLent(StageTerms terms, Payloads payloads) {
    Require.that(
        terms.modelId().equals(layers.modelId())
            && terms.layerStart() == layers.layerStart()
            && terms.layerEnd() == layers.layerEnd(),
        ErrorCode.MODEL_NOT_FOUND,
        "this node lends layers %d to %d of %s"
            .formatted(layers.layerStart(), layers.layerEnd(), layers.modelId().shortHex()));
    Require.range(
        ErrorCode.BAD_REQUEST,
        "tokens of a row",
        terms.tokens(),
        1,
        layers.config().maxPositions());
    double bytes =
        StageMemory.bytes(
            terms, layers.config(), payloads.adapterElements(), layers.layersPerPiece());
    Require.that(
        bytes <= limits.sessionBytes(),
        ErrorCode.BAD_REQUEST,
        "%d rows of %d tokens at rank %d may need %.0f MiB here; a session may have %d"
            .formatted(
                terms.rows(),
                terms.tokens(),
                terms.lora().rank(),
                Math.ceil(bytes / MIB),
                limits.sessionBytes() / MIB));
  }

  private Answer close(Request request) {
    sessions.remove(StageProtocol.digest(request.getSession(), ErrorCode.BAD_REQUEST));
    return Answer.of(Reply.newBuilder());
  }

  private Answer work(StageSession session, Request request, IntFunction<byte[]> payload) {
    HeldStage stage = session.stage();
    Payloads form = session.payloads();
    return switch (request.getWhatCase()) {
      case FORWARD -> {
        StageInput input = form.readInput(read(request, form.inputBytes(), payload));
        int step = request.getForward().getStep();
        HiddenState output = layers.compute(() -> stage.forward(step, input));
        yield new Answer(Reply.newBuilder(), form.state(output));
      }
      case LOSS -> {
        ByteBuffer in = read(request, form.lossBytes(), payload);
        StageInput input = form.readInput(in);
        var targets = form.readTargets(in);
        int step = request.getLoss().getStep();
        StageLoss loss = layers.compute(() -> stage.loss(step, input, targets));
        yield backward(form, Reply.newBuilder().setLoss(loss.loss()), loss.backward());
      }
      case BACKWARD -> {
        HiddenState gradient = form.readState(read(request, form.stateBytes(), payload));
        int step = request.getBackward().getStep();
        yield backward(
            form, Reply.newBuilder(), layers.compute(() -> stage.backward(step, gradient)));
      }
      case APPLY -> apply(session, request);
      default ->
          new Answer(
              Reply.newBuilder(),
              form.adapter(layers.compute(() -> stage.adapter(request.getCollect().getSteps()))));
    };
  }

  private Answer apply(StageSession session, Request request) {
    float clip = request.getApply().getClip();
    double rate = request.getApply().getLearningRate();
    Require.that(clip > 0 && clip <= 1, ErrorCode.BAD_REQUEST, "a clip must lie in (0, 1]");
    Require.that(rate >= 0 && rate <= 1, ErrorCode.BAD_REQUEST, "a rate must lie in [0, 1]");
    layers.compute(
        () -> {
          session.stage().apply(request.getApply().getStep(), clip, rate);
          return true;
        });
    session.stepped();
    return Answer.of(Reply.newBuilder());
  }

  private static Answer backward(Payloads form, Reply.Builder reply, StageBackward done) {
    reply.addAllSquares(done.squares());
    return done.input()
        .map(gradient -> new Answer(reply, form.state(gradient)))
        .orElseGet(() -> Answer.of(reply));
  }

  private static ByteBuffer read(Request request, long bytes, IntFunction<byte[]> payload) {
    Require.that(
        request.getPayloadBytes() == bytes && bytes <= StageProtocol.MAX_PAYLOAD_BYTES,
        ErrorCode.BAD_REQUEST,
        "the payload has %d bytes; the session's shapes need %d"
            .formatted(request.getPayloadBytes(), bytes));
    return Payloads.buffer(payload.apply((int) bytes));
  }
}
