package io.creto.messaging.jobs.readmodel;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.WireException;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;

/**
 * Makes rows of records: {@link ReadModelRows}. The database is prepared before the first: where it is not there, the task
 * fails and is tried again, so the job may start before its database.
 */
public final class ReadModelFunction extends ReadingFunction<ReadModelRow> {
    private static final long serialVersionUID = 1L;

    private final Preparation preparation;

    /** @param preparation of the tables */
    public ReadModelFunction(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        preparation.run();
    }

    @Override
    protected void read(Arrival record, Context context, Consumer<ReadModelRow> out) throws WireException {
        ReadModelRows.of(record).forEach(out);
    }
}
