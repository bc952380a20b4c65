package io.peerz.node.cli;

import io.peerz.node.config.SettingKey;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every leaf command shares: the global options, the settings made of them, one exit code. */
@Command(mixinStandardHelpOptions = true)
public abstract class PeerzAction implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Spec private CommandSpec spec;

  @Override
  public final Integer call() {
    Map<SettingKey, String> flags = global.flags();
    addFlags(flags);
    PeerzCommand root = (PeerzCommand) spec.root().userObject();
    return run(Cli.open(global, flags, root.around()));
  }

  /** Adds the settings that this command takes as options of its own. */
  protected void addFlags(Map<SettingKey, String> flags) {}

  /** Does the work and returns the exit code; errors are thrown. */
  protected abstract int run(Cli cli);

  boolean verbose() {
    return global.verbose();
  }
}
