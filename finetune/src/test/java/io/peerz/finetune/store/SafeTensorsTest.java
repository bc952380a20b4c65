package io.peerz.finetune.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SafeTensorsTest {
  private static final ParameterSet SET =
      new ParameterSet(
          List.of(
              new Parameter("b", new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, -0f, 1e-20f}),
              new Parameter("a", new int[] {1}, new float[] {7})));

  @Example
  void float32ComesBackBitForBitInOrder() {
    byte[] file = SafeTensors.encode(SET, SafeTensors.Type.F32, Map.of("format", "pt"));
    ParameterSet read = SafeTensors.decode(file);

    assertThat(read.all()).extracting(Parameter::name).containsExactly("b", "a");
    assertThat(read.get("b").values()).isEqualTo(SET.get("b").values());
    assertThat(read.get("b").shape()).containsExactly(2, 3);
    assertThat(SafeTensors.metadata(file)).containsEntry("format", "pt");
  }

  @Example
  void theDataStartsAtAMultipleOfEight() {
    byte[] file = SafeTensors.encode(SET, SafeTensors.Type.BF16, Map.of("k", "v"));

    assertThat((file.length - SET.elements() * 2) % 8).isZero();
  }

  @Property(tries = 200)
  void bfloat16RoundsToNearestEven(@ForAll float value) {
    float rounded = Bfloat16.value(Bfloat16.bits(value));

    if (Float.isFinite(value) && Float.isFinite(rounded) && rounded != 0) {
      float below = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) - 0x10000);
      float above = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) + 0x10000);
      double error = Math.abs((double) value - rounded);
      assertThat(error).isLessThanOrEqualTo(Math.abs((double) value - below));
      assertThat(error).isLessThanOrEqualTo(Math.abs((double) value - above));
    }
  }

  @Property(tries = 500)
  void aDamagedFileIsRefusedOrReadButNeverBreaksTheReader(
      @ForAll @IntRange(max = 400) int at, @ForAll byte value) {
    byte[] file = SafeTensors.encode(SET, SafeTensors.Type.F32, Map.of());
    file[at % file.length] = value;

    try {
      assertThat(SafeTensors.decode(file).size()).isLessThanOrEqualTo(SET.size());
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT);
    }
  }

  @Property(tries = 100)
  void aFileCutShortIsRefused(@ForAll @IntRange(min = 1, max = 300) int missing) {
    byte[] file = SafeTensors.encode(SET, SafeTensors.Type.F32, Map.of());
    byte[] cut = Arrays.copyOf(file, Math.max(0, file.length - missing));

    assertThatThrownBy(() -> SafeTensors.decode(cut)).isInstanceOf(PeerzException.class);
  }
}
