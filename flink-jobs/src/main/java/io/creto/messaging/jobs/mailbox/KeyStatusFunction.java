package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.KeyStatus;
import java.util.function.Consumer;

/** Reads the records of topic {@code key-status} for the mailboxes. */
public final class KeyStatusFunction extends ReadingFunction<RecipientNews> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void read(Arrival record, Context context, Consumer<RecipientNews> out) throws WireException {
        KeyStatus status = RecordParser.keyStatus(record.getRecord());
        out.accept(RecipientNews.newBuilder()
                .setAgent(status.getOwner())
                .setKeyStatus(status)
                .build());
    }
}
