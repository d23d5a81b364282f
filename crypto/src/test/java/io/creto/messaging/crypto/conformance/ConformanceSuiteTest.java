package io.creto.messaging.crypto.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.creto.messaging.crypto.internal.Ed25519Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that the suite can fail: planted errors are found, nothing is passed over in silence. */
class ConformanceSuiteTest {
    private static final byte[] SEED = new byte[Ed25519Keys.SEED_BYTES];
    private static final byte[] KEY = Ed25519Keys.publicKey(SEED);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = Ed25519Keys.sign(SEED, 0, KEY, MESSAGE);

    private final Path folder;

    ConformanceSuiteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void trueVectorsPass() throws IOException {
        wycheproof("valid", SIGNATURE);
        acvp(true);
        merkle(false);
        cctv("null");
        ConformanceReport report = ConformanceSuite.run(folder);
        assertThat(report.failures()).isEmpty();
        assertThat(report.table())
                .contains("wycheproof/planted.json:", "1 / 1 / 0", "acvp/planted/expectedResults.json");
    }

    @Test
    void wrongResultIsFound() throws IOException {
        wycheproof("invalid", SIGNATURE);
        assertFailure("wycheproof/planted.json", "tcId 7", "REFUSE", "ACCEPT");
    }

    @Test
    void acceptableIsReadAsInvalid() throws IOException {
        wycheproof("acceptable", SIGNATURE);
        assertFailure("wycheproof/planted.json", "tcId 7", "REFUSE", "ACCEPT");
    }

    @Test
    void wrongSignatureIsFound() throws IOException {
        byte[] forged = SIGNATURE.clone();
        forged[40] ^= 1;
        wycheproof("valid", forged);
        assertFailure("wycheproof/planted.json", "tcId 7", "ACCEPT", "REFUSE");
    }

    @Test
    void wrongTestPassedIsFound() throws IOException {
        acvp(false);
        assertFailure("acvp/planted/prompt.json", "tgId 1, tcId 2", "REFUSE", "ACCEPT");
    }

    @Test
    void wrongWantErrIsFound() throws IOException {
        merkle(true);
        assertFailure("merkle-rfc6962/inclusion/0/planted.json", "planted", "REFUSE", "ACCEPT");
    }

    @Test
    void wrongFlagIsFound() throws IOException {
        cctv("[\"low_order_A\"]");
        assertFailure("cctv/ed25519/planted.json", "number 3", "REFUSE", "ACCEPT");
    }

    @Test
    void signatureThatOurRuleRefusesIsRefusedAndNoted() throws IOException {
        byte[] identityKey = new byte[Ed25519Keys.PUBLIC_KEY_BYTES];
        identityKey[0] = 1;
        byte[] identitySignature = Arrays.copyOf(identityKey, Ed25519Keys.SIGNATURE_BYTES);
        wycheproof("valid", identityKey, identitySignature);
        ConformanceReport report = ConformanceSuite.run(folder);
        assertThat(report.failures()).isEmpty();
        assertThat(report.table()).contains("of those run, 1 accepted by their source, refused by our rule");
    }

    @Test
    void unknownFileIsSkippedWithItsReason() throws IOException {
        wycheproof("valid", SIGNATURE);
        write("wycheproof/rsa.json", "{\"algorithm\": \"RSA\", \"testGroups\": [{\"tests\": [{}, {}]}]}");
        write("elsewhere/notes.bin", "?");
        ConformanceReport report = ConformanceSuite.run(folder);
        assertThat(report.failures()).isEmpty();
        assertThat(report.table())
                .contains("0 / 0 / 2 (2: RSA is not used)", "0 / 0 / the file (no reader for such a file)");
    }

