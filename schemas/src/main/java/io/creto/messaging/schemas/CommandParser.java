package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.MessageKind;
import java.util.EnumMap;
import java.util.Map;

/** Reads the body of a command by its kind. The rules of each command stand with its subject. */
public final class CommandParser {
    private static final Map<MessageKind, Command<?>> COMMANDS = new EnumMap<>(MessageKind.class);

    static {
        IdentityCommands.register(COMMANDS);
        KeyCommands.register(COMMANDS);
        ChannelCommands.register(COMMANDS);
        PolicyRules.register(COMMANDS);
        ReceiptCommands.register(COMMANDS);
    }

    private CommandParser() {}

    /** The rules of one command. */
    @FunctionalInterface
    interface Rules<M> {
        void check(M body) throws WireException;
    }

    /** The rules between one command and the header it came with. */
    @FunctionalInterface
    interface HeaderRules<M> {
        void check(EnvelopeHeader header, M body) throws WireException;
    }

    /** How one kind of command is read. */
    record Command<M extends Message>(StrictWire<M> wire, Rules<M> rules, HeaderRules<M> headerRules) {
        static <M extends Message> Command<M> of(M prototype, Parser<M> parser, Rules<M> rules) {
            return of(prototype, parser, rules, (header, body) -> {});
        }

        static <M extends Message> Command<M> of(
                M prototype, Parser<M> parser, Rules<M> rules, HeaderRules<M> headerRules) {
            var wire = StrictWire.of(prototype.getDescriptorForType(), parser, WireLimits.MAX_BODY_BYTES);
            return new Command<>(wire, rules, headerRules);
        }

        M read(ByteString bytes) throws WireException {
            M body = wire.parse(bytes);
            rules.check(body);
            return body;
        }

        M read(EnvelopeHeader header, ByteString bytes) throws WireException {
            M body = read(bytes);
            headerRules.check(header, body);
            return body;
        }
    }

    /**
     * Reads a command's body: the generated message that the kind names (contract of {@code MessageKind}). Refuses with
     * MALFORMED a kind that is no command, mandatory fields that are missing, wrong lengths, ids, times and enum values; with
     * TOO_LARGE texts, lists and bodies above their limits; with UNSUPPORTED_VERSION key ids, delegations and bindings of
     * another version or suite.
     */
    public static Message body(MessageKind kind, ByteString bytes) throws WireException {
        return command(kind).read(bytes);
    }

    /**
     * Reads a command's body and holds it against its header. Refuses what {@link #body} refuses, and with MALFORMED: an
     * enrolment or delegation that the sender has no part in, a token that does not expire within (0, 30 d] of created_at.
     */
    public static Message command(EnvelopeHeader header, ByteString bytes) throws WireException {
        return command(header.getKind()).read(header, bytes);
    }

    private static Command<?> command(MessageKind kind) throws WireException {
        Command<?> command = COMMANDS.get(kind);
        if (command == null) {
            throw WireException.malformed("envelope_header.kind", kind + ", must be a command");
        }
        return command;
    }
}
