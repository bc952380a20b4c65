package io.peerz.ledger.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @Test
  void hostAndPortAreRead() {
    assertThat(Endpoint.parse("node.example:7000")).contains(new Endpoint("node.example", 7000));
    assertThat(Endpoint.parse("[::1]:1")).contains(new Endpoint("[::1]", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        ":80",
        "host:0",
        "host:65536",
        "host:999999",
        "a b:1",
        "http://a:1"
      })
  void whatIsNotAnEndpointIsNone(String text) {
    assertThat(Endpoint.parse(text)).isEmpty();
  }

  @Test
  void anEndlessNameIsNone() {
    assertThat(Endpoint.parse("a".repeat(1_000_000) + ":1")).isEmpty();
  }
}
