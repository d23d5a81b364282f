package io.creto.messaging.jobs.io;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes everything on, and an element of its own at each start of the job. A source of one element would not do: where it has
 * ended it says that log time has, and while the logs are quiet that is believed.
 *
 * @param <T> of the elements, protobuf messages
 */
public final class FirstElementOperator<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // generated messages are serializable
    private final T first;

    /** @param first the element of its own */
    public FirstElementOperator(T first) {
        this.first = first;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what fails in a timer fails the task
    public void open() throws Exception {
        super.open();
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            var clock = getProcessingTimeService();
            clock.registerTimer(clock.getCurrentProcessingTime(), now -> output.collect(new StreamRecord<>(first)));
        }
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }
}
