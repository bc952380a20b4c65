package io.peerz.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The file in the repository against its own card. */
class ShippedPebbleTest {
  private static final Path DIRECTORY = Path.of("..", "models", "pebble-1.6m");
  private static final long FOUR_MEGABYTES = 4L << 20;
  private static final double LOSS_TOLERANCE = 2e-3;

  private static PebbleReport measured;

  @BeforeAll
  static void measure() throws IOException {
    Torch.start();
    measured = PebbleReport.measure(TrainPebble.load(DIRECTORY));
  }

  @Test
  void theHeldOutLossIsTheOneOnTheCard() throws IOException {
    Matcher card =
        Pattern.compile("held-out loss, nats per token \\| ([0-9.]+)")
            .matcher(Files.readString(DIRECTORY.resolve("README.md")));

    assertThat(card.find()).isTrue();
    assertThat(measured.heldOutLoss())
        .isCloseTo(Double.parseDouble(card.group(1)), within(LOSS_TOLERANCE));
  }

  @Test
  void everyFactIsAnsweredAndNearlyEverySum() {
    assertThat(measured.facts()).isEqualTo(measured.factsAsked());
    assertThat(measured.sums()).isGreaterThanOrEqualTo(99);
  }

  @Test
  void theWeightsStaySmallEnoughToShip() throws IOException {
    assertThat(Files.size(DIRECTORY.resolve("model.safetensors"))).isLessThan(FOUR_MEGABYTES);
  }
}
