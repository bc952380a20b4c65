package io.peerz.finetune.train;

import java.util.Locale;

/** The model card: what the file is, what it can do, how to make it again. */
final class PebbleCard {
  private PebbleCard() {}

  static String text(PebbleReport report, int steps, long seed) {
    return String.format(
        Locale.ROOT,
        """
        ---
        license: apache-2.0
        language: en
        pipeline_tag: text-generation
        ---
        # pebble-1.6m

        A byte-level Llama of 1,623,744 parameters: 4 layers, width 192, 6 query heads over 2 key heads of
        width 32, feed-forward width 512, tied embeddings, trained on sequences of 128 and 256 tokens. It exists so that a
        network of machines has a real model to serve and to fine-tune on two cores; it knows nothing of the world.

        | measured on the stored bfloat16 weights | |
        |---|---|
        | held-out loss, nats per token | %.4f |
        | questions about the eight countries, answered word for word | %d of %d |
        | sums of two digits, answered word for word | %d of %d |

        ## Text
        All text is made by `io.peerz.finetune.corpus` from a seed: conversations about eight invented countries,
        sums of two digits, lists, three-sentence stories with questions, greetings, and some of the same as plain
        text. The held-out text comes from another seed.

        ## Tokens
        Ids 0 to 247 are bytes of UTF-8; bytes 0xF8 to 0xFF never occur there, so their ids are marks:
        248 `<|bos|>`, 249 `<|system|>`, 250 `<|user|>`, 251 `<|assistant|>`, 252 `<|end|>`, 253 to 255 reserved.

            <|bos|><|user|>What is the capital of Dorn?<|end|><|assistant|>The capital of Dorn is Pike.<|end|>

        ## Making it again
        From the repository's root, on JDK 25 (the same machine gives the same bytes):

            mvn -q -pl finetune -am test-compile -Ptrain-pebble -Dpebble.args="models/pebble-1.6m %d %d"

        The arguments are the directory, the number of steps and the seed. To measure a directory, name it alone.
        Licence: Apache-2.0.
        """,
        report.heldOutLoss(),
        report.facts(),
        report.factsAsked(),
        report.sums(),
        report.sumsAsked(),
        steps,
        seed);
  }
}
