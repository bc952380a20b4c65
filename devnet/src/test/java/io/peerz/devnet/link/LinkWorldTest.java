package io.peerz.devnet.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkWorldTest {
  private static final Path EXAMPLE = Path.of("../docs/examples/world.toml");

  @Test
  void theLastLinkThatNamesAPairCountsForBothDirections() {
    LinkWorld world = LinkWorld.read(EXAMPLE);
    world.requireKnown(Set.of("client", "ada", "bob", "cy", "dan"));
    assertThat(world.between("ada", "client").oneWay()).isEqualTo(Duration.ofMillis(2));
    assertThat(world.between("client", "cy").oneWay()).isEqualTo(Duration.ofMillis(10));
    assertThat(world.between("ada", "bob"))
        .isEqualTo(
            new LinkTraits(Duration.ofMillis(40), Duration.ofMillis(15), 0.005, 2_500_000, false));
    assertThat(world.between("dan", "cy").cut()).isFalse();
  }

  @Test
  void whoIsNotNamedFeelsNoLink() {
    LinkWorld world =
        LinkWorld.parse("test", "[[link]]\nbetween = [\"ada\", \"bob\"]\ndelay_ms = 5\n");
    assertThat(world.between("client", "ada")).isEqualTo(LinkTraits.NONE);
    assertThatThrownBy(() -> world.requireKnown(Set.of("ada")))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("bob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not toml at all [",
        "links = 3",
        "[[link]]\ndelay_ms = 3",
        "[[link]]\nbetween = [\"a\"]",
        "[[link]]\nbetween = [\"a\", \"b\"]\ndelay = 3",
        "[[link]]\nbetween = [\"a\", \"b\"]\ndelay_ms = -1",
        "[[link]]\nbetween = [\"a\", \"b\"]\ndelay_ms = \"long\"",
        "[[link]]\nbetween = [\"a\", \"b\"]\ndelay_ms = 600000",
        "[[link]]\nbetween = [\"a\", \"b\"]\nloss_percent = 100"
      })
  void whatIsNotUnderstoodIsRefusedInOneLine(String toml) {
    assertThatThrownBy(() -> LinkWorld.parse("world.toml", toml))
        .isInstanceOf(PeerzException.class)
        .hasMessageMatching("[^\n]{10,300}");
  }
}
