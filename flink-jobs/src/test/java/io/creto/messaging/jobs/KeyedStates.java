package io.creto.messaging.jobs;

import java.util.stream.Stream;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What an operator under test still keeps, on any state backend. */
public final class KeyedStates {
    private KeyedStates() {}

    /** For how many keys there is a state of this name. */
    public static long keys(AbstractStreamOperatorTestHarness<?> harness, String state) {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        try (Stream<?> keys = operator.getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
            return keys.distinct().count();
        }
    }
}
