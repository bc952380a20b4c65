package io.peerz.devnet;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two wings and a spine: who may know whom. Only {@code node} sees both wings, only {@code devnet}
 * sees everything.
 */
class ArchitectureTest {
  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.peerz");
  }

  @Test
  void modulesPointOneWay() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.peerz..")
        .withOptionalLayers(true)
        .layer("proof")
        .definedBy("io.peerz.proof..")
        .layer("contracts")
        .definedBy("io.peerz.contracts..")
        .layer("ledger")
        .definedBy("io.peerz.ledger..")
        .layer("inference")
        .definedBy("io.peerz.inference..")
        .layer("finetune")
        .definedBy("io.peerz.finetune..")
        .layer("audit")
        .definedBy("io.peerz.audit..")
        .layer("node")
        .definedBy("io.peerz.node..")
        .layer("devnet")
        .definedBy("io.peerz.devnet..")
        .whereLayer("proof")
        .mayNotAccessAnyLayer()
        .whereLayer("contracts")
        .mayNotAccessAnyLayer()
        .whereLayer("ledger")
        .mayOnlyAccessLayers("contracts", "proof")
        .whereLayer("inference")
        .mayOnlyAccessLayers("proof")
        .whereLayer("finetune")
        .mayOnlyAccessLayers("inference", "proof")
        .whereLayer("audit")
        .mayOnlyAccessLayers("finetune", "inference", "proof")
        .whereLayer("node")
        .mayOnlyAccessLayers("audit", "finetune", "inference", "ledger", "proof")
        .whereLayer("devnet")
        .mayNotBeAccessedByAnyLayer()
        .check(ours);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.peerz.(**)").should().beFreeOfCycles().check(handWritten());
  }

  // The wrappers and messages made by generators sit in one package each.
  private static JavaClasses handWritten() {
    return ours.that(
        com.tngtech.archunit.base.DescribedPredicate.<JavaClass>describe(
            "hand-written", c -> !c.getPackageName().startsWith("io.peerz.contracts")));
  }
}
