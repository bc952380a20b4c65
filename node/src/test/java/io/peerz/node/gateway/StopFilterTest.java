package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StopFilterTest {
  @Test
  void aStopStringCutAcrossPiecesIsNeverShown() {
    StopFilter filter = new StopFilter(List.of("END"));
    assertThat(filter.add("one E")).isEqualTo("one ");
    assertThat(filter.add("N")).isEmpty();
    assertThat(filter.add("D two")).isEmpty();
    assertThat(filter.stopped()).isTrue();
    assertThat(filter.add("three") + filter.rest()).isEmpty();
  }

  @Test
  void whatOnlyLookedLikeAStopIsShownInTheEnd() {
    StopFilter filter = new StopFilter(List.of("END"));
    assertThat(filter.add("EN") + filter.add("EN") + filter.rest()).isEqualTo("ENEN");
    assertThat(filter.stopped()).isFalse();
  }

  /** However the text is cut, what is shown ends before the first stop string, or is all of it. */
  @Property
  void cuttingTheTextNeverChangesWhatIsShown(
      @ForAll("texts") List<String> pieces, @ForAll("stops") List<String> stops) {
    StopFilter filter = new StopFilter(stops);
    StringBuilder shown = new StringBuilder();
    for (String piece : pieces) {
      shown.append(filter.add(piece));
    }
    shown.append(filter.rest());
    assertThat(shown.toString()).isEqualTo(expected(String.join("", pieces), stops));
  }

  /** The stop that is complete first ends the text; of two complete at once, the longer one. */
  private static String expected(String text, List<String> stops) {
    for (int end = 0; end <= text.length(); end++) {
      String soFar = text.substring(0, end);
      List<Integer> starts = new ArrayList<>();
      stops.stream()
          .filter(soFar::endsWith)
          .forEach(stop -> starts.add(soFar.length() - stop.length()));
      if (!starts.isEmpty()) {
        return text.substring(0, starts.stream().min(Integer::compare).orElseThrow());
      }
    }
    return text;
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings().withChars('a', 'b').ofMaxLength(4).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return Arbitraries.strings()
        .withChars('a', 'b')
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMaxSize(3);
  }
}
