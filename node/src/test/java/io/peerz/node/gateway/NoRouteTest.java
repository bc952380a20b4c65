package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoRouteTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0:1", "2,3,4|2:5", "0,1,5|0:2, 5:6", "1,3,5|1:2, 3:4, 5:6"})
  void uncoveredLayersAreNamedAsRanges(String layers, String ranges) {
    List<Integer> list = Arrays.stream(layers.split(",", -1)).map(Integer::valueOf).toList();
    assertThat(NoRoute.ranges(list)).isEqualTo(ranges);
  }
}
