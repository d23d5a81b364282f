package io.creto.messaging.crypto.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** NIST ACVP: a folder for each algorithm and mode; questions and answers in two files, joined on tgId and tcId. */
final class AcvpReader implements VectorReader {
    private static final String PROMPT = "prompt.json";
    private static final String ANSWERS = "expectedResults.json";

    @Override
    public void read(VectorFile file, Run run) throws IOException {
        switch (file.fileName()) {
            case PROMPT -> readPair(file, file.sibling(ANSWERS), run);
            case ANSWERS -> {
                content(file);
                present(file.sibling(PROMPT));
                run.tally().skipFile("the answers, read with " + PROMPT);
            }
            case "internalProjection.json" ->
                run.tally().skipFile("the generator's state; " + PROMPT + " and " + ANSWERS + " hold its vectors");
            case "registration.json", "validation.json" -> run.tally().skipFile("a session's protocol, not vectors");
            default -> run.tally().skipFile(VectorReader.whyNoVectors(file));
        }
    }

    private static void readPair(VectorFile promptFile, VectorFile answerFile, Run run) throws IOException {
        Fields prompt = content(promptFile);
        Fields answers = content(present(answerFile));
        String algorithm = prompt.text("algorithm");
        String mode = prompt.optionalText("mode").orElse("");
        if (!answers.text("algorithm").equals(algorithm)
                || !answers.optionalText("mode").orElse("").equals(mode)) {
            throw new MalformedVectorException(ANSWERS + " is of another algorithm or mode");
        }
        AcvpGroup.Reader reader = readerOf(algorithm, mode);
        Map<Integer, Fields> answersOfGroups = byId(answers.objects("testGroups"), "tgId");
        for (Fields group : prompt.objects("testGroups")) {
            Fields answered = answersOfGroups.remove(group.integer("tgId"));
            if (answered == null) {
                throw new MalformedVectorException("no answers to group " + group.integer("tgId"));
            }
            reader.read(new AcvpGroup(group, byId(answered.objects("tests"), "tcId"), answered), run);
        }
        if (!answersOfGroups.isEmpty()) {
            throw new MalformedVectorException("answers without a question: groups " + answersOfGroups.keySet());
        }
    }

    private static AcvpGroup.Reader readerOf(String algorithm, String mode) {
        return switch (algorithm + "/" + mode) {
            case "EDDSA/keyGen" -> AcvpEddsa::keyGeneration;
            case "EDDSA/keyVer" -> AcvpEddsa::keyVerification;
            case "EDDSA/sigGen" -> AcvpEddsa::signatureGeneration;
            case "EDDSA/sigVer" -> AcvpEddsa::signatureVerification;
            case "ML-DSA/keyGen" -> AcvpMlDsa::keyGeneration;
            case "ML-DSA/sigGen" -> AcvpMlDsa::signatureGeneration;
            case "ML-DSA/sigVer" -> AcvpMlDsa::signatureVerification;
            case "ML-KEM/keyGen" -> AcvpMlKem::keyGeneration;
            case "ML-KEM/encapDecap" -> AcvpMlKem::encapsulationAndDecapsulation;
            default -> (group, run) -> group.skip(run, (algorithm + " " + mode).strip() + " is not used");
        };
    }

    /** The object itself, or the last element of a list whose head is the protocol's version. */
    private static Fields content(VectorFile file) throws IOException {
        JsonNode root = file.json();
        return new Fields(root.isArray() ? root.path(root.size() - 1) : root);
    }

    private static VectorFile present(VectorFile file) {
        if (!file.exists()) {
            throw new MalformedVectorException("no " + file.fileName() + " beside it");
        }
        return file;
    }

    private static Map<Integer, Fields> byId(List<Fields> all, String id) {
        Map<Integer, Fields> byId = new HashMap<>();
        for (Fields one : all) {
            if (byId.put(one.integer(id), one) != null) {
                throw new MalformedVectorException("two of " + id + " " + one.integer(id));
            }
        }
        return byId;
    }
}
