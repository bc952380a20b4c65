package io.peerz.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
  @TempDir private Path folder;

  @Test
  void aNetworkIsFoundByItsName() {
    PeerzHome home = new PeerzHome(folder);
    NetworkFile network =
        new NetworkFile(
            "devnet", URI.create("http://127.0.0.1:8545"), Path.of("/x/deployment.json"));
    network.write(home);
    assertThat(NetworkFile.read(home, "devnet")).isEqualTo(network);
    assertThat(NetworkFile.list(home)).containsExactly(network);
  }

  @Test
  void anUnknownNetworkNamesTheNextStep() {
    assertThatThrownBy(() -> NetworkFile.read(new PeerzHome(folder), "mars"))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("peerz network add mars");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "localhost", "ftp://host/", "http:///x"})
  void onlyAnHttpAddressIsAChain(String rpc) {
    assertThatThrownBy(() -> new NetworkFile("a", URI.create(rpc), Path.of("d")))
        .isInstanceOf(PeerzException.class);
  }

  @Test
  void aPortsFileIsReadableAsSoonAsItIsThereAndNotBefore() {
    Path ports = folder.resolve("ports");
    assertThat(PortsFile.read(ports, "shard")).isEmpty();
    PortsFile.write(ports, Map.of("shard", 7741, "http", 9090));
    assertThat(PortsFile.read(ports, "shard")).contains(7741);
    assertThat(PortsFile.read(ports, "http")).contains(9090);
    PortsFile.remove(ports);
    assertThat(PortsFile.read(ports, "shard")).isEmpty();
  }
}
