package io.peerz.devnet.link;

import io.peerz.inference.wire.Detour;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of a process in an emulated world: whatever it connects to goes through a {@link
 * DelayLink} that behaves as the world's file says, and as it says after each change. A process
 * that was started without such a world is left alone. Threads: one virtual one that looks at the
 * file.
 */
public final class EmulatedLinks implements Detour {
  /** The world's file, who this process is in it, and the file that names keys. */
  static final String WORLD = "peerz.links";

  static final String HERE = "peerz.links.here";
  static final String NAMES = "peerz.links.names";

  private static final Logger LOG = LoggerFactory.getLogger(EmulatedLinks.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** A node behind its link. */
  private record Behind(String name, DelayLink link) {}

  private final Optional<Path> file;
  private final String here;
  private final Map<Digest, String> names;
  private final Map<NodeAddress, Behind> links = new ConcurrentHashMap<>();
  private volatile LinkWorld world;

  /** As the JVM's flags say. */
  public EmulatedLinks() {
    this(
        Optional.ofNullable(System.getProperty(WORLD)).map(Path::of),
        System.getProperty(HERE, ""),
        Optional.ofNullable(System.getProperty(NAMES)).map(Path::of));
  }

  EmulatedLinks(Optional<Path> file, String here, Optional<Path> names) {
    this.file = file;
    this.here = here;
    this.names = names.map(EmulatedLinks::readNames).orElse(Map.of());
    this.world = file.map(LinkWorld::read).orElseGet(() -> LinkWorld.parse("", ""));
    file.ifPresent(path -> Thread.ofVirtual().start(() -> watch(path)));
  }

  /** The flags of a process of that name. */
  public static List<String> flags(Path world, String here, Path names) {
    return List.of(
        "-D" + WORLD + "=" + world, "-D" + HERE + "=" + here, "-D" + NAMES + "=" + names);
  }

  /** Writes which key belongs to which name. */
  public static void writeNames(Path file, Map<String, Digest> spkiHashes) {
    List<String> lines =
        spkiHashes.entrySet().stream()
            .map(node -> node.getKey() + " " + node.getValue().hex())
            .sorted()
            .toList();
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public SocketAddress to(NodeAddress node) {
    String name = names.get(node.spkiHash());
    if (file.isEmpty() || name == null) {
      return NONE.to(node);
    }
    Behind behind = links.computeIfAbsent(node, there -> open(there, name));
    return SocketAddress.inetSocketAddress(behind.link().port(), "127.0.0.1");
  }

  private Behind open(NodeAddress node, String name) {
    InetSocketAddress target = new InetSocketAddress(node.host(), node.port());
    return new Behind(name, DelayLink.to(target, world.between(here, name)));
  }

  private void watch(Path path) {
    FileTime seen = changed(path);
    while (true) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      FileTime now = changed(path);
      if (!now.equals(seen)) {
        seen = now;
        reread(path);
      }
    }
  }

  /** A file that is half written or wrong changes nothing. */
  private void reread(Path path) {
    try {
      LinkWorld fresh = LinkWorld.read(path);
      world = fresh;
      links.values().forEach(l -> l.link().setTraits(fresh.between(here, l.name())));
      LOG.info("links are now as {} says", path);
    } catch (PeerzException e) {
      LOG.warn("links stay as they are: {}", e.getMessage());
    }
  }

  private static FileTime changed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it may be being replaced
    }
  }

  private static Map<Digest, String> readNames(Path file) {
    Map<Digest, String> names = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        names.put(Digest.ofHex(line.substring(space + 1)), line.substring(0, space));
      }
      return Map.copyOf(names);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read names in " + file, e);
    }
  }
}
