package io.creto.messaging.crypto.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.creto.messaging.schemas.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of parsers that the properties, the measurements and the fuzz target go through is complete. */
final class ParsersTest {
    @Test
    void everyPublicParserOfBytesIsInTheTable() {
        Stream<JavaMethod> methods = new ClassFileImporter()
                .importPackagesOf(WireException.class).stream()
                        .filter(type -> type.getSimpleName().endsWith("Parser"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getMethods)
                        .flatMap(all -> all.stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(method -> !method.getRawReturnType().isPrimitive())
                        .filter(method -> List.of(ByteString.class.getName())
                                .equals(method.getRawParameterTypes().stream()
                                        .map(JavaClass::getName)
                                        .toList()));
        assertThat(methods.map(method -> method.getOwner().getSimpleName() + "." + method.getName()))
                .containsExactlyInAnyOrderElementsOf(
                        Parsers.ofMessages().map(Parsers.Parser::name).toList());
    }
}
