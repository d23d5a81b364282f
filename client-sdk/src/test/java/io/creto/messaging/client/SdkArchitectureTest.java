package io.creto.messaging.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.creto.messaging.client", importOptions = ImportOption.DoNotIncludeTests.class)
class SdkArchitectureTest {
    @ArchTest
    static final ArchRule importsOnlyItsNeighbours = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.creto.messaging.gateway..",
                    "io.creto.messaging.jobs..",
                    "io.creto.messaging.embedded..",
                    "io.creto.messaging.benchmarks..",
                    "io.creto.messaging.crypto.internal..",
                    "org.apache.flink..");

    @ArchTest
    static final ArchRule evidenceIsCheckedWithoutIo = noClasses()
            .that()
            .haveSimpleNameStartingWith("Evidence")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "org.apache.kafka..", "org.h2..", "java.nio.file..");

    @ArchTest
    static final ArchRule decisionsAreFreeOfIo = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(LaneFlight|Unit|OutgoingQueue|Backoff|InboxIndex|MessageVerifier|PolicyVerifier)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.grpc..", "org.apache.kafka..", "org.h2..", "java.nio.file..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule usersMeetNoImplementation = classes()
            .that()
            .resideInAPackage("io.creto.messaging.client.internal..")
            .should()
            .onlyBeAccessed()
            .byClassesThat()
            .haveNameMatching(
                    "io\\.creto\\.messaging\\.client\\.(internal\\..*|MessageClientBuilder|Enrolment|GatewayAccess)");
}
