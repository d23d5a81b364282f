package io.creto.messaging.crypto.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of one file under one provider. */
final class Tally {
    private final String provider;
    private final String file;
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> notes = new TreeMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private String whyFileSkipped = "";
    private String rowName;
    private boolean providerIndependent;
    private String current = "";
    private int run;
    private int passed;

    Tally(String provider, String file) {
        this.provider = provider;
        this.file = file;
        this.rowName = file;
    }

    /** Runs one vector: it passes if the body returns, and fails whatever the body throws. */
    void vector(String id, Refusal.Attempt body) {
        run++;
        current = id;
        try {
            body.run();
            passed++;
        } catch (MismatchException e) {
            mismatches.add(new Mismatch(provider, file, id, e.expected(), e.got()));
        } catch (MalformedVectorException e) {
            mismatches.add(new Mismatch(provider, file, id, "a readable vector", "malformed: " + e.getMessage()));
        } catch (Exception e) {
            mismatches.add(new Mismatch(provider, file, id, "a verdict", "threw " + e));
        }
    }

    /** Notes a provider's verdict on a signature, to be compared with the other provider's. */
    boolean verdict(boolean accepted) {
        verdicts.add(current + " #" + verdicts.size() + (accepted ? " accepted" : " refused"));
        return accepted;
    }

    /** The file as a whole failed. */
    void fail(String expected, String got) {
        mismatches.add(new Mismatch(provider, file, "the file", expected, got));
    }

    /** Counts vectors that are not ours to run. */
    void skip(int count, String reason) {
        skipped.merge(reason, count, Integer::sum);
    }

    /** The file holds nothing that is ours to run. */
    void skipFile(String reason) {
        whyFileSkipped = reason;
    }

    /** Counts vectors of which something was left out, or turned, for a written reason. */
    void note(String remark) {
        notes.merge(remark, 1, Integer::sum);
    }

    /** What this file holds has one implementation, the same under every provider. */
    void markProviderIndependent() {
        providerIndependent = true;
    }

    /** Files of one vector each share a row. */
    void shareRow(String name) {
        rowName = name;
    }

    String file() {
        return file;
    }

    String rowName() {
        return rowName;
    }

    boolean isProviderIndependent() {
        return providerIndependent;
    }

    /** True if nothing was run, skipped or failed: a file must not pass unseen. */
    boolean isSilent() {
        return run == 0 && skipped.isEmpty() && whyFileSkipped.isEmpty() && mismatches.isEmpty();
    }

    int run() {
        return run;
    }

    int passed() {
        return passed;
    }

    Map<String, Integer> skipped() {
        return skipped;
    }

    Map<String, Integer> notes() {
        return notes;
    }

    String whyFileSkipped() {
        return whyFileSkipped;
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    List<String> verdicts() {
        return verdicts;
    }
}
