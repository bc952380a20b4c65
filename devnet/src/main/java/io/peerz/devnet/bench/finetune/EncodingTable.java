package io.peerz.devnet.bench.finetune;

import io.peerz.devnet.bench.Markdown;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateEncoding;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.id.Digest;
import java.util.Locale;
import java.util.Random;

/**
 * Bytes of one update, encoded for real, beside the sizes that the design was made with: an adapter
 * of rank 16 on all seven projections of a Llama of the 1B class.
 */
final class EncodingTable {
  private static final LlamaConfig ONE_BILLION =
      new LlamaConfig(128_256, 2048, 16, 32, 8, 64, 8192, 5e5, 1e-5, 131_072, true);

  private EncodingTable() {}

  static void addTo(Markdown page) {
    ParameterSet adapter = TrainingShape.LORA.initial(ONE_BILLION, 1);
    Layout layout = Layout.of(adapter);
    page.table(
        "Bytes per round and node, 1B class (%s parameters)".formatted(millions(layout.elements())),
        "encoding",
        "bytes",
        "of float32",
        "design's table",
        "difference");
    float[] update = update(layout.elements());
    long full = (long) Float.BYTES * layout.elements();
    add(page, "float32, for comparison", full, full, 45.1e6);
    for (UpdateEncoding encoding : UpdateEncoding.values()) {
      UpdateHeader header = new UpdateHeader(Digest.ZERO, 0, Digest.ZERO, layout.hash(), encoding);
      add(page, name(encoding), UpdateCodec.encode(header, update).length, full, design(encoding));
    }
  }

  private static void add(Markdown page, String name, long bytes, long full, double design) {
    page.row(
        name,
        String.format(Locale.ROOT, "%,d", bytes),
        String.format(Locale.ROOT, "%.1f %%", 100.0 * bytes / full),
        design == 0 ? "–" : millions(design) + " bytes",
        design == 0 ? "–" : String.format(Locale.ROOT, "%+.1f %%", 100 * (bytes / design - 1)));
  }

  private static String name(UpdateEncoding encoding) {
    return switch (encoding) {
      case DENSE_INT8 -> "int8, every value (default)";
      case TOP_4 -> "largest quarter, int8 and 12-bit indices";
      case TOP_16 -> "largest sixteenth, int8 and 12-bit indices";
      case TOP_64 -> "largest sixty-fourth, int8 and 12-bit indices";
    };
  }

  /** What the design page says; it has no figure of this size for a quarter. */
  private static double design(UpdateEncoding encoding) {
    return switch (encoding) {
      case DENSE_INT8 -> 11.3e6;
      case TOP_4 -> 0;
      case TOP_16 -> 1.77e6;
      case TOP_64 -> 0.45e6;
    };
  }

  private static float[] update(int elements) {
    Random random = new Random(7);
    float[] update = new float[elements];
    for (int i = 0; i < elements; i++) {
      update[i] = (float) (random.nextGaussian() * 1e-3);
    }
    return update;
  }

  private static String millions(double count) {
    return String.format(Locale.ROOT, "%.2f million", count / 1e6);
  }
}
