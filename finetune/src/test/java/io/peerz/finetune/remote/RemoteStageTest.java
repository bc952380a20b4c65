package io.peerz.finetune.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.model.TinyLlama;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.ModelParts;
import io.peerz.finetune.pipeline.PipelineTrainer;
import io.peerz.finetune.pipeline.StageBackward;
import io.peerz.finetune.pipeline.StageLoss;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training through servers, over TLS and gRPC. */
class RemoteStageTest {
  private static final Digest MODEL = Keccak.hash("tiny");
  private static final SigningKey GUEST = SigningKey.of(Keccak.hash("guest").bytes());
  private static final SigningKey SECOND_GUEST = SigningKey.of(Keccak.hash("second").bytes());
  private static final int ROWS = 3;
  private static final int TOKENS = 9;
  private static final double RATE = 1e-2;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final StageClients clients = new StageClients(vertx, Duration.ofSeconds(20));
  private final Batch batch = TinyLlama.batch(ROWS, TOKENS);

  @AfterEach
  void close() {
    clients.close();
    vertx.close().await();
  }

  @Test
  void twoAndFourServersStepTheBitsOfOneMachine() {
    try (BaseWeights base = new BaseWeights(TinyLlama.CONFIG, TinyLlama.weights());
        Lenders two = lenders(2, Lenders.AMPLE);
        Lenders four = lenders(1, Lenders.AMPLE);
        OpenStages ofTwo = open(two, Precision.FLOAT32);
        OpenStages ofFour = open(four, Precision.FLOAT32)) {
      LoraTrainer alone =
          new LoraTrainer(base, TinyLlama.LORA, TinyLlama.adapter(), AdamW.Settings.DEFAULT, 4);
      PipelineTrainer throughTwo = trainer(ofTwo);
      PipelineTrainer throughFour = trainer(ofFour);

      for (int step = 0; step < 4; step++) {
        double loss = alone.step(batch, RATE);
        assertThat(throughTwo.step(batch, RATE)).isEqualTo(loss);
        assertThat(throughFour.step(batch, RATE)).isEqualTo(loss);
      }

      assertThat(throughTwo.adapter()).usingRecursiveComparison().isEqualTo(alone.adapter());
      assertThat(throughFour.adapter()).usingRecursiveComparison().isEqualTo(alone.adapter());
    }
  }

  @Test
  void gradientsTravelWithEveryBit() {
    try (BaseWeights base = ModelParts.base(TinyLlama.CONFIG, TinyLlama.weights(), 2, 4);
        Lenders lenders = lenders(2, Lenders.AMPLE);
        OpenStages open = open(lenders, Precision.FLOAT32)) {
      HiddenState state = open.remote().getFirst().forward(0, TokenIds.of(batch));
      StageLoss remote = open.remote().getLast().loss(0, state, Targets.of(batch));
      ParameterSet part = LoraConfig.layersOf(TinyLlama.adapter(), 2, 4);
      StageLoss here =
          new io.peerz.finetune.pipeline.HeldStage(base, TinyLlama.LORA, 2, 4, 1, part)
              .loss(0, state, Targets.of(batch));

      assertThat(remote).usingRecursiveComparison().isEqualTo(here);
      HiddenState gradient = remote.backward().input().orElseThrow();
      StageBackward below = open.remote().getFirst().backward(0, gradient);
      assertThat(below.input()).isEmpty();
      assertThat(below.squares()).hasSize(2 * 7 * 2).anyMatch(square -> square > 0);
    }
  }

