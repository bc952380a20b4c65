package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model says itself whether, and how, it makes one vector of many rows. */
class PoolingTest {
  private static final Path SHIPPED = Path.of("../models/pebble-1.6m").toAbsolutePath().normalize();
  private static final float[] NORM = {1, 2};

  @TempDir private Path folder;

  private static ByteString rows(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return ByteString.copyFrom(bytes.array());
  }

  private static float[] vector(boolean lastRowOnly, float[]... steps) {
    Pooling.Pool pool = new Pooling(lastRowOnly, NORM, 0).begin();
    for (float[] step : steps) {
      pool.accept(rows(step));
    }
    return pool.vector();
  }

  /** Rows (3, 4) and (5, 0): normed (3, 8) / sqrt(12.5) and (5, 0) / sqrt(12.5). */
  @Test
  void theMeanOfNormedRowsIsScaledToLengthOne() {
    float[] mean = vector(false, new float[] {3, 4, 5, 0});
    assertThat(mean[0]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    assertThat(mean[1]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
  }

  @Test
  void stepsOfAnyLengthGiveTheSameVector() {
    assertThat(vector(false, new float[] {3, 4}, new float[] {5, 0}))
        .isEqualTo(vector(false, new float[] {3, 4, 5, 0}));
  }

  @Test
  void theLastRowStandsForAllWhereTheModelSaysSo() {
    assertThat(vector(true, new float[] {3, 4}, new float[] {5, 0})).containsExactly(1, 0);
  }

  @Test
  void aModelThatNamesNoPoolingWasTrainedToWrite() {
    assertThat(Pooling.of(ModelFolder.open(SHIPPED))).isEmpty();
  }

  @Test
  void aModelThatNamesOneWayEmbedsThatWay() throws IOException {
    linkShipped();
    say("{\"pooling_mode_mean_tokens\": true, \"pooling_mode_lasttoken\": false}");
    assertThat(Pooling.of(ModelFolder.open(folder))).isPresent();
    say("{\"pooling_mode_cls_token\": true}");
    assertThatThrownBy(() -> Pooling.of(ModelFolder.open(folder)))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("must choose one of");
    say("no JSON");
    assertThatThrownBy(() -> Pooling.of(ModelFolder.open(folder)))
        .isInstanceOf(PeerzException.class);
  }

  private void linkShipped() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
      }
    }
    Files.createDirectories(folder.resolve("1_Pooling"));
  }

  private void say(String json) throws IOException {
    Files.writeString(folder.resolve("1_Pooling/config.json"), json);
  }
}
