package io.peerz.node.cli;

import picocli.CommandLine.Command;

/** {@code peerz finetune}: from a file of examples to an adapter that is served. */
@Command(
    name = "finetune",
    description = "Check data, submit fine-tuning jobs, watch them, use their adapters.",
    subcommands = {
      FinetuneCheck.class,
      FinetuneEstimate.class,
      FinetuneSubmit.class,
      FinetuneWatch.class,
      FinetuneList.class,
      FinetuneCancel.class,
      FinetuneReplay.class,
      AdapterCommand.class
    })
public final class FinetuneCommand {
  private FinetuneCommand() {}
}
