package io.peerz.devnet.cli;

import picocli.CommandLine.Command;

/** {@code peerz devnet}: a whole network on this machine. */
@Command(
    name = "devnet",
    mixinStandardHelpOptions = true,
    description = "A whole network on this machine.",
    subcommands = {
      DevnetUp.class,
      DevnetDown.class,
      DevnetStatus.class,
      DevnetLogs.class,
      DevnetAccounts.class,
      DevnetFund.class,
      DevnetMine.class,
      DevnetGenesis.class,
      DevnetDeploy.class,
      DevnetDrill.class
    })
public final class DevnetCommand {}
