package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.denied;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.RejectionReason;
import java.util.Optional;

/** Enrolment tokens: for one agent, for one time, up to their expiry. */
final class Tokens {
    private Tokens() {}

    static void issue(
            Command command, ByteString keyId, String agent, AgentRole role, long expiresAtMs, FleetChange change)
            throws Exception {
        if (change.token(keyId).isPresent()) {
            throw taken("the token's key was issued before: make a new token");
        }
        if (expiresAtMs <= command.ingestTimeMs()) {
            throw expired(expiresAtMs, command);
        }
        change.put(
                keyId,
                TokenState.newBuilder()
                        .setAgent(agent)
                        .setRole(role)
                        .setExpiresAtMs(expiresAtMs)
                        .setIssued(Evidence.proof(command, change))
                        .setForgetAtMs(SeenCommands.forgetAfter(Math.max(expiresAtMs, command.appendedAtMs())))
                        .build());
    }

    /** Spends the token of an enrolment; the first one in the log has it. */
    static TokenState spend(Command command, ByteString keyId, FleetChange change) throws Exception {
        TokenState token = of(command, keyId, change)
                .orElseThrow(() -> denied("no such token was issued for " + command.sender() + ": ask an admin"));
        if (token.getSpent()) {
            throw taken("the token is spent: ask an admin for another");
        }
        if (token.getExpiresAtMs() <= command.ingestTimeMs()) {
            throw expired(token.getExpiresAtMs(), command);
        }
        Optional<AgentState> issuer = change.agent(token.getIssued().getSigner());
        if (issuer.isPresent() && Agents.isRevoked(issuer.get())) {
            throw denied("the admin who issued the token is revoked: ask another");
        }
        change.put(keyId, token.toBuilder().setSpent(true).build());
        return token;
    }

    /** The token that an enrolment names, if it was issued for its sender and before it: an earlier refusal stays one. */
    static Optional<TokenState> of(Command command, ByteString keyId, FleetView view) throws Exception {
        return view.token(keyId)
                .filter(known -> known.getAgent().equals(command.sender()))
                .filter(known -> known.getIssued().getCommand().getIngestTimeMs() <= command.ingestTimeMs());
    }

    private static CommandRefusedException expired(long atMs, Command command) {
        return new CommandRefusedException(
                RejectionReason.REJECTION_REASON_EXPIRED,
                "the token expired at " + atMs + ", before ingest time " + command.ingestTimeMs()
                        + ": ask an admin for another");
    }
}
