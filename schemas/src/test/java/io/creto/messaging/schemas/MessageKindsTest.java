package io.creto.messaging.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnvelopeHeader.DestinationCase;
import io.creto.messaging.v1.KeyPart.PartCase;
import io.creto.messaging.v1.MessageKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from a kind, kind by kind. */
class MessageKindsTest {
    private static final String TABLE = """
            MESSAGE,           RECIPIENT, KEM_WRAP,   SEND
            CHANNEL_KEY,       RECIPIENT, KEM_WRAP,   CHANNEL
            PUBLICATION,       CHANNEL,   SENDER_KEY, CHANNEL
            ENROL,             SYSTEM,    ,
            REPLACE_KEY,       SYSTEM,    ,
            DELEGATE,          SYSTEM,    ,
            END_DELEGATION,    SYSTEM,    ,
            CREATE_FLEET,      SYSTEM,    ,
            ISSUE_TOKEN,       SYSTEM,    ,
            SET_STATUS,        SYSTEM,    ,
            SET_ATTRIBUTES,    SYSTEM,    ,
            UPLOAD_PREKEYS,    SYSTEM,    ,
            ROTATE,            SYSTEM,    ,
            REPORT_COMPROMISE, SYSTEM,    ,
            PUT_POLICY,        SYSTEM,    ,
            CREATE_CHANNEL,    SYSTEM,    ,           CHANNEL
            CONFIGURE_CHANNEL, SYSTEM,    ,           CHANNEL
            DELETE_CHANNEL,    SYSTEM,    ,           CHANNEL
            SUBSCRIBE,         SYSTEM,    ,           CHANNEL
            UNSUBSCRIBE,       SYSTEM,    ,           CHANNEL
            REMOVE_MEMBER,     SYSTEM,    ,           CHANNEL
            REQUEST_CHANNEL_KEY, SYSTEM,  ,           CHANNEL
            REQUEST_HISTORY,   SYSTEM,    ,           CHANNEL
            ACKNOWLEDGE,       SYSTEM,    ,           ACKNOWLEDGE
            REDRIVE,           SYSTEM,    ,           ACKNOWLEDGE
            UNSPECIFIED,       DESTINATION_NOT_SET, ,
            """;

    private static MessageKind kind(String name) {
        return MessageKind.valueOf("MESSAGE_KIND_" + name);
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void decidesDestinationKeyPartAndScope(String name, DestinationCase destination, PartCase part, String scope) {
        MessageKind kind = kind(name);
        assertThat(MessageKinds.destination(kind)).isEqualTo(destination);
        assertThat(MessageKinds.isCommand(kind)).isEqualTo(destination == DestinationCase.SYSTEM);
        assertThat(MessageKinds.keyPart(kind)).isEqualTo(part == null ? PartCase.PART_NOT_SET : part);
        assertThat(MessageKinds.scope(kind))
                .isEqualTo(Optional.ofNullable(scope).map(word -> DelegationScope.valueOf("DELEGATION_SCOPE_" + word)));
    }

    @Test
    void theTableHasEveryKindOnce() {
        Set<MessageKind> kinds = new HashSet<>();
        TABLE.lines()
                .forEach(row -> assertThat(kinds.add(kind(row.substring(0, row.indexOf(',')))))
                        .isTrue());
        kinds.add(MessageKind.UNRECOGNIZED);
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Arrays.asList(MessageKind.values()));
        assertThat(MessageKinds.scope(MessageKind.UNRECOGNIZED)).isEmpty();
    }
}
