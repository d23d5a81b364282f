package io.creto.messaging.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process and its children use now.
 *
 * @param residentBytes resident memory, summed over the processes, so what they share counts once for each; 0 where the system
 *     does not say (no {@code /proc})
 * @param cpu user and system time of those that live
 */
record ProcessUsage(long residentBytes, Duration cpu) {
    private static final String RESIDENT = "VmRSS:";
    private static final long KIB = 1024;

    /** Of a process and all its descendants. */
    static ProcessUsage of(ProcessHandle process) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        long resident = all.stream().mapToLong(one -> resident(one).orElse(0)).sum();
        Duration cpu = all.stream()
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return new ProcessUsage(resident, cpu);
    }

    /**
     * Reads resident memory, bytes, out of the text of {@code /proc/PID/status}.
     *
     * @param status the lines; empty if there is no such line
     */
    static OptionalLong resident(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> KIB
                        * Long.parseLong(line.substring(RESIDENT.length())
                                .replace("kB", "")
                                .strip()))
                .findFirst();
    }

    private static OptionalLong resident(ProcessHandle process) {
        try {
            return resident(Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")));
        } catch (IOException e) {
            return OptionalLong.empty(); // another system, or it has ended
        }
    }
}
