package io.peerz.devnet.cli;

import picocli.CommandLine.Command;

/** {@code peerz devnet}: a whole network on this machine. */
@Command(
    name = "devnet",
    mixinStandardHelpOptions = true,
    description = "A whole network on this machine.")
public final class DevnetCommand {}
