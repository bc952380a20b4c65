package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.Diverged;
import io.peerz.finetune.pipeline.StageBackward;
import io.peerz.finetune.pipeline.StageLoss;
import io.peerz.finetune.pipeline.TrainingStage;
import io.peerz.finetune.remote.proto.StageFrames.Apply;
import io.peerz.finetune.remote.proto.StageFrames.Backward;
import io.peerz.finetune.remote.proto.StageFrames.Close;
import io.peerz.finetune.remote.proto.StageFrames.Collect;
import io.peerz.finetune.remote.proto.StageFrames.Forward;
import io.peerz.finetune.remote.proto.StageFrames.Loss;
import io.peerz.finetune.remote.proto.StageFrames.Request;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage on another machine. What comes back is checked for its shape and for numbers; whether it
 * is right, only a second training of the unit can tell.
 */
public final class RemoteStage implements TrainingStage, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteStage.class);

  private final StageCaller caller;
  private final Digest session;
  private final StageTerms terms;
  private final Payloads payloads;

  RemoteStage(StageCaller caller, Digest session, StageTerms terms, Payloads payloads) {
    this.caller = caller;
    this.session = session;
    this.terms = terms;
    this.payloads = payloads;
  }

  /** The same session by a client that believes other terms. */
  RemoteStage withShapesOf(StageTerms others, LlamaConfig config) {
    return new RemoteStage(caller, session, others, new Payloads(others, config));
  }

  @Override
  public int layerStart() {
    return terms.layerStart();
  }

  @Override
  public int layerEnd() {
    return terms.layerEnd();
  }

  @Override
  public HiddenState forward(int step, StageInput input) {
    Request.Builder request = request().setForward(Forward.newBuilder().setStep(step));
    return state(ask(request, payloads.input(input), payloads.stateBytes()));
  }

  @Override
  public StageLoss loss(int step, StageInput input, Targets targets) {
    Request.Builder request = request().setLoss(Loss.newBuilder().setStep(step));
    StageCaller.Reaction reaction =
        ask(request, payloads.loss(input, targets), payloads.inputGradientBytes());
    return new StageLoss(reaction.reply().getLoss(), backward(reaction));
  }

  @Override
  public StageBackward backward(int step, HiddenState outputGradient) {
    Request.Builder request = request().setBackward(Backward.newBuilder().setStep(step));
    return backward(ask(request, payloads.state(outputGradient), payloads.inputGradientBytes()));
  }

  @Override
  public void apply(int step, float clip, double learningRate) {
    Apply.Builder apply =
        Apply.newBuilder().setStep(step).setClip(clip).setLearningRate(learningRate);
    ask(request().setApply(apply), new byte[0], 0);
  }

  @Override
  public ParameterSet adapter(int steps) {
    Request.Builder request = request().setCollect(Collect.newBuilder().setSteps(steps));
    ParameterSet part =
        payloads.readAdapter(ask(request, new byte[0], payloads.adapterBytes()).payload());
    part.all().forEach(parameter -> requireNumbers(parameter.values()));
    return part;
  }

  /** Frees the stage's memory; a stage that cannot be reached frees it by itself. */
  @Override
  public void close() {
    try {
      ask(request().setClose(Close.getDefaultInstance()), new byte[0], 0);
    } catch (PeerzException e) {
      LOG.debug("a stage was not told that its session is over: {}", e.getMessage());
    }
  }

  private StageBackward backward(StageCaller.Reaction reaction) {
    List<Double> squares = reaction.reply().getSquaresList();
    int expected = LoraConfig.names(layerStart(), layerEnd()).size();
    Require.that(
        squares.size() == expected && squares.stream().allMatch(s -> s >= 0 && Double.isFinite(s)),
        ErrorCode.PEER_MISBEHAVED,
        caller.node() + ": answered with gradients of another adapter");
    return new StageBackward(
        payloads.takesTokens() ? Optional.empty() : Optional.of(state(reaction)), squares);
  }

  private HiddenState state(StageCaller.Reaction reaction) {
    HiddenState state = payloads.readState(reaction.payload());
    requireNumbers(state.values());
    return state;
  }

  private void requireNumbers(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new PeerzException(
            ErrorCode.PEER_MISBEHAVED,
            caller.node() + ": answered with something that is not a number");
      }
    }
  }

  private StageCaller.Reaction ask(Request.Builder request, byte[] payload, long replyBytes) {
    StageCaller.Reaction reaction = caller.ask(request, payload, replyBytes);
    if (reaction.reply().getDiverged()) {
      throw new Diverged(layerStart(), layerEnd());
    }
    return reaction;
  }

  private Request.Builder request() {
    return Request.newBuilder().setSession(StageProtocol.bytes(session));
  }
}
