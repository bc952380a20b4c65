package io.peerz.finetune.remote;

import io.peerz.finetune.remote.proto.StageFrames;
import io.peerz.finetune.store.Bfloat16;
import java.nio.ByteBuffer;

/** How hidden states and their gradients travel. */
public enum Precision {
  /** Half the bytes; moves a gradient by a few parts in a thousand. */
  BFLOAT16(Short.BYTES),
  /** Every bit: training through remote stages equals training alone. */
  FLOAT32(Float.BYTES);

  private final int valueBytes;

  Precision(int valueBytes) {
    this.valueBytes = valueBytes;
  }

  long bytes(long values) {
    return values * valueBytes;
  }

  void write(float[] values, ByteBuffer out) {
    if (this == FLOAT32) {
      out.asFloatBuffer().put(values);
      out.position(out.position() + values.length * valueBytes);
      return;
    }
    for (float value : values) {
      out.putShort(Bfloat16.bits(value));
    }
  }

  float[] read(int count, ByteBuffer in) {
    float[] values = new float[count];
    if (this == FLOAT32) {
      in.asFloatBuffer().get(values);
      in.position(in.position() + count * valueBytes);
      return values;
    }
    for (int i = 0; i < count; i++) {
      values[i] = Bfloat16.value(in.getShort());
    }
    return values;
  }

  StageFrames.Precision frame() {
    return this == FLOAT32 ? StageFrames.Precision.FLOAT32 : StageFrames.Precision.BFLOAT16;
  }

  static Precision of(StageFrames.Precision frame) {
    return frame == StageFrames.Precision.FLOAT32 ? FLOAT32 : BFLOAT16;
  }
}
