package io.peerz.devnet.cli;

import picocli.CommandLine.Command;

/** {@code peerz bench}: figures that the program measures of itself. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures this machine's figures.",
    subcommands = {
      BenchMain.class,
      BenchStreams.class,
      BenchIndex.class,
      BenchTrust.class,
      BenchSwarm.class,
      BenchFailover.class,
      BenchRoute.class,
      BenchEngine.class,
      BenchPlacement.class,
      BenchLongRun.class,
      BenchAdversaries.class,
      BenchFinetune.class
    })
public final class BenchCommand {}
