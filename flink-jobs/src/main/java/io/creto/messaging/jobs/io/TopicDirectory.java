package io.creto.messaging.jobs.io;

import java.io.Serializable;
import java.util.OptionalInt;

/** Says which topics there are. Not thread-safe. */
public interface TopicDirectory extends AutoCloseable {
    /** Opens one where it is needed. */
    interface Factory extends Serializable {
        /** One that its caller closes. */
        TopicDirectory open();
    }

    /**
     * Looks a topic up; takes some seconds at most.
     *
     * @return how many partitions it has, 0 if there is no such topic; empty if that could not be found out
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    OptionalInt partitions(String topic) throws InterruptedException;

    @Override
    void close();
}
