package io.creto.messaging.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.creto.messaging.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class GatewayArchitectureTest {
    private static final String CRYPTO = "io.creto.messaging.crypto.";

    /** The gateway must not be able to open a message or to sign in anybody's name. */
    @ArchTest
    static final ArchRule cannotOpenAMessage = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CRYPTO + "sealing..", CRYPTO + "kem..", CRYPTO + "keystore..", CRYPTO + "internal..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.creto\\.messaging\\.crypto\\..*PrivateKey");

    @ArchTest
    static final ArchRule importsOnlyItsNeighbours = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.creto.messaging.embedded..",
                    "io.creto.messaging.client..",
                    "io.creto.messaging.benchmarks..",
                    "org.apache.flink..");

    @ArchTest
    static final ArchRule admissionIsPure = noClasses()
            .that()
            .resideInAPackage("..admission..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "org.apache.kafka..", "io.micrometer..", "..fault..", "..log..");

    @ArchTest
    static final ArchRule whoMayCallIsDecidedPurely = noClasses()
            .that()
            .haveNameMatching(".*\\.auth\\.(Authentication|BearerToken|Caller|OpenCalls|Proof|Standing)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.grpc..",
                    "io.micrometer..",
                    "com.github.benmanes..",
                    "java.time..",
                    "java.util.concurrent..",
                    "..directory..",
                    "..metrics..");

    @ArchTest
    static final ArchRule limitsAreDecidedPurely = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.limit\\.(Address|Allowance|CallerKey|Connections|Excess|FleetAllowance|FleetPolicy|Rates|TokenBucket)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.netty..", "io.micrometer..", "com.github.benmanes..", "..fault..");

    @ArchTest
    static final ArchRule tokenBucketsStayBehindTheirPort = noClasses()
            .that()
            .resideOutsideOfPackage("..limit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.bucket4j..");

    @ArchTest
    static final ArchRule kafkaStaysBehindThePort = noClasses()
            .that()
            .resideOutsideOfPackage("..log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule statusDetailsAreMadeInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("Faults")
            .and()
            .doNotHaveSimpleName("StatusJson") // prints them
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.rpc..");

    @ArchTest
    static final ArchRule oneServerSpeaksHttp = noClasses()
            .that()
            .resideOutsideOfPackage("..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.linecorp.armeria..");
}
