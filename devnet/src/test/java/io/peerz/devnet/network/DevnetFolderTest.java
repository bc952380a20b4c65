package io.peerz.devnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ChildSpec;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevnetFolderTest {
  @TempDir Path temp;
  private DevnetFolder folder;

  @BeforeEach
  void create() {
    folder = new DevnetFolder(temp.resolve("devnet"));
  }

  private ProcessRecord sleeper(String name) {
    return ChildProcess.start(ChildSpec.of(name, List.of("/bin/sleep", "600"), folder.log(name)))
        .record();
  }

  private void write(ProcessRecord... processes) {
    URI somewhere = URI.create("http://127.0.0.1:1");
    new NetworkState("anvil", somewhere, somewhere, "pebble", List.of(processes))
        .write(folder.state());
  }

  @Test
  void aLaterCommandStopsWhatAnEarlierOneStarted() {
    ProcessRecord first = sleeper("first");
    ProcessRecord second = sleeper("second");
    write(first, second);

    assertThat(folder.stopAll()).containsExactly(second, first);

    assertThat(first.find()).isEmpty();
    assertThat(second.find()).isEmpty();
    assertThat(folder.read()).isEmpty();
  }

  @Test
  void aSecondNetworkInTheSameFolderIsRefused() {
    write(sleeper("first"));

    assertThatThrownBy(folder::mustBeIdle)
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY))
        .hasMessageContaining("devnet down");
    folder.stopAll();
    folder.mustBeIdle();
  }

  @Test
  void stoppingNothingIsFine() {
    assertThat(folder.stopAll()).isEmpty();
  }

  @Test
  void aBrokenStateFileSaysWhatToDo() throws Exception {
    Files.createDirectories(folder.path());
    Files.writeString(folder.state(), "{");

    assertThatThrownBy(folder::read)
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void wipingLeavesNothing() throws Exception {
    Files.createDirectories(folder.chain());
    Files.writeString(folder.chain().resolve("state.json"), "x");

    folder.wipe();

    assertThat(folder.path()).doesNotExist();
  }
}
