package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The arrays of one stage's session as bytes and back; their sizes follow from the terms. */
final class Payloads {
  private final StageTerms terms;
  private final LlamaConfig config;

  Payloads(StageTerms terms, LlamaConfig config) {
    this.terms = terms;
    this.config = config;
  }

  boolean takesTokens() {
    return terms.layerStart() == 0;
  }

  long adapterElements() {
    long layers = (long) terms.layerEnd() - terms.layerStart();
    return LoraConfig.elements(config, terms.lora().rank()) * layers;
  }

  long adapterBytes() {
    return Float.BYTES * adapterElements();
  }

  long stateBytes() {
    return terms.precision().bytes((long) terms.positions() * config.dim());
  }

  long inputBytes() {
    return takesTokens() ? (long) Integer.BYTES * terms.positions() : stateBytes();
  }

  /** Nobody needs the gradient of tokens. */
  long inputGradientBytes() {
    return takesTokens() ? 0 : stateBytes();
  }

  long lossBytes() {
    return inputBytes() + (long) (Integer.BYTES + Float.BYTES) * terms.positions();
  }

  byte[] input(StageInput input) {
    byte[] bytes = array(inputBytes());
    write(input, buffer(bytes));
    return bytes;
  }

  byte[] loss(StageInput input, Targets targets) {
    byte[] bytes = array(lossBytes());
    ByteBuffer out = buffer(bytes);
    write(input, out);
    writeIds(targets.ids(), out);
    Precision.FLOAT32.write(targets.shares(), out);
    return bytes;
  }

  byte[] state(HiddenState state) {
    byte[] bytes = array(stateBytes());
    terms.precision().write(state.values(), buffer(bytes));
    return bytes;
  }

  /** The parameters of these layers in {@link LoraConfig#names} order. */
  byte[] adapter(ParameterSet part) {
    byte[] bytes = array(adapterBytes());
    ByteBuffer out = buffer(bytes);
    for (String name : LoraConfig.names(terms.layerStart(), terms.layerEnd())) {
      Precision.FLOAT32.write(part.get(name).values(), out);
    }
    return bytes;
  }

  StageInput readInput(ByteBuffer in) {
    if (takesTokens()) {
      return new TokenIds(terms.rows(), terms.tokens(), readIds(in));
    }
    return readState(in);
  }

  Targets readTargets(ByteBuffer in) {
    return new Targets(readIds(in), Precision.FLOAT32.read(terms.positions(), in));
  }

  HiddenState readState(ByteBuffer in) {
    float[] values = terms.precision().read(terms.positions() * config.dim(), in);
    return new HiddenState(terms.rows(), terms.tokens(), config.dim(), values);
  }

  ParameterSet readAdapter(ByteBuffer in) {
    List<Parameter> part = new ArrayList<>();
    for (Parameter shape : pattern().all()) {
      part.add(shape.with(Precision.FLOAT32.read(shape.size(), in)));
    }
    return new ParameterSet(part);
  }

  private ParameterSet pattern() {
    return terms.lora().initial(config, terms.layerStart(), terms.layerEnd(), 0);
  }

  /** A view of {@code bytes} in the protocol's byte order. */
  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] array(long bytes) {
    return new byte[Math.toIntExact(bytes)];
  }

  private void write(StageInput input, ByteBuffer out) {
    switch (input) {
      case TokenIds ids -> writeIds(ids.ids(), out);
      case HiddenState hidden -> terms.precision().write(hidden.values(), out);
    }
  }

  private static void writeIds(long[] ids, ByteBuffer out) {
    for (long id : ids) {
      out.putInt((int) id);
    }
  }

  private long[] readIds(ByteBuffer in) {
    long[] ids = new long[terms.positions()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = in.getInt();
    }
    return ids;
  }
}
