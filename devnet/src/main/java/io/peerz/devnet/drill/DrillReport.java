package io.peerz.devnet.drill;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All rows of one drill. */
public record DrillReport(String chain, List<DrillRow> rows) {
  public DrillReport {
    rows = List.copyOf(rows);
  }

  public boolean holds() {
    return rows.stream().allMatch(DrillRow::held);
  }

  public String summary() {
    long held = rows.stream().filter(DrillRow::held).count();
    return held + " of " + rows.size() + " attacks held off on " + chain;
  }

  public String json() {
    return JsonMapper.shared().writeValueAsString(fields());
  }

  private Map<String, Object> fields() {
    return Map.of(
        "chain", chain, "holds", holds(), "rows", rows.stream().map(DrillRow::json).toList());
  }
}
