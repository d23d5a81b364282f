package io.creto.messaging.jobs.io;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a subtask has learned of topics: how many partitions each has. What has not been seen to exist is asked for again, at most
 * once in {@link #ASK_AGAIN_MS} a topic; what has been seen is believed. One small entry for each topic that records were for.
 * Not thread-safe.
 */
final class KnownTopics {
    /** How long an absence is believed, in milliseconds. */
    static final long ASK_AGAIN_MS = 1_000;

    private record Answer(OptionalInt partitions, long askedAtMs) {}

    private final TopicDirectory directory;
    private final Map<String, Answer> answers = new HashMap<>();

    KnownTopics(TopicDirectory directory) {
        this.directory = directory;
    }

    /**
     * How many partitions a topic has.
     *
     * @param partition that must be there, from 0; where it was not when the topic was last asked for, that is done again
     * @param nowMs by the clock of the machine
     * @return 0 if there is no such topic; empty if that could not be found out
     */
    OptionalInt partitions(String topic, int partition, long nowMs) throws InterruptedException {
        Answer known = answers.get(topic);
        if (known != null && (known.partitions().orElse(0) > partition || nowMs - known.askedAtMs() < ASK_AGAIN_MS)) {
            return known.partitions();
        }
        OptionalInt found = directory.partitions(topic);
        if (found.isEmpty() && known != null) {
            found = known.partitions();
        }
        answers.put(topic, new Answer(found, nowMs));
        return found;
    }
}
