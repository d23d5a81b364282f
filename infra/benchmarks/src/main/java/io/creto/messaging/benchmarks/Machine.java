package io.creto.messaging.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a run was made. */
public final class Machine {

    private Machine() {}

    /** Cores, operating system, Java. */
    public static Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        return facts;
    }
}
