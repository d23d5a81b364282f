package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.PoliciesReadUp;
import io.creto.messaging.jobs.state.PolicyNews;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.PolicyRecord;
import java.util.function.Consumer;

/** Reads topic {@code policies}. A policy that does not compile is a dead letter, and the version before it stays; that all has been read is passed on. */
public final class ReadPoliciesFunction extends ReadingFunction<AccessNews> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void read(Arrival arrival, Context context, Consumer<AccessNews> out) throws WireException {
        if (arrival.getReadUp()) {
            out.accept(AccessNews.newBuilder()
                    .setPoliciesReadUp(PoliciesReadUp.getDefaultInstance())
                    .build());
            return;
        }
        PolicyRecord record = RecordParser.policy(arrival.getRecord());
        CompiledPolicies.check(record.getFleet(), record.getDocument());
        out.accept(AccessNews.newBuilder()
                .setPolicy(PolicyNews.newBuilder()
                        .setFleet(record.getFleet())
                        .setVersion(PolicyVersion.newBuilder()
                                .setVersion(record.getVersion())
                                .setEffectiveFromMs(record.getEffectiveFromMs())
                                .setDocument(record.getDocument())))
                .build());
    }
}
