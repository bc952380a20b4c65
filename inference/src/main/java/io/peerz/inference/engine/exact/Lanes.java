package io.peerz.inference.engine.exact;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process, fixed at start so that the compiler sees a constant. The system
 * property {@value #PROPERTY} is scalar, 128, 256, 512, or absent for what the processor prefers.
 */
final class Lanes {
  static final String PROPERTY = "peerz.engine.lanes";
  static final String SCALAR = "scalar";

  private Lanes() {}

  static boolean isScalar() {
    return System.getProperty(PROPERTY, "").equals(SCALAR)
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty();
  }

  static VectorSpecies<Float> floats() {
    return switch (System.getProperty(PROPERTY, "")) {
      case "128" -> FloatVector.SPECIES_128;
      case "256" -> FloatVector.SPECIES_256;
      case "512" -> FloatVector.SPECIES_512;
      case "" -> preferred();
      default ->
          throw new PeerzException(
              ErrorCode.BAD_CONFIG,
              PROPERTY + " must be scalar, 128, 256 or 512; leave it out for the best width.");
    };
  }

  /** Sixteen accumulators fill one 512-bit vector; a wider machine gains nothing. */
  private static VectorSpecies<Float> preferred() {
    VectorSpecies<Float> species = FloatVector.SPECIES_PREFERRED;
    return species.length() > Canon.LANES ? FloatVector.SPECIES_512 : species;
  }
}
