package io.creto.messaging.jobs.command;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommandVerdictsTest {
    private final SampleAgents admin =
            new SampleAgents(AgentId.of("acme", "admin"), CompositePrivateKey.generate(RANDOM));
    private final SetStatus body = SetStatus.newBuilder()
            .setAgent("acme/bob")
            .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
            .build();
    private final Command command = SampleCommands.read(
            SampleCommands.logged("acme", admin, SampleCommands.envelope(admin, body), NOW, NOW + 10));

    /** A verdict that its reader refuses would never be heard. */
    @Test
    void aDetailIsCutToTheBytesThatReadersAccept() throws Exception {
        var refusal = new CommandRefusedException(
                RejectionReason.REJECTION_REASON_DENIED, "\u20ac".repeat(WireLimits.MAX_TEXT_BYTES), 7);

        Verdict told = CommandVerdicts.refused(command, refusal, false).getVerdict();

        assertThat(VerdictParser.verdict(told.toByteString())).isEqualTo(told);
        EnvelopeVerdict verdict = told.getEnvelopes(0);
        assertThat(verdict.getDetail().getBytes(StandardCharsets.UTF_8))
                .as("as many whole characters as have room")
                .hasSize(WireLimits.MAX_TEXT_BYTES / 3 * 3);
        assertThat(verdict.getDetail()).matches("\u20ac+");
        assertThat(verdict.getRetryAfterMs()).isEqualTo(7);
        assertThat(verdict.getLeafHash()).isEqualTo(command.leafHash());
    }
}
