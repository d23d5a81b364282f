package io.creto.messaging.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.creto.messaging.crypto.Secret;
import java.time.Clock;

@AnalyzeClasses(packages = "io.creto.messaging.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class JobsArchitectureTest {
    private static final DescribedPredicate<JavaClass> SHELL = DescribedPredicate.describe(
            "a function, topology or job, or in io or config", JobsArchitectureTest::isShell);

    @ArchTest
    static final ArchRule onlyTheShellKnowsFlink = noClasses()
            .that(DescribedPredicate.not(SHELL))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.flink.."));

    @ArchTest
    static final ArchRule onlyInputAndOutputKnowsKafka = noClasses()
            .that()
            .resideOutsideOfPackages("io.creto.messaging.jobs.io..", "io.creto.messaging.jobs.job..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka.."));

    @ArchTest
    static final ArchRule onlyTheExternalAuthorizerKnowsRemoteCalls = noClasses()
            .that()
            .haveNameNotMatching("io\\.creto\\.messaging\\.jobs\\.external\\.GrpcAuthorizer.*")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.netty.."));

    @ArchTest
    static final ArchRule nothingHereCanOpenAMessage = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.creto.messaging.crypto.sealing..", "io.creto.messaging.crypto.keystore.."))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Secret.class);

    @ArchTest
    static final ArchRule decisionsReadNoClock = noClasses()
            .that(DescribedPredicate.not(SHELL))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    private static boolean isShell(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        String name = outer.getSimpleName();
        String room = outer.getPackageName();
        return name.endsWith("Function")
                || name.endsWith("Topology")
                || name.endsWith("Job")
                || name.equals("OperatorIds")
                || name.equals("JobMain")
                || room.startsWith("io.creto.messaging.jobs.io")
                || room.startsWith("io.creto.messaging.jobs.config");
    }
}
