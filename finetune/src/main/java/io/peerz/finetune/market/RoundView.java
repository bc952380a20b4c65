package io.peerz.finetune.market;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;

/**
 * A round as the chain shows it.
 *
 * @param claimUntilSeconds end of claiming, unless all units are taken before
 * @param commitUntilSeconds end of committing, unless all claimed units have committed before
 * @param revealUntilSeconds end of revealing, unless all committed units have revealed before
 * @param baseRoot root of the adapter state that every unit starts from
 * @param dataSeed assigns data to units
 * @param units claimed so far, in unit order
 */
public record RoundView(
    Digest jobId,
    int round,
    long claimUntilSeconds,
    long commitUntilSeconds,
    long revealUntilSeconds,
    boolean settled,
    Digest baseRoot,
    Digest dataSeed,
    List<UnitView> units,
    Optional<TaskView> task) {
  public RoundView {
    units = List.copyOf(units);
  }

  public Optional<UnitView> unitOf(Digest nodeId) {
    return units.stream().filter(unit -> unit.nodeId().equals(nodeId)).findFirst();
  }

  /** Revealed units that were not thrown out, in unit order. */
  public List<UnitView> counted() {
    return units.stream().filter(unit -> unit.status().counts()).toList();
  }

  /** The data assignment of a unit, as the contract computes it. */
  public Digest dataShard(int unit) {
    return new AbiWriter(4).digest(dataSeed).digest(jobId).uint(round).uint(unit).hash();
  }

  long committed() {
    return units.stream().filter(unit -> !unit.commitment().equals(Digest.ZERO)).count();
  }
}
