package io.creto.messaging.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "acme/*, acme/a, true",
        "acme/*, acme2/a, false",
        "*/gateway, beta/gateway, true",
        "*/gateway, beta/gateway2, false",
        "*/*, a/b, true",
        "a*/b*c, axx/bc, true",
        "a*/b*c, a/bxc, true",
        "a*b/c, ab/c, true",
        "a*ba/c, aba/c, true",
        "ab*ba/c, aba/c, false",
        "acme/w-*-eu-*, acme/w-1-eu-2, true",
        "acme/w-*-eu-*, acme/w-eu-2, false",
        "acme/**, acme/x, true",
        "acme/alice, acme/alice, true",
        "acme/alice, acme/alicea, false"
    })
    void matches(String glob, String id, boolean expected) {
        assertThat(Glob.of(glob).matches(id)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "acme", "a/b/c", "Acme/*", "acme/", "/a", "acme/é", "acme/?", "acme/[ab]"})
    void whatCanNeverMatchIsNoGlob(String text) {
        assertThat(Glob.isValid(text)).isFalse();
        assertThatThrownBy(() -> Glob.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 3000)
    void agreesWithTheSameRegularExpression(@ForAll("globs") String glob, @ForAll("ids") String id) {
        String regex = Pattern.quote(glob).replace("*", "\\E[^/]*\\Q");

        assertThat(Glob.of(glob).matches(id)).isEqualTo(Pattern.matches(regex, id));
    }

    @Test
    void manyStarsTakeNoTime() {
        Glob glob = Glob.of("acme/" + "*a".repeat(120) + "*b");
        String id = "acme/" + "a".repeat(127);

        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(glob.matches(id)).isFalse();
            }
        });
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings()
                .withChars("ab*")
                .ofMinLength(1)
                .ofMaxLength(6)
                .tuple2()
                .map(pair -> pair.get1() + "/" + pair.get2());
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("ab")
                .ofMinLength(1)
                .ofMaxLength(6)
                .tuple2()
                .map(pair -> pair.get1() + "/" + pair.get2());
    }
}