    @Test
    void malformedFilesFail() throws IOException {
        acvp(true);
        for (String source : List.of("wycheproof", "composite-sigs", "merkle-rfc6962/inclusion/0", "cctv/ed25519")) {
            String file = source + "/planted.json";
            for (String content : List.of("", "{", "{}", "[]", "{} {}", "{\"algorithm\": 1}")) {
                write(file, content);
                assertThat(ConformanceSuite.run(folder).failures())
                        .as("%s with \"%s\"", source, content)
                        .isNotEmpty()
                        .allSatisfy(failure -> assertThat(failure.file()).isEqualTo(file));
            }
            Files.delete(folder.resolve(file));
        }
    }

    @Test
    void vectorWithoutAFieldFails() throws IOException {
        cctv("null");
        write(
                "cctv/ed25519/planted.json",
                Files.readString(folder.resolve("cctv/ed25519/planted.json")).replace("\"sig\"", "\"gis\""));
        assertFailure("cctv/ed25519/planted.json", "number 3", "a readable vector", "malformed: no text \"sig\"");
    }

    @Test
    void questionsWithoutAnswersFail() throws IOException {
        merkle(false);
        acvp(true);
        Files.delete(folder.resolve("acvp/planted/expectedResults.json"));
        assertFailure(
                "acvp/planted/prompt.json",
                "the file",
                "a readable file",
                "malformed: no expectedResults.json beside it");
    }

    @Test
    void folderWithoutVectorsFails() throws IOException {
        write("wycheproof/LICENSE", "…");
        assertThat(ConformanceSuite.run(folder).failures())
                .extracting(Mismatch::vector, Mismatch::got)
                .containsExactly(tuple("the folder", "none"));
    }

    private void assertFailure(String file, String vector, String expected, String got) throws IOException {
        ConformanceReport report = ConformanceSuite.run(folder);
        assertThat(report.failures())
                .contains(new Mismatch("bouncycastle", file, vector, expected, got))
                .allSatisfy(failure -> assertThat(failure.file()).isEqualTo(file));
        assertThat(report.table()).contains("FAILED bouncycastle, " + file);
    }

    private void wycheproof(String result, byte[] signature) throws IOException {
        wycheproof(result, KEY, signature);
    }

    private void wycheproof(String result, byte[] key, byte[] signature) throws IOException {
        write("wycheproof/planted.json", """
                {"algorithm": "EDDSA", "testGroups": [{"type": "EddsaVerify",
                 "publicKey": {"curve": "edwards25519", "pk": "%s"},
                 "tests": [{"tcId": 7, "msg": "%s", "sig": "%s", "result": "%s"}]}]}
                """.formatted(hex(key), hex(MESSAGE), hex(signature), result));
    }

    private void acvp(boolean testPassed) throws IOException {
        String head = "[{\"acvVersion\": \"1.0\"}, {\"algorithm\": \"EDDSA\", \"mode\": \"sigVer\", \"testGroups\": ";
        write("acvp/planted/prompt.json", head + """
                [{"tgId": 1, "curve": "ED-25519", "preHash": false,
                  "tests": [{"tcId": 2, "message": "%s", "q": "%s", "signature": "%s"}]}]}]
                """.formatted(hex(MESSAGE), hex(KEY), hex(SIGNATURE)));
        write("acvp/planted/expectedResults.json", head + """
                [{"tgId": 1, "tests": [{"tcId": 2, "testPassed": %s}]}]}]
                """.formatted(testPassed));
    }

    private void merkle(boolean wantErr) throws IOException {
        write("merkle-rfc6962/inclusion/0/planted.json", """
                {"leafIdx": 0, "treeSize": 1, "root": "%1$s", "leafHash": "%1$s", "proof": null, "desc": "planted",
                 "wantErr": %2$s}
                """.formatted(
                        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", wantErr));
    }

    private void cctv(String flags) throws IOException {
        write("cctv/ed25519/planted.json", """
                [{"number": 3, "key": "%s", "sig": "%s", "msg": "message", "flags": %s}]
                """.formatted(hex(KEY), hex(SIGNATURE), flags));
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
