package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IngestRecord;
import java.util.function.Consumer;

/**
 * Reads the records of the ingest topics: names the signer of each batch, so that it can be keyed; drops ticks, whose append
 * time the watermark has already.
 */
public final class ReadFunction extends ReadingFunction<Arrival> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void read(Arrival record, Context context, Consumer<Arrival> out) throws WireException {
        IngestRecord ingest = BatchParser.ingestRecord(record.getRecord());
        if (ingest.hasBatch()) {
            String signer = BatchParser.header(ingest.getBatch().getHeader()).getSigner();
            out.accept(record.toBuilder().setSigner(signer).build());
        }
    }
}
