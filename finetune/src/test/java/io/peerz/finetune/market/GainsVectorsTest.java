package io.peerz.finetune.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of reports and orders, derived from keccak alone, folded into one hash that the
 * contracts' tests make too: the contract and every node compute the same gains.
 */
class GainsVectorsTest {
  private static final Path FILE = Path.of("src/test/resources/golden/gains-fold.json");
  private static final int KAPPA_MILLI = 1500;

  @Test
  void gainsAndOrdersAreThoseOfTheContract() throws IOException {
    String json = Files.readString(FILE);
    int count = Integer.parseInt(field(json, "\"count\" : (\\d+)"));
    Digest fold = Digest.ZERO;
    for (int i = 0; i < count; i++) {
      fold = fold(fold, new AbiWriter(1).uint(i).hash());
    }
    assertThat(fold.hex()).isEqualTo(field(json, "\"fold\" : \"(0x[0-9a-f]{64})\""));
  }

  private static String field(String json, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static Digest fold(Digest before, Digest w) {
    int units = 1 + part(w, 0, 16);
    RoundResult report = report(units, w);
    RoundGains gains = RoundGains.of(units, report, KAPPA_MILLI);
    Digest fold =
        new AbiWriter(3).digest(before).uint(gains.sound() ? 1 : 0).int64(gains.totalGain()).hash();
    List<Integer> order =
        MergeOrder.of(IntStream.range(0, units).boxed().toList(), w, half(w), part(w, 0, 1 << 16));
    for (int k = 0; k < units; k++) {
      fold =
          new AbiWriter(5)
              .digest(fold)
              .uint(numberOf(gains.verdicts().get(k)))
              .int64(gains.doubledGains().get(k))
              .uint(gains.paidGains().get(k))
              .uint(order.get(k))
              .hash();
    }
    return fold;
  }

  /** Three of four reports are mended so that they are sound. */
  private static RoundResult report(int units, Digest w) {
    List<Long> losses = new ArrayList<>();
    for (int j = 0; j <= 2 * units; j++) {
      losses.add(part(drawn(w, j), 0, 4_000_000_000L) - 1_000_000_000L);
    }
    List<Long> errors = new ArrayList<>();
    for (int k = 0; k < units; k++) {
      Digest y = drawn(w, 100 + k);
      boolean marked = part(y, 64, 4) == 0;
      boolean caught = k == 0 && part(y, 72, 2) == 0;
      long mark = caught ? RoundResult.CAUGHT : RoundResult.LEFT_OUT;
      errors.add(marked ? mark : part(y, 0, 100_000_000L));
    }
    if (part(w, 32, 4) != 0) {
      mend(units, losses, errors);
    }
    return new RoundResult(losses, errors, Digest.ZERO);
  }

  /** Units with a mark move nothing, and both ways end at one loss. */
  private static void mend(int units, List<Long> losses, List<Long> errors) {
    int first = units;
    for (int k = units - 1; k >= 0; k--) {
      first = isMarked(errors, k) ? first : k;
    }
    for (int k = 0; k < units; k++) {
      if (isMarked(errors, k)) {
        losses.set(k + 1, losses.get(k));
      }
    }
    for (int k = units - 1; k >= 0; k--) {
      int at = 2 * units - k;
      if (k <= first) {
        losses.set(at, losses.get(units));
      } else if (isMarked(errors, k)) {
        losses.set(at, losses.get(k == units - 1 ? 0 : at - 1));
      }
    }
  }

  private static boolean isMarked(List<Long> errors, int k) {
    return errors.get(k) >= RoundResult.CAUGHT;
  }

  /** As the contract numbers them. */
  private static int numberOf(Verdict verdict) {
    return switch (verdict) {
      case JOINED -> 0;
      case LEFT_OUT -> 1;
      case CAUGHT -> 2;
    };
  }

  private static Digest drawn(Digest w, int number) {
    return new AbiWriter(2).digest(w).uint(number).hash();
  }

  private static Digest half(Digest w) {
    return Digest.of(new AbiWriter(1).uint(number(w).shiftRight(1)).bytes());
  }

  private static long part(Digest w, int shift, long modulus) {
    return number(w).shiftRight(shift).mod(BigInteger.valueOf(modulus)).longValueExact();
  }

  private static int part(Digest w, int shift, int modulus) {
    return (int) part(w, shift, (long) modulus);
  }

  private static BigInteger number(Digest w) {
    return new BigInteger(1, w.bytes());
  }
}