  @Test
  void aServerThatVanishesMidStepIsNamedAndNothingIsApplied() {
    try (Lenders lenders = lenders(2, Lenders.AMPLE);
        OpenStages open = open(lenders, Precision.FLOAT32)) {
      RemoteStage first = open.remote().getFirst();
      RemoteStage second = open.remote().getLast();
      HiddenState state = first.forward(0, TokenIds.of(batch));
      StageLoss top = second.loss(0, state, Targets.of(batch));
      first.backward(0, top.backward().input().orElseThrow());
      lenders.stop(1);

      assertThatThrownBy(() -> trainer(open).step(batch, RATE))
          .isInstanceOfSatisfying(
              PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE))
          .hasMessageContaining(lenders.addresses().get(1).toString());

      ParameterSet untouched = LoraConfig.layersOf(TinyLlama.adapter(), 0, 2);
      assertThat(first.adapter(0)).usingRecursiveComparison().isEqualTo(untouched);
    }
  }

  @Test
  void aStateThatIsNotANumberIsRefusedInOneLine() {
    try (Lenders lenders = lenders(2, Lenders.AMPLE);
        OpenStages open = open(lenders, Precision.BFLOAT16)) {
      float[] values = new float[ROWS * TOKENS * TinyLlama.CONFIG.dim()];
      values[5] = Float.NaN;
      HiddenState broken = new HiddenState(ROWS, TOKENS, TinyLlama.CONFIG.dim(), values);

      assertFails(
          () -> open.remote().getLast().forward(0, broken),
          ErrorCode.PEER_MISBEHAVED,
          "a hidden state or gradient that is not a number everywhere");
    }
  }

  @Test
  void anotherShapeThanTheSessionsIsRefusedBeforeItIsRead() {
    try (Lenders lenders = lenders(2, Lenders.AMPLE)) {
      StageTerms wide = terms(0, 2, ROWS + 1, Precision.FLOAT32);
      StageTerms agreed = terms(0, 2, ROWS, Precision.FLOAT32);
      NodeAddress node = lenders.addresses().getFirst();
      RemoteStage stage = open(node, agreed, GUEST);
      RemoteStage mistaken = stage.withShapesOf(wide, TinyLlama.CONFIG);

      assertFails(
          () -> mistaken.forward(0, TokenIds.of(TinyLlama.batch(ROWS + 1, TOKENS))),
          ErrorCode.PEER_MISBEHAVED,
          "the payload has 144 bytes; the session's shapes need 108");
      assertThat(stage.forward(0, TokenIds.of(batch)).rows()).isEqualTo(ROWS);
    }
  }

  @Test
  void aSessionThatWasClosedIsNotFound() {
    try (Lenders lenders = lenders(4, Lenders.AMPLE);
        OpenStages open = open(lenders, Precision.BFLOAT16)) {
      open.remote().getFirst().close();

      assertThat(lenders.sessions()).isZero();
      assertFails(
          () -> open.remote().getFirst().adapter(0), ErrorCode.NOT_FOUND, "no such session");
    }
  }

  @Test
  void onlyGuestsMayTrainHere() {
    try (Lenders lenders = lenders(4, Lenders.AMPLE)) {
      NodeAddress node = lenders.addresses().getFirst();
      SigningKey stranger = SigningKey.of(Keccak.hash("stranger").bytes());
      StageTerms terms = terms(0, 4, ROWS, Precision.BFLOAT16);

      assertFails(() -> open(node, terms, stranger), ErrorCode.BAD_SIGNATURE, "to others, not to");
      NodeAddress impostor =
          new NodeAddress(node.host(), node.port(), Keccak.hash("another TLS key"));
      assertFails(
          () -> open(impostor, terms, GUEST), ErrorCode.PEER_UNREACHABLE, "cannot be reached");
    }
  }

  @Test
  void sessionsAndBatchesAreBounded() {
    StageLimits tight = new StageLimits(1, 1 << 20, Duration.ofMinutes(5), Duration.ofSeconds(20));
    try (Lenders lenders = lenders(4, tight)) {
      NodeAddress node = lenders.addresses().getFirst();
      assertFails(
          () -> open(node, terms(0, 4, 40 * ROWS, Precision.BFLOAT16), GUEST),
          ErrorCode.PEER_MISBEHAVED,
          "a session may have 1");
      StageTerms terms = terms(0, 4, ROWS, Precision.BFLOAT16);
      open(node, terms, GUEST);
      assertFails(
          () -> open(node, terms, SECOND_GUEST), ErrorCode.BUSY, "all 1 sessions are taken");
      assertFails(
          () -> open(node, terms(0, 3, ROWS, Precision.BFLOAT16), GUEST),
          ErrorCode.MODEL_NOT_FOUND,
          "lends layers 0 to 4");
    }
  }

  @Test
  void anIdleSessionGivesItsPlaceToAnother() {
    StageLimits hasty = new StageLimits(1, 1 << 20, Duration.ofNanos(1), Duration.ofSeconds(20));
    try (Lenders lenders = lenders(4, hasty)) {
      NodeAddress node = lenders.addresses().getFirst();
      StageTerms terms = terms(0, 4, ROWS, Precision.BFLOAT16);
      RemoteStage first = open(node, terms, GUEST);
      open(node, terms, SECOND_GUEST);

      assertFails(() -> first.adapter(0), ErrorCode.NOT_FOUND, "no such session");
    }
  }

  @Test
  void whoOpensAgainAfterACrashTakesItsOwnPlaceAndNoOther() {
    StageLimits two = new StageLimits(2, 1 << 20, Duration.ofMinutes(5), Duration.ofSeconds(20));
    try (Lenders lenders = lenders(4, two)) {
      NodeAddress node = lenders.addresses().getFirst();
      StageTerms terms = terms(0, 4, ROWS, Precision.BFLOAT16);
      RemoteStage others = open(node, terms, SECOND_GUEST);
      RemoteStage lost = open(node, terms, GUEST);
      RemoteStage again = open(node, terms, GUEST);

      assertThat(lenders.sessions()).isEqualTo(2);
      assertFails(() -> lost.adapter(0), ErrorCode.NOT_FOUND, "opened anew");
      assertThat(others.adapter(0)).usingRecursiveComparison().isEqualTo(again.adapter(0));
    }
  }

  /** Layers of this process are a stage as others are, and what they start from stays as it is. */
  @Test
  void ownLayersAndLentOnesTogetherStepTheBitsOfOneMachine() {
    ParameterSet start = TinyLlama.adapter();
    try (BaseWeights base = new BaseWeights(TinyLlama.CONFIG, TinyLlama.weights());
        TensorThread thread = new TensorThread();
        Lenders lenders = lenders(2, Lenders.AMPLE)) {
      LentLayers own = new LentLayers(MODEL, TinyLlama.CONFIG, 0, 2, () -> base, thread, 1);
      RemotePipeline pipeline =
          new RemotePipeline(
              clients,
              () -> lenders.addresses().subList(1, 2),
              Optional.of(own),
              MODEL,
              TinyLlama.CONFIG,
              GUEST,
              Precision.FLOAT32);
      LoraTrainer alone =
          new LoraTrainer(base, TinyLlama.LORA, TinyLlama.adapter(), AdamW.Settings.DEFAULT, 4);
      try (OpenStages open = pipeline.open(TinyLlama.LORA, ROWS, TOKENS, start)) {
        PipelineTrainer together = new PipelineTrainer(open.stages(), start);
        for (int step = 0; step < 3; step++) {
          assertThat(together.step(batch, RATE)).isEqualTo(alone.step(batch, RATE));
        }
        assertThat(together.adapter()).usingRecursiveComparison().isEqualTo(alone.adapter());
      }
      assertThat(start).usingRecursiveComparison().isEqualTo(TinyLlama.adapter());
    }
  }

  @Test
  void aLenderHearsWhoUsedWhatAndNothingOfASessionThatOnlyAsked() {
    try (Lenders lenders = lenders(4, Lenders.AMPLE)) {
      open(lenders, Precision.FLOAT32).close();
      assertThat(lenders.heard()).isEmpty();
      try (OpenStages open = open(lenders, Precision.FLOAT32)) {
        trainer(open).step(batch, RATE);
      }
      assertThat(lenders.heard())
          .containsExactly("began", "stepped", "1 steps of %d rows".formatted(ROWS));
    }
  }

  @Test
  void lendersThatDoNotCoverTheModelAreNamed() {
    try (Lenders lenders = lenders(2, Lenders.AMPLE)) {
      List<NodeAddress> half = lenders.addresses().subList(0, 1);
      RemotePipeline pipeline =
          new RemotePipeline(
              clients,
              () -> half,
              Optional.empty(),
              MODEL,
              TinyLlama.CONFIG,
              GUEST,
              Precision.BFLOAT16);

      assertFails(
          () -> pipeline.open(TinyLlama.LORA, ROWS, TOKENS, TinyLlama.adapter()),
          ErrorCode.NO_ROUTE,
          "no stage begins at layer 2 of 4");
    }
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PeerzException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
  }

  private Lenders lenders(int layersEach, StageLimits limits) {
    return Lenders.of(
        folder.resolve("lenders-" + layersEach),
        MODEL,
        TinyLlama.CONFIG,
        TinyLlama.weights(),
        layersEach,
        limits,
        Set.of(GUEST.address(), SECOND_GUEST.address()));
  }

  private OpenStages open(Lenders lenders, Precision precision) {
    return new RemotePipeline(
            clients,
            lenders::addresses,
            Optional.empty(),
            MODEL,
            TinyLlama.CONFIG,
            GUEST,
            precision)
        .open(TinyLlama.LORA, ROWS, TOKENS, TinyLlama.adapter());
  }

  private RemoteStage open(NodeAddress node, StageTerms terms, SigningKey key) {
    ParameterSet part =
        LoraConfig.layersOf(TinyLlama.adapter(), terms.layerStart(), terms.layerEnd());
    return clients.open(node, terms, TinyLlama.CONFIG, part, key);
  }

  private static StageTerms terms(int layerStart, int layerEnd, int rows, Precision precision) {
    return new StageTerms(MODEL, layerStart, layerEnd, TinyLlama.LORA, rows, TOKENS, precision);
  }

  private static PipelineTrainer trainer(OpenStages open) {
    return new PipelineTrainer(open.stages(), TinyLlama.adapter());
  }
}
