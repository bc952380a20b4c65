package io.peerz.finetune.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UpdateCodecTest {
  private static final int SHIPPED_ADAPTER = 108_544;
  private static final Digest JOB = Keccak.hash("job");
  private static final Digest BASE = Keccak.hash("base");

  @Property(tries = 60)
  void decodingGivesEveryKeptValueWithinHalfALevel(
      @ForAll UpdateEncoding encoding, @ForAll @IntRange(min = 1, max = 9000) int elements) {
    Layout layout = layout(elements);
    float[] values = noise(elements, elements);
    float[] decoded = roundTrip(encoding, layout, values);

    for (int from = 0; from < elements; from += UpdateEncoding.CHUNK) {
      int length = Math.min(UpdateEncoding.CHUNK, elements - from);
      float largest = 0;
      for (int i = from; i < from + length; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      double halfLevel = largest / 127.0 / 2 * 1.0001;
      for (int i = from; i < from + length; i++) {
        boolean dropped = decoded[i] == 0;
        assertThat(dropped ? 0.0 : Math.abs((double) decoded[i] - values[i]))
            .isLessThanOrEqualTo(halfLevel);
      }
      int sent = (int) IntStream.range(from, from + length).filter(i -> decoded[i] != 0).count();
      assertThat(sent).isLessThanOrEqualTo(encoding.kept(length));
    }
  }

  @Property(tries = 60)
  void aDecodedUpdateEncodesToTheSameValuesAgain(@ForAll UpdateEncoding encoding) {
    Layout layout = layout(5000);
    float[] once = roundTrip(encoding, layout, noise(5000, 3));
    float[] twice = roundTrip(encoding, layout, once);

    for (int i = 0; i < once.length; i++) {
      assertThat(twice[i]).isCloseTo(once[i], within(1e-6f));
    }
  }

  @Example
  void sparseChunksKeepTheLargestAndBreakTiesByIndex() {
    float[] values = {1, -1, 3, 1, 1, 1, 1, -3};
    Layout layout = layout(8);

    assertThat(roundTrip(UpdateEncoding.TOP_4, layout, values))
        .containsExactly(0, 0, 3, 0, 0, 0, 0, -3);
    assertThat(Largest.indices(values, 0, 8, 4)).containsExactly(0, 1, 2, 7);
  }

  @Example
  void theShippedAdapterHasTheSizesOfTheDesign() {
    assertThat(UpdateCodec.bytes(UpdateEncoding.DENSE_INT8, SHIPPED_ADAPTER))
        .isBetween(103_000L, 114_000L);
    assertThat(UpdateCodec.bytes(UpdateEncoding.TOP_4, SHIPPED_ADAPTER))
        .isBetween(65_000L, 81_000L);
    assertThat(UpdateCodec.bytes(UpdateEncoding.TOP_16, SHIPPED_ADAPTER)).isLessThan(21_500L);
  }

  @Example
  void anotherRoundBaseJobOrLayoutIsRefused() {
    Layout layout = layout(100);
    UpdateHeader header = header(UpdateEncoding.DENSE_INT8, layout);
    byte[] blob = UpdateCodec.encode(header, noise(100, 1));
    List<UpdateHeader> others =
        List.of(
            new UpdateHeader(BASE, 3, BASE, layout.hash(), header.encoding()),
            new UpdateHeader(JOB, 4, BASE, layout.hash(), header.encoding()),
            new UpdateHeader(JOB, 3, JOB, layout.hash(), header.encoding()),
            new UpdateHeader(JOB, 3, BASE, BASE, header.encoding()),
            new UpdateHeader(JOB, 3, BASE, layout.hash(), UpdateEncoding.TOP_16));

    for (UpdateHeader other : others) {
      assertThatThrownBy(() -> UpdateCodec.decode(blob, other, layout))
          .isInstanceOf(PeerzException.class);
    }
    assertThatThrownBy(() -> UpdateCodec.decode(blob, header, layout(101)))
        .isInstanceOf(PeerzException.class);
  }

  @Property(tries = 1000)
  void aHostileBlobIsRefusedOrGivesFiniteValues(
      @ForAll UpdateEncoding encoding, @ForAll long seed, @ForAll @IntRange(max = 3) int damage) {
    Layout layout = layout(4200);
    byte[] blob = UpdateCodec.encode(header(encoding, layout), noise(4200, seed));
    Random random = new Random(seed);
    byte[] hostile = damage == 0 ? Arrays.copyOf(blob, random.nextInt(blob.length)) : blob;
    for (int i = 0; i < damage && hostile.length > 0; i++) {
      int at = random.nextInt(damage == 1 ? 120 : hostile.length);
      hostile[at] = (byte) random.nextInt();
    }

    try {
      for (float value : UpdateCodec.decode(hostile, header(encoding, layout), layout)) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo(127_001f);
      }
    } catch (PeerzException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.PEER_MISBEHAVED);
    }
  }

  @Example
  void valuesThatTrainingShouldNotHaveMadeAreNotSent() {
    UpdateHeader header = header(UpdateEncoding.DENSE_INT8, layout(2));

    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e9f}) {
      assertThatThrownBy(() -> UpdateCodec.encode(header, new float[] {0, bad}))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Example
  void errorFeedbackSendsInTheEndWhatOneRoundLeftOut() {
    Layout layout = layout(4096);
    ErrorFeedback feedback = new ErrorFeedback(4096, 1);
    float[] update = noise(4096, 4);
    double[] arrived = new double[4096];

    int rounds = 64;
    for (int round = 0; round < rounds; round++) {
      float[] compensated = feedback.compensate(update);
      float[] sent = roundTrip(UpdateEncoding.TOP_16, layout, compensated);
      feedback.remember(compensated, sent);
      for (int i = 0; i < sent.length; i++) {
        arrived[i] += sent[i];
      }
    }

    double missed = 0;
    double wanted = 0;
    for (int i = 0; i < arrived.length; i++) {
      missed += Math.pow(arrived[i] - rounds * update[i], 2);
      wanted += Math.pow(rounds * update[i], 2);
    }
    assertThat(Math.sqrt(missed / wanted)).isLessThan(0.3);
  }

  private static float[] roundTrip(UpdateEncoding encoding, Layout layout, float[] values) {
    UpdateHeader header = header(encoding, layout);
    byte[] blob = UpdateCodec.encode(header, values);
    assertThat(blob).hasSize((int) UpdateCodec.bytes(encoding, values.length));
    return UpdateCodec.decode(blob, header, layout);
  }

  private static UpdateHeader header(UpdateEncoding encoding, Layout layout) {
    return new UpdateHeader(JOB, 3, BASE, layout.hash(), encoding);
  }

  private static Layout layout(int elements) {
    Parameter only = new Parameter("p", new int[] {elements}, new float[elements]);
    return Layout.of(new ParameterSet(List.of(only)));
  }

  private static float[] noise(int elements, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[elements];
    for (int i = 0; i < elements; i++) {
      noise[i] = (float) (random.nextGaussian() * 0.01);
    }
    return noise;
  }
}
