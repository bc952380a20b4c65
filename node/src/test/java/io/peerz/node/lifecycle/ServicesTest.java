package io.peerz.node.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void servicesStopInTheReverseOrderOnceOnly() {
    Services services = new Services(List.of(service("a", false), service("b", false)));
    services.start();
    services.close();
    services.close();
    assertThat(events).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void aStartThatFailsStopsWhatHadStarted() {
    Services services =
        new Services(List.of(service("a", false), service("b", true), service("c", false)));
    assertThatThrownBy(services::start).hasMessage("b is broken");
    assertThat(events).containsExactly("+a", "-b", "-a");
  }

  private Service service(String name, boolean broken) {
    return new Service() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() {
        if (broken) {
          throw new IllegalStateException(name + " is broken");
        }
        events.add("+" + name);
      }

      @Override
      public void stop() {
        events.add("-" + name);
      }
    };
  }
}
