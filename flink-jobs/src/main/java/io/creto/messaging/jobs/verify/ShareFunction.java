package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IdentityRecord;
import java.util.function.Consumer;

/**
 * Cuts the records of topic {@code identities} into shares for those who need them: what signers' verification needs out,
 * fleets, recipients and what policies can ask by the side.
 */
public final class ShareFunction extends ReadingFunction<IdentityShare> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void read(Arrival record, Context context, Consumer<IdentityShare> out) throws WireException {
        IdentityRecord identity = RecordParser.identity(record.getRecord());
        IdentityShares.of(identity).forEach(out);
        FleetShares.of(identity).ifPresent(fleet -> {
            context.output(SideOutputs.FLEETS, fleet);
            context.output(
                    SideOutputs.ACCESS, AccessNews.newBuilder().setFleet(fleet).build());
        });
        IdentityShares.traits(identity)
                .ifPresent(traits -> context.output(
                        SideOutputs.ACCESS,
                        AccessNews.newBuilder().setTraits(traits).build()));
        IdentityShares.recipient(identity).ifPresent(news -> context.output(SideOutputs.RECIPIENTS, news));
    }
}
