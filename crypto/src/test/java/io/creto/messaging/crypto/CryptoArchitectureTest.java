package io.creto.messaging.crypto;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;

@AnalyzeClasses(packages = "io.creto.messaging.crypto", importOptions = ImportOption.DoNotIncludeTests.class)
class CryptoArchitectureTest {
    private static final String INTERNAL = "io.creto.messaging.crypto.internal..";

    @ArchTest
    static final ArchRule providersAreNamedInOnePlace = noClasses()
            .that(resideOutsideOfPackage(INTERNAL))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.bouncycastle..", "com.amazon..", "javax.crypto.."));

    @ArchTest
    static final ArchRule adapterDoesNotLeakIntoTheApi = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackage(INTERNAL))
            .should()
            .haveRawReturnType(resideInAnyPackage(INTERNAL));

    @ArchTest
    static final ArchRule onlyTheKeyStoreTouchesFiles = noClasses()
            .that()
            .resideOutsideOfPackage("io.creto.messaging.crypto.keystore..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.net.."))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File");

    @ArchTest
    static final ArchRule nothingReadsAClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule randomnessIsAnArgument = noClasses()
            .should()
            .callConstructor(java.security.SecureRandom.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule whoeverKeepsSecretsCanDestroyThem = fields().that()
            .haveRawType("io.creto.messaging.crypto.internal.SecretBytes")
            .should()
            .beDeclaredInClassesThat()
            .areAssignableTo(Secret.class);

    @ArchTest
    static final ArchRule secretsHaveAToStringOfTheirOwn = classes()
            .that()
            .areAssignableTo(Secret.class)
            .and()
            .areNotInterfaces()
            .should(DeclareToString.INSTANCE);

    @ArchTest
    static final ArchRule nothingIsLogged =
            noClasses().should().dependOnClassesThat(resideInAnyPackage("org.slf4j..", "java.util.logging.."));
}
