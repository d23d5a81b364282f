package io.creto.messaging.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.v1.Accepted;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private final StrictJson json = new StrictJson();

    @ParameterizedTest
    @ValueSource(strings = {"{\"batch\":\"+/8=\"}", "{\"batch\":\"-_8=\"}", "{\"batch\":\"+/8\"}"})
    void bytesAreBase64OfEitherAlphabet(String text) throws IOException {
        assertThat(read(text).getBatch()).isEqualTo(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"batch\":\"\",\"more\":1}", "{\"batch\":\"%\"}", "{\"batch\":{}}", "7", "[]"})
    void whatIsNoSuchMessageIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void answersHaveLargeNumbersAsTextAndLeaveOutWhatIsEmpty() throws IOException {
        SubmitResponse answer = SubmitResponse.newBuilder()
                .setAccepted(Accepted.newBuilder().setIngestTimeMs(1_700_000_000_000L))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        json.serializeMessage(SubmissionServiceGrpc.getSubmitMethod().getResponseMarshaller(), answer, out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"accepted\":{\"ingestTimeMs\":\"1700000000000\"}}");
    }

    private SubmitRequest read(String text) throws IOException {
        return json.deserializeMessage(
                SubmissionServiceGrpc.getSubmitMethod().getRequestMarshaller(),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
