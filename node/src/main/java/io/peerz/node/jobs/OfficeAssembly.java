package io.peerz.node.jobs;

import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.wire.BlobServer;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.PortsFile;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Builds a job office and the server of its blobs; what must be closed goes to the closer. */
public final class OfficeAssembly {
  private static final String BLOBS = "blobs";

  private final Path folder;
  private final HostPort listen;
  private final Closer closer;
  private final Clock clock = Clock.systemUTC();

  /**
   * An office that keeps its data in {@code folder}.
   *
   * @param listen where nodes fetch a job's data; port 0 takes the port of the last run
   */
  public OfficeAssembly(Path folder, HostPort listen, Closer closer) {
    this.folder = folder;
    this.listen = listen;
    this.closer = closer;
  }

  public FileShelf files() {
    return new FileShelf(folder.resolve("files"), clock);
  }

  /** An office for jobs on one base; blocking. */
  public JobOffice office(
      Vertx vertx,
      Path model,
      FileShelf files,
      RoundMarket market,
      JobPoster desk,
      MarketPrices prices) {
    BlobStore blobs = new BlobStore(folder.resolve(BLOBS));
    TlsIdentity tls = TlsIdentity.loadOrCreate(folder.resolve("tls"));
    NodeAddress address = new NodeAddress(listen.host(), serve(vertx, tls, blobs), tls.spkiHash());
    JobOfficeDoors doors = new JobOfficeDoors(folder, files, blobs, address, market, desk, prices);
    return new JobOffice(doors, ModelFolder.open(model), clock);
  }

  /** Jobs on chain name the port, so a restart must find it again. */
  private int serve(Vertx vertx, TlsIdentity tls, BlobStore blobs) {
    Path remembered = folder.resolve("blobs.port");
    int wanted = listen.port() == 0 ? PortsFile.read(remembered, BLOBS).orElse(0) : listen.port();
    BlobServer server = new BlobServer(vertx, tls, listen.host(), wanted, blobs);
    int port = Waiting.on(server.start());
    closer.add("blob server", () -> Waiting.on(server.stop()));
    PortsFile.write(remembered, Map.of(BLOBS, port));
    return port;
  }
}
