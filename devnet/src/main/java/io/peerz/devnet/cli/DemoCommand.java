package io.peerz.devnet.cli;

import io.peerz.devnet.demo.Demo;
import io.peerz.devnet.demo.DemoReport;
import io.peerz.devnet.demo.SecondAct;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.demo.TuningReport;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.StartCache;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peerz demo}: the main job from end to end on a network that exists for this one run. */
@Command(name = "demo", description = "A paid prompt through staked nodes, settled on a chain.")
public final class DemoCommand extends PeerzAction {
  private static final int NODES = 4;

  @Mixin private NetworkOptions options = new NetworkOptions();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "what to ask",
      defaultValue = "What is the capital of Dorn?")
  private String message;

  @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "64")
  private int maxTokens;

  @Option(
      names = "--finetune",
      description = "play the second act: a fine-tuning job, from a data set to a served adapter")
  private boolean finetune;

  @Option(names = "--report", paramLabel = "FILE", description = "write the whole story as JSON")
  private Path report;

  @Option(names = "--keep", description = "leave the data and logs of the run in their folder")
  private boolean keep;

  @Override
  protected int run(Cli cli) {
    PeerzHome home =
        new PeerzHome(cli.home().devnet().resolve("demo-" + ProcessHandle.current().pid()));
    try {
      if (finetune) {
        return secondAct(cli, home);
      }
      DemoReport story = play(cli, home);
      write(story.json());
      return story.holds() ? ExitCodes.OK : ExitCodes.FAILED;
    } finally {
      forget(home);
    }
  }

  // An interrupt comes on a thread of its own: two at once would stumble over each other.
  private synchronized void forget(PeerzHome home) {
    if (!keep) {
      new DevnetFolder(home.folder()).wipe();
    }
  }

  private DemoReport play(Cli cli, PeerzHome home) {
    long started = System.nanoTime();
    Stage stage = new Stage(cli.json() ? System.err : System.out);
    stage.line("Peerz: a paid prompt through staked nodes, settled on a chain");
    DemoReport story = play(options.plan(cli, NODES, 0), home, stage);
    StartCache.here().make();
    if (cli.json()) {
      cli.terminal().result(story.json());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    stage.line(String.format(Locale.ROOT, "Everything stopped. %.0f s in all.", seconds));
    return story;
  }

  private int secondAct(Cli cli, PeerzHome home) {
    Stage stage = new Stage(cli.json() ? System.err : System.out);
    stage.line("Peerz: a model learns a language from nodes that are paid by what they improved");
    NetworkPlan plan = options.plan(cli, NODES, 0).tuning();
    try (DevNetwork network = new DevNetwork(home, options.chain(home, 0), plan, stage)) {
      StopOnInterrupt.guard(network, () -> forget(home));
      TuningReport story = new SecondAct(network, plan, home, stage).play();
      story.table().forEach(stage::line);
      write(story.json());
      if (cli.json()) {
        cli.terminal().result(story.json());
      }
      return story.holds() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private DemoReport play(NetworkPlan plan, PeerzHome home, Stage stage) {
    try (DevNetwork network = new DevNetwork(home, options.chain(home, 0), plan, stage)) {
      StopOnInterrupt.guard(network, () -> forget(home));
      DemoReport story = new Demo(network, plan, stage).play(message, maxTokens);
      story.table().forEach(stage::line);
      return story;
    }
  }

  private void write(String story) {
    if (report == null) {
      return;
    }
    try {
      Files.writeString(report, story + "\n");
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot write the report to " + report + ": " + e.getMessage(), e);
    }
  }
}
