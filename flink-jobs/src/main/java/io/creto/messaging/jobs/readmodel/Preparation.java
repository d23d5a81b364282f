package io.creto.messaging.jobs.readmodel;

import java.io.Serializable;

/** What must have been done before the first row is written. Fails by exception; is then tried again with the job. */
@FunctionalInterface
public interface Preparation extends Serializable {
    /** Does it, or finds it done. */
    void run();
}
